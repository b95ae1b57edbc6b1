using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Tests.Storing;

/// <summary>What happens to the file under a running service: moved over, deleted, cut off, restored, locked.</summary>
public sealed class ReplacedDatabaseTests(SampleDatabase sample)
{
    [Fact]
    public async Task Another_database_moved_in_place_answers_and_gets_the_feedback()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path), next = folder.File("next.db"), former = folder.File("former.db");
        await IndexerProcess.IndexAsync(
            next, new KnowledgeDraft("shop", new DraftEntry("only", "What is new?", "All of it.")).Write(folder.File("shop.json")));
        await using ServiceProcess service = await StartAsync(database);
        Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("before")).Status);
        await ChildProcess.Start("ln", [database, former]).EndAsync();

        await ChildProcess.Start("mv", [next, database]).EndAsync();
        await Eventually.IsTrueAsync(
            async () => (await service.Client.AskAsync("What is new?")).Answer?.Text == "All of it.", "the new one answers");
        await service.LoggedAsync($"Another database was put in place of '{database}'");
        Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("after")).Status);
        Assert.Equal(1, StoringService.Count(database, "feedback"));
        Assert.Equal(HttpStatusCode.NotFound, await service.AskStatusAsync("hello", "chitchat"));
        Assert.Equal("ready", (await service.ReadinessAsync()).Json.GetProperty("status").GetString());

        // Publishing and restoring into it work as into the first.
        string copy = folder.File("copy.db");
        await IndexerProcess.RunAsync("backup", copy, "--database", database);
        await IndexerProcess.IndexAsync(
            database, new KnowledgeDraft("shop", new DraftEntry("only", "What is new?", "Nothing.")).Write(folder.File("shop.json")));
        await Eventually.IsTrueAsync(
            async () => (await service.Client.AskAsync("What is new?")).Answer?.Text == "Nothing.", "the next version answers");
        string said = await IndexerProcess.RunAsync("restore", copy, "--database", database, "--overwrite");
        Assert.Contains($"the former database is {database}.before-", said, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(
            async () => (await service.Client.AskAsync("What is new?")).Answer?.Text == "All of it.", "the restored one answers");
        Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("after it")).Status);
        Assert.Equal(2, StoringService.Count(database, "feedback"));
        Assert.Equal(0, await service.StopAsync());
    }

    [Fact]
    public async Task Deleted_database_is_missed_and_never_made_anew()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path), away = folder.File("away.db");
        await using ServiceProcess service = await StartAsync(database);
        File.Move(database, away);
        JsonElement degraded = await service.BecomesAsync("degraded");
        Assert.Contains("the file is gone", degraded.GetProperty("storage").GetString(), StringComparison.Ordinal);
        (HttpStatusCode status, JsonElement problem) = await service.SayAsync("now");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("the file is gone; put it back or restore a backup", problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("how do I return a parcel", "shop"));
        Assert.False(File.Exists(database));

        File.Move(away, database);
        await service.BecomesAsync("ready");
        Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("then")).Status);
        Assert.Equal(1, StoringService.Count(database, "feedback"));
        // Once of reading, and once of what was to be written.
        Assert.InRange(service.Lines("the file is gone"), 1, 2);
    }

    [Fact]
    public async Task Database_that_is_cut_off_is_seen_and_answers_go_on()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        await using ServiceProcess service = await StartAsync(database);
        await ChildProcess.Start("truncate", ["--size", "20000", database]).EndAsync();
        JsonElement degraded = await service.BecomesAsync("degraded");
        Assert.Contains("it was cut off: found 20000 bytes", degraded.GetProperty("storage").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("how do I return a parcel", "shop"));
        (HttpStatusCode status, JsonElement problem) = await service.SayAsync("now");
        Assert.True(status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.NoContent, problem.GetRawText());
        Assert.Equal(0, await service.StopAsync());
    }

    [Fact]
    public async Task Lock_of_another_program_is_told_as_such()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        await using ServiceProcess service = await StartAsync(database);
        using SqliteConnection other = StoringService.Open(database);
        StoringService.Execute(other, "BEGIN IMMEDIATE");
        using StringContent content = new(
            """{"question": "q", "kind": "helpful"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("api/v1/feedback", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("another program holds its write lock; wait for it or end that program", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("how do I return a parcel", "shop"));
        StoringService.Execute(other, "ROLLBACK");
        Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("then")).Status);
    }

    private static Task<ServiceProcess> StartAsync(string database) => ServiceProcess.StartReadyAsync(
        ("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false"));
}
