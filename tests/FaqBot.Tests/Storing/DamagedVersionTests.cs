using System.Net;
using System.Text.Json;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Storing;

/// <summary>What is wrong with one knowledge base is that one's alone, and seen where an operator looks.</summary>
public sealed class DamagedVersionTests(SampleDatabase sample)
{
    private const string AllIsWell = "the database can be used again";

    [Fact]
    public async Task Foreign_fingerprint_under_a_running_service_ends_nothing()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        await using ServiceProcess service = await StartAsync(database);
        string fingerprint = (await service.ReadinessAsync()).Json.GetProperty("encoder").GetProperty("model").GetString()!;
        using (Microsoft.Data.Sqlite.SqliteConnection connection = StoringService.Open(database))
        {
            StoringService.Execute(connection, "CREATE TABLE kept AS SELECT fingerprint FROM models");
            StoringService.Execute(connection, "UPDATE models SET fingerprint = 'x'");
        }

        JsonElement degraded = await service.BecomesAsync("degraded");
        Assert.Equal(["chitchat", "shop"], degraded.GetProperty("faults").EnumerateObject().Select(fault => fault.Name).Order());
        Assert.Equal(1, degraded.GetProperty("versions").GetProperty("shop").GetInt32());
        Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("how do I return a parcel", "shop"));
        Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("still here")).Status);
        await service.LoggedAsync("The published version of 'shop' is not used, what answered before still does");

        StoringService.Execute(database, "UPDATE models SET fingerprint = (SELECT fingerprint FROM kept)");
        JsonElement ready = await service.BecomesAsync("ready");
        Assert.Empty(ready.GetProperty("faults").EnumerateObject());
        Assert.Equal(fingerprint, ready.GetProperty("encoder").GetProperty("model").GetString());
        Assert.Equal(1, service.Lines("The published version of 'shop' is not used"));
        Assert.Equal(0, await service.StopAsync());
    }

    [Fact]
    public async Task Damaged_field_is_that_knowledge_bases_alone_and_indexing_mends_it()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        await using (ServiceProcess service = await StartAsync(database))
        {
            StoringService.Execute(database, "UPDATE versions SET languages = '{' WHERE knowledge_base_id = 'chitchat'");
            JsonElement degraded = await service.BecomesAsync("degraded");
            JsonProperty fault = Assert.Single(degraded.GetProperty("faults").EnumerateObject());
            Assert.Equal("chitchat", fault.Name);
            Assert.Contains("the version of 'chitchat' is damaged", fault.Value.GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain(folder.Path, degraded.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("hello", "chitchat"));

            // Every change of the database is a new look, and no new line.
            Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("one")).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await service.SayAsync("two")).Status);
            StoringService.Execute(database, "UPDATE entries SET answer = '{' WHERE version_id = (SELECT id FROM versions WHERE "
                + "knowledge_base_id = 'shop')");
            await IndexerProcess.IndexAsync(
                database, new KnowledgeDraft("third", new DraftEntry("only", "What is it?", "It.")).Write(folder.File("third.json")));
            await Eventually.IsTrueAsync(
                async () => await service.AskStatusAsync("What is it?", "third") == HttpStatusCode.OK, "the third one answers");
            Assert.Equal(1, service.Lines("The published version of 'chitchat' is not used"));
        }

        // Nothing of either was read before.
        await using (ServiceProcess service = await ServiceProcess.StartAsync(Options(database)))
        {
            await service.LoggedAsync("Ready with");
            (HttpStatusCode status, JsonElement json) = await service.ReadinessAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("Knowledge base 'shop' is published and cannot be answered from", json.GetProperty("detail").GetString(),
                StringComparison.Ordinal);
            Assert.Equal("storage_unavailable", json.GetProperty("code").GetString());
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.AskStatusAsync("how do I return a parcel", "shop"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.AskStatusAsync("hello", "chitchat"));
            Assert.Equal(HttpStatusCode.NotFound, await service.AskStatusAsync("hello", "nobody"));
            Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("What is it?", "third"));

            // The same files as before: what is damaged is published anew all the same.
            await IndexerProcess.IndexAsync(
                database, Repository.PathOf("data", "faq.json"), Repository.PathOf("data", "chitchat.json"));
            await service.BecomesAsync("ready");
            Assert.Equal(HttpStatusCode.OK, await service.AskStatusAsync("how do I return a parcel", "shop"));
        }
    }

    [Fact]
    public async Task Damaged_page_of_the_default_knowledge_base_is_no_readiness_and_no_404()
    {
        using TemporaryFolder folder = new();
        string database = await sample.CopyToAsync(folder.Path);
        StoringService.Execute(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        Corrupt(database);
        await using ServiceProcess service = await ServiceProcess.StartAsync(Options(database));
        await service.LoggedAsync("Ready with");
        (HttpStatusCode status, JsonElement json) = await service.ReadinessAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.DoesNotContain(folder.Path, json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.AskStatusAsync("how do I return a parcel", "shop"));
        await service.LoggedAsync("The published version of 'shop' is not used");
        await service.LoggedAsync("it is damaged or no SQLite database");
        Assert.Equal(0, await service.StopAsync());
        Assert.DoesNotContain(AllIsWell, service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_knowledge_base_is_ready_and_empty_and_shows_the_first_page()
    {
        using TemporaryFolder folder = new();
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(Options(folder.File("faq.db")));
        Assert.Equal("empty", (await service.ReadinessAsync()).Json.GetProperty("status").GetString());
        using HttpResponseMessage page =
            await service.Client.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await service.AskStatusAsync("hello", "shop"));
    }

    /// <summary>Overwrites a page of the questions of the shop.</summary>
    private static void Corrupt(string database)
    {
        long page, size;
        using (Microsoft.Data.Sqlite.SqliteConnection connection = StoringService.Open(database))
        {
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA page_size";
            size = (long)command.ExecuteScalar()!;
            command.CommandText = "SELECT rootpage FROM sqlite_master WHERE name = 'entries'";
            page = (long)command.ExecuteScalar()!;
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        using FileStream file = new(database, FileMode.Open, FileAccess.Write);
        file.Position = (page - 1) * size;
        file.Write(Enumerable.Repeat((byte)0xA5, (int)size).ToArray());
    }

    private static Task<ServiceProcess> StartAsync(string database) => ServiceProcess.StartReadyAsync(Options(database));

    private static (string, string)[] Options(string database) =>
        [("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), ("Limits:Enabled", "false")];
}
