using System.Globalization;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Indexer.Tests;

/// <summary>kill −9 at any moment leaves wholly the old version or wholly the new one, and saved work is not lost.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 15;
    private const int Entries = 600;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(20_260_305);
    private readonly string _database;

    public CrashTests() => _database = _folder.File("faq.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Index_killed_at_random_moments_leaves_a_whole_version()
    {
        string file = Files.Knowledge(_folder, "kb", 5);
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", file, "-o", _database)).ExitCode);
        string old = KnowledgeHash.Of(FaqFile.Read(file));
        string next = old;
        int edition = 0, killed = 0;
        for (int round = 0; round < Kills; round++)
        {
            if (next == old)
            {
                file = Files.Knowledge(_folder, "kb", Entries, string.Create(CultureInfo.InvariantCulture, $"e{++edition}"));
                next = KnowledgeHash.Of(FaqFile.Read(file));
            }

            long saved = Vectors();
            using (IndexerProcess process = IndexerProcess.Start("index", "-i", file, "-o", _database))
            {
                WaitForAMoment(process, round, saved);
                killed += process.HasExited ? 0 : 1;
                process.Kill();
            }

            Assert.True(Vectors() >= saved, "Saved vectors were lost.");
            string found = WholeVersion();
            Assert.True(found == old || found == next, $"round {round}: a version of unknown content");
            old = found;
        }

        Assert.True(killed >= Kills / 2, $"only {killed} of {Kills} runs were killed");
        await CompleteAsync(file, next);
    }

    [Fact]
    public async Task Backup_killed_at_random_moments_leaves_the_former_copy_or_a_whole_new_one()
    {
        string copy = _folder.File("copy.db");
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", Files.Knowledge(_folder, "kb", 5), "-o", _database)).ExitCode);
        Assert.Equal(0, (await IndexerProcess.RunAsync("backup", copy, "--database", _database)).ExitCode);
        Assert.Equal(
            0, (await IndexerProcess.RunAsync("index", "-i", Files.Knowledge(_folder, "kb", Entries), "-o", _database)).ExitCode);
        int killed = 0;
        for (int round = 0; round < Kills; round++)
        {
            using (IndexerProcess process = IndexerProcess.Start("backup", copy, "--database", _database, "--overwrite"))
            {
                process.EndsWithin(TimeSpan.FromMilliseconds(_random.Next(20, 1_000)));
                killed += process.HasExited ? 0 : 1;
                process.Kill();
            }

            using KnowledgeStore whole = KnowledgeStore.Open(copy);
            Assert.Contains(whole.Load("kb")!.Knowledge.Entries.Count, new[] { 5, Entries });
        }

        Assert.True(killed > 0, "no run was killed");
        Assert.Equal(0, (await IndexerProcess.RunAsync("backup", copy, "--database", _database, "--overwrite")).ExitCode);
        using KnowledgeStore store = KnowledgeStore.Open(copy);
        Assert.Equal(Entries, store.Load("kb")!.Knowledge.Entries.Count);
    }

    /// <summary>One more run, undisturbed: it encodes only what no killed run has saved.</summary>
    private async Task CompleteAsync(string file, string next)
    {
        HashSet<string> saved = [.. Texts()];
        int missing = FaqFile.Read(file).Entries.Count(entry => !saved.Contains(entry.Question));
        IndexerProcess.Result completed = await IndexerProcess.RunAsync("index", "-i", file, "-o", _database);
        Assert.Equal((0, ""), (completed.ExitCode, completed.Errors));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $" {Entries} questions, {missing} encoded"), completed.Output,
            StringComparison.Ordinal);
        Assert.Equal(next, WholeVersion());
    }

    /// <summary>Any moment of the start, one after the first vectors are saved, or the one after the version is there.</summary>
    private void WaitForAMoment(IndexerProcess process, int round, long saved)
    {
        switch (round % 3)
        {
            case 0:
                process.EndsWithin(TimeSpan.FromMilliseconds(_random.Next(20, 1_500)));
                break;
            case 1:
                process.RunsUntil(() => Vectors() > saved);
                process.EndsWithin(TimeSpan.FromMilliseconds(_random.Next(0, 120)));
                break;
            default:
                long length = LogLength();
                process.RunsUntil(() => LogLength() != length);
                process.EndsWithin(TimeSpan.FromMilliseconds(_random.Next(0, 400)));
                break;
        }
    }

    private string WholeVersion()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_database, checkIntegrity: true);
        StoredVersion version = store.Load("kb")!;
        Assert.Equal(version.Identity.ContentHash, KnowledgeHash.Of(version.Knowledge));
        Assert.Equal(version.Knowledge.Entries.Count, version.Questions.Count);
        return version.Identity.ContentHash;
    }

    private long LogLength() => new FileInfo(_database + "-wal") is { Exists: true } log ? log.Length : 0;

    private long Vectors()
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM vectors";
        return (long)command.ExecuteScalar()!;
    }

    private IEnumerable<string> Texts()
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT text FROM vectors";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = _database }.ToString());
        connection.Open();
        return connection;
    }
}
