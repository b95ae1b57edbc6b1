using System.Globalization;
using FaqBot.Tests.Running;
using Microsoft.Data.Sqlite;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Tests.Storing;

/// <summary>The scripts and settings of deploy/backup, run against a database in use.</summary>
public sealed class BackupDrillTests(SampleDatabase sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backups_are_made_while_the_service_writes_are_kept_by_number_and_can_be_put_back()
    {
        string database = await sample.CopyToAsync(_folder.Path), backups = _folder.File("backups");
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("Knowledge:IndexAtStart", "false"));
        Directory.CreateDirectory(backups);
        foreach (int day in Enumerable.Range(1, 4))
        {
            await File.WriteAllTextAsync(
                Path.Combine(backups, string.Create(CultureInfo.InvariantCulture, $"faq-2020010{day}-000000.db")), "old",
                TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(backups, "notes.txt"), "mine", TestContext.Current.CancellationToken);
        using CancellationTokenSource enough = new();
        Task writing = WriteUntilAsync(service, enough.Token);
        string output = await RunAsync("backup.sh", ("DATABASE", database), ("BACKUPS", backups), ("KEEP", "3"));
        await enough.CancelAsync();
        await writing;
        string[] kept = [.. Directory.GetFiles(backups).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(["faq-20200103-000000.db", "faq-20200104-000000.db"], kept[..2]);
        Assert.Equal("notes.txt", kept[^1]);
        Assert.True(kept.Length == 4, output);

        string drill = await RunAsync("drill.sh", ("BACKUPS", backups), ("QUESTION", "怎么申请退货？"));
        Assert.Contains($"{kept[2]} can be restored.", drill, StringComparison.Ordinal);
        Assert.Contains("return-apply", drill, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_that_fails_leaves_the_others_and_a_drill_without_any_says_so()
    {
        string backups = _folder.File("backups"), database = _folder.File("faq.db");
        Directory.CreateDirectory(backups);
        await File.WriteAllTextAsync(database, new string('x', 10_000), TestContext.Current.CancellationToken);
        string old = Path.Combine(backups, "faq-20200101-000000.db");
        await File.WriteAllTextAsync(old, "old", TestContext.Current.CancellationToken);
        (int code, string output) = await TryAsync("backup.sh", ("DATABASE", database), ("BACKUPS", backups), ("KEEP", "1"));
        Assert.True(code == 24, output);
        Assert.Equal([old], Directory.GetFiles(backups));
        (code, output) = await TryAsync("drill.sh", ("BACKUPS", backups));
        Assert.True(code != 0 && !output.Contains("can be restored", StringComparison.Ordinal), output);
        File.Delete(old);
        (code, output) = await TryAsync("drill.sh", ("BACKUPS", backups));
        Assert.Equal((1, $"There is no backup in {backups}.\n"), (code, output));
        (code, output) = await TryAsync("backup.sh", ("DATABASE", database), ("BACKUPS", backups), ("KEEP", "all"));
        Assert.Equal((2, "KEEP is 'all', expected a number, 1 or more\n"), (code, output));
    }

    /// <summary>With the program itself: a replica in a folder, a crash, and the database out of the replica alone.</summary>
    [Fact]
    public async Task Litestream_brings_back_what_was_written_before_a_crash()
    {
        string database = await sample.CopyToAsync(_folder.Path), replica = _folder.File("replica");
        string config = _folder.File("litestream.yml");
        await File.WriteAllTextAsync(config, Settings(database, replica), TestContext.Current.CancellationToken);
        int rows;
        await using (ServiceProcess service = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("Knowledge:IndexAtStart", "false")))
        {
            await using ChildProcess litestream = ChildProcess.Start(Litestream, ["replicate", "-config", config]);
            await Eventually.IsTrueAsync(
                () => Task.FromResult(
                    Directory.Exists(replica) && Directory.GetFiles(replica, "*", SearchOption.AllDirectories).Length > 0),
                "a snapshot is made");
            for (rows = 0; rows < 20; rows++)
            {
                await SayAsync(service, $"u{rows}");
            }

            // What the replica holds is asked of the replica alone.
            await Eventually.TrueAsync("all rows are replicated", TimeSpan.FromMinutes(1), async () =>
            {
                string copy = _folder.File($"try-{Guid.NewGuid():N}.db");
                await using ChildProcess restore = ChildProcess.Start(Litestream, ["restore", "-config", config, "-o", copy, database]);
                return await restore.EndAsync() == 0 && CountFeedback(copy) == rows;
            });
            await service.KillAsync();
            await litestream.KillAsync();
        }

        foreach (string file in Directory.GetFiles(_folder.Path, "faq.db*"))
        {
            File.Delete(file);
        }

        await using ChildProcess restored = ChildProcess.Start(Litestream, ["restore", "-config", config, database]);
        Assert.True(await restored.EndAsync() == 0, restored.Output);
        Assert.Equal(rows, CountFeedback(database));
        await using ServiceProcess again = await ServiceProcess.StartReadyAsync(
            ("Storage:Path", database), ("Knowledge:IndexAtStart", "false"), ("Storage:CheckIntegrity", "true"));
        Assert.Equal("answer", (await again.Client.AskAsync("怎么申请退货？")).Decision);
    }

    private static string Litestream =>
        Repository.PathOf("tests", "litestream", "node_modules", "@flydotio", "litestream-linux-x64", "litestream");

    /// <summary>The shipped settings with another database, and a folder for the bucket.</summary>
    private static string Settings(string database, string replica)
    {
        string text = File.ReadAllText(Repository.PathOf("deploy", "backup", "litestream.yml"));
        YamlStream shipped = [];
        shipped.Load(new StringReader(text));
        YamlNode db = shipped.Documents.Single().RootNode["dbs"][0];
        Assert.Equal(Deployment.Dockerfile.Read().Environment()["FaqBot__Storage__Path"], ((YamlScalarNode)db["path"]).Value);
        YamlMappingNode to = (YamlMappingNode)db["replicas"][0];
        to.Children.Remove(new YamlScalarNode("bucket"));
        to.Children[new YamlScalarNode("type")] = new YamlScalarNode("file");
        to.Children[new YamlScalarNode("path")] = new YamlScalarNode(replica);
        ((YamlMappingNode)db).Children[new YamlScalarNode("path")] = new YamlScalarNode(database);
        using StringWriter writer = new();
        shipped.Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    private static int CountFeedback(string database)
    {
        using SqliteConnection connection = new($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM feedback";
        return (int)(long)command.ExecuteScalar()!;
    }

    private static async Task WriteUntilAsync(ServiceProcess service, CancellationToken enough)
    {
        for (int user = 0; !enough.IsCancellationRequested; user++)
        {
            await SayAsync(service, $"u{user}");
        }
    }

    private static async Task SayAsync(ServiceProcess service, string user) => Assert.Equal(204, (int)(await service.Client.PostJsonAsync(
        "api/v1/feedback", new { question = "怎么退货", entryId = "return-apply", kind = "helpful", userId = user })).Status);

    private static async Task<string> RunAsync(string script, params (string, string)[] variables)
    {
        (int code, string output) = await TryAsync(script, variables);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task<(int Code, string Output)> TryAsync(string script, params (string, string)[] variables)
    {
        await using ChildProcess process = ChildProcess.Start(
            Repository.PathOf("deploy", "backup", script), [], [("INDEXER", $"dotnet {Repository.Indexer}"), .. variables]);
        return (await process.EndAsync(), process.Output);
    }
}
