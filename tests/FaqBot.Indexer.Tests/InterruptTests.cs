using System.Diagnostics;
using System.Globalization;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Indexer.Tests;

public sealed class InterruptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Ctrl_c_stops_with_130_and_keeps_what_was_published()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sends a signal with the tools of Linux.");
        string database = _folder.File("faq.db");
        string small = Files.Knowledge(_folder, "small", 2), large = Files.Knowledge(_folder, "large", 4_000);

        // A shell that runs the tests in the background hides the signal from its children; env shows it to them again.
        using IndexerProcess process = IndexerProcess.StartThrough(
            "env", "--default-signal=INT", IndexerProcess.Program, "index", "-i", small, large, "-o", database);
        Assert.True(process.RunsUntil(() => Published(database) == 1 && Vectors(database) > 2), "The run ended before it was stopped.");
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        IndexerProcess.Result result = await process.ResultAsync();
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("Stopped; a knowledge base that was not reported as published is as it was.\n", result.Errors);
        Assert.StartsWith("small: published version 1,", Assert.Single(result.Lines), StringComparison.Ordinal);
        using KnowledgeStore store = KnowledgeStore.Open(database, checkIntegrity: true);
        Assert.Equal(["small"], store.Published().Select(version => version.Identity.KnowledgeBaseId));
    }

    private static long Published(string database) => Count(database, "deployments");

    private static long Vectors(string database) => Count(database, "vectors");

    /// <summary>Rows of a table; 0 while it is not there yet.</summary>
    private static long Count(string database, string table)
    {
        if (!File.Exists(database))
        {
            return 0;
        }

        try
        {
            using SqliteConnection connection =
                new(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly }.ToString());
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM {table}";
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            return 0;
        }
    }
}
