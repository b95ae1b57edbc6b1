using System.Globalization;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Replicas;

/// <summary>What several encode at once is encoded once, on whichever machines they are.</summary>
[Collection(ReplicaCollection.Name)]
public sealed class SharedIndexingTests(SharedServer shared)
{
    private const int Entries = 120;

    [Fact]
    public async Task Three_indexers_at_once_encode_each_text_once_and_publish_one_version()
    {
        using TemporaryFolder folder = new();
        string connection = await shared.MigratedAsync(), file = Draft(folder);
        string[] reports = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => IndexerProcess.IndexAsync($"postgres:{connection}", file)));
        JsonElement[] results = [.. reports.Select(report => JsonElement.Parse(report.Split('\n').First(line => line.StartsWith('{'))))];
        Assert.Equal(Entries, results.Sum(result => result.GetProperty("encoded").GetInt32()));
        Assert.All(results, result => Assert.Equal(1, result.GetProperty("version").GetInt32()));
        Assert.Single(results, result => result.GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task Indexer_that_is_killed_lets_the_next_one_go_on_at_once()
    {
        using TemporaryFolder folder = new();
        string connection = await shared.MigratedAsync(), file = Draft(folder);
        string database = new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;
        await using (ChildProcess killed = ChildProcess.Start(
            "dotnet", [Repository.Indexer, "index", "--json", "--database", $"postgres:{connection}", "--input", file]))
        {
            await Eventually.IsTrueAsync(
                async () => await shared.Server.AskAsync(
                    "postgres",
                    "SELECT COUNT(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
                    + $"WHERE locktype = 'advisory' AND granted AND datname = '{database}'") != "0",
                "it has its turn");
            await killed.KillAsync();
        }

        Assert.Contains("\"version\":1", await IndexerProcess.IndexAsync($"postgres:{connection}", file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edits_at_one_replica_make_one_draft_of_all_and_a_planned_publication_happens_once()
    {
        string connection = await shared.SampleAsync();
        string database = new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;
        await using ThreeReplicas three = await ThreeReplicas.StartAsync(connection, ("Limits:Enabled", "false"));
        HttpClient one = three.Replicas[0].Client, two = three.Replicas[1].Client;
        await ThreeReplicas.CallAsync(
            one, HttpMethod.Post, "api/v1/kbs/shop/entries", new { id = "dog", question = "May I bring my dog?", answer = "On a leash." });

        // The others see the edit at once, and publish what they see. (Drafts are versions, too: numbers say nothing about how often.)
        const string Publications = "SELECT COUNT(*) FROM faqbot.publications WHERE knowledge_base_id = 'shop'";
        int before = int.Parse(await shared.Server.AskAsync(database, Publications), CultureInfo.InvariantCulture);
        int revision = (await ThreeReplicas.CallAsync(two, HttpMethod.Get, "api/v1/kbs/shop/draft")).GetProperty("revision").GetInt32();
        Assert.Equal("May I bring my dog?", (await ThreeReplicas.CallAsync(two, HttpMethod.Get, "api/v1/kbs/shop/entries/dog"))
            .GetProperty("question").GetString());
        await Task.WhenAll(three.Replicas.Select(replica => ThreeReplicas.CallAsync(
            replica.Client, HttpMethod.Post, "api/v1/kbs/shop/publish", new { revision })));
        Assert.Equal($"{before + 1}", await shared.Server.AskAsync(database, Publications));
        Assert.Equal("1", await shared.Server.AskAsync(
            database, "SELECT COUNT(*) FROM faqbot.vectors WHERE text LIKE '%bring my dog%'"));
    }

    private static string Draft(TemporaryFolder folder) => new KnowledgeDraft(
        "shop", [.. Enumerable.Range(0, Entries).Select(index => new DraftEntry($"e{index}", $"What is number {index}?", "That."))])
        .Write(folder.File("shop.json"));
}
