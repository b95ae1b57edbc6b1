using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Storing;

/// <summary>A disk without room: nothing is lost, everything is said, and it heals by itself.</summary>
public sealed class FullDiskTests(SampleDatabase sample)
{
    private const int CannotStart = 1;

    [Fact]
    public async Task Feedback_on_a_full_disk_is_507_without_a_path_until_there_is_room()
    {
        using SmallDisk disk = new(megabytes: 16);
        string database = await sample.CopyToAsync(disk.Path);
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"));
        disk.Fill();
        foreach (string question in new[] { "one", "two" })
        {
            (HttpStatusCode status, JsonElement problem) = await service.SayAsync(question);
            Assert.Equal(HttpStatusCode.InsufficientStorage, status);
            Assert.Equal("storage_full", problem.GetProperty("code").GetString());
            Assert.Contains("the disk is full; free some space", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain(disk.Path, problem.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain("aside", problem.GetRawText(), StringComparison.Ordinal);
        }

        await service.LoggedAsync($"The database '{database}' cannot be used: the disk is full");
        Assert.Equal(1, service.Lines("the disk is full"));
        JsonElement degraded = await service.BecomesAsync("degraded");
        Assert.Contains("the disk is full", degraded.GetProperty("storage").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("how do I return a parcel", "shop"));
        disk.Empty();
        await service.BecomesAsync("ready");
        await service.LoggedAsync("the database can be used again");
        Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("three")).Status);
        Assert.Equal(1, StoringService.Count(database, "feedback"));
        Assert.Equal(0, await service.StopAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(100)]
    public async Task First_start_on_a_full_disk_ends_with_an_error(int freePages)
    {
        using SmallDisk disk = new(megabytes: 2);
        using TemporaryFolder folder = new();
        string file = new KnowledgeDraft(
            "shop", [.. Enumerable.Range(0, 200).Select(index => new DraftEntry($"e{index}", $"What is number {index}?", "That."))])
            .Write(folder.File("shop.json"));
        disk.Fill(freePages);
        await using ChildProcess service = ServiceProcess.Launch(
            ("Storage:Path", disk.File("faq.db")), ("Knowledge:Files:0", file));
        Assert.Equal(CannotStart, await service.EndAsync());
        Assert.Contains("Cannot start: The database", service.Output, StringComparison.Ordinal);
        Assert.Contains("the disk is full", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_file_at_a_start_on_a_full_disk_is_said_at_once_and_the_former_version_answers()
    {
        using SmallDisk disk = new(megabytes: 2);
        using TemporaryFolder folder = new();
        KnowledgeDraft shop = new("shop", new DraftEntry("only", "What is it?", "It."));
        string file = shop.Write(folder.File("shop.json"));
        await IndexerProcess.IndexAsync(disk.File("faq.db"), file);
        shop = shop with
        {
            Entries = [.. Enumerable.Range(0, 300).Select(index => new DraftEntry($"e{index}", $"What is number {index}?", "That."))],
        };
        shop.Write(file);
        disk.Fill(freePages: 12);
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", disk.File("faq.db")), ("QuestionLog:Path", folder.File("questions.db")), ("Knowledge:Files:0", file),
                ("Limits:Enabled", "false"));
        await service.LoggedAsync("The knowledge files are not indexed, the published versions go on answering: The database");
        Assert.Contains("the disk is full", service.Log, StringComparison.Ordinal);
        Assert.Equal("It.", (await service.Client.AskAsync("What is it?")).Answer?.Text);
        Assert.Equal("degraded", (await service.ReadinessAsync()).Json.GetProperty("status").GetString());
        Assert.Equal(0, await service.StopAsync());
    }
}
