using FaqBot.Tests.Running;

namespace FaqBot.Tests.Storing;

public sealed class TwoStartsTests
{
    [Fact]
    public async Task Two_services_that_start_on_one_empty_database_index_once_and_both_answer()
    {
        using TemporaryFolder folder = new();
        string database = folder.File("faq.db"), file = new KnowledgeDraft(
            "shop", [.. Enumerable.Range(0, 60).Select(index => new DraftEntry($"e{index}", $"What is number {index}?", "That."))])
            .Write(folder.File("shop.json"));
        (string, string)[] options = [("Storage:Path", database), ("Knowledge:Files:0", file)];
        Task<ServiceProcess>[] starting = [ServiceProcess.StartReadyAsync(options), ServiceProcess.StartReadyAsync(options)];
        await using ServiceProcess first = await starting[0], second = await starting[1];
        Assert.Equal(1, first.Lines("Indexed 'shop'") + second.Lines("Indexed 'shop'"));
        Assert.Equal((1, 1), ((await first.Client.AskAsync("What is number 7?")).Version,
            (await second.Client.AskAsync("What is number 7?")).Version));
        Assert.Equal(1, StoringService.Count(database, "versions WHERE knowledge_base_id = 'shop'"));
    }

    [Fact]
    public async Task Index_takes_the_turn_of_one_that_was_killed()
    {
        using TemporaryFolder folder = new();
        string database = folder.File("faq.db"), file = new KnowledgeDraft(
            "shop", [.. Enumerable.Range(0, 600).Select(index => new DraftEntry($"e{index}", $"What is number {index}?", "That."))])
            .Write(folder.File("shop.json"));
        await using (ChildProcess killed = ChildProcess.Start(
            "dotnet", [Repository.Indexer, "index", "--json", "--output", database, "--input", file]))
        {
            await Eventually.TrueAsync("it has its turn", TimeSpan.FromMinutes(1), () => File.Exists(database + "-indexing"));
            await killed.KillAsync();
        }

        Assert.Contains("\"version\":1", await IndexerProcess.IndexAsync(database, file), StringComparison.Ordinal);
    }
}
