using System.Text.Json;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Indexer.Tests;

/// <summary>Faults of the database as the command line ends with them.</summary>
public sealed class StorageFaultTests : IDisposable
{
    private const int Store = 5, Full = 20, ReadOnly = 21, Locked = 22, Damaged = 24, CutOff = 25, Missing = 26,
        CannotOpen = 28, Newer = 29, Foreign = 30;

    private readonly TemporaryFolder _folder = new();
    private readonly string _database, _input;

    public StorageFaultTests()
    {
        _database = _folder.File("faq.db");
        _input = Files.Knowledge(_folder, "kb", 40);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(45)]
    [InlineData(60)]
    public async Task Index_on_a_full_disk_exits_with_20_and_publishes_nothing(int freePages)
    {
        using SmallDisk disk = new(megabytes: 2);
        disk.Fill(freePages);
        IndexerProcess.Result result = await IndexerProcess.RunAsync("index", "-i", _input, "-o", disk.File("faq.db"));
        Assert.Equal((Full, ""), (result.ExitCode, result.Output));
        Assert.Contains("the disk is full; free some space", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("aside", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        disk.Empty();
        using KnowledgeStore store = KnowledgeStore.Open(disk.File("faq.db"));
        Assert.Empty(store.Published());
    }

    [Fact]
    public async Task Two_indexers_of_one_empty_database_encode_once()
    {
        IndexerProcess.Result[] results = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => IndexerProcess.RunAsync("index", "-i", _input, "-o", _database, "--json")));
        Assert.All(results, result => Assert.Equal((0, ""), (result.ExitCode, result.Errors)));
        JsonElement[] reports = [.. results.Select(result => JsonElement.Parse(Assert.Single(result.Lines)))];
        Assert.All(reports, report => Assert.Equal(1, report.GetProperty("version").GetInt32()));
        Assert.Single(reports, report => report.GetProperty("changed").GetBoolean());
        Assert.Single(reports, report => report.GetProperty("encoded").GetInt32() > 0);
    }

    [Fact]
    public async Task Lock_of_another_program_exits_with_22_and_its_own_sentence()
    {
        KnowledgeStore.Open(_database).Dispose();
        using SqliteConnection other = new($"Data Source={_database};Pooling=False");
        other.Open();
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        IndexerProcess.Result result = await IndexerProcess.RunAsync("keys", "create", "kb", "-o", _database);
        Assert.Equal(Locked, result.ExitCode);
        Assert.Contains("another program holds its write lock", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_and_restore_bring_back_what_was_there()
    {
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", _input, "-o", _database)).ExitCode);
        string copy = _folder.File("copy.db");
        IndexerProcess.Result backup = await IndexerProcess.RunAsync("backup", copy, "--database", _database);
        Assert.Equal((0, ""), (backup.ExitCode, backup.Errors));
        Assert.Equal([$"{_database} -> {copy}", "  kb\tversion 1\t40 entries\t40 questions"], backup.Lines);
        IndexerProcess.Result again = await IndexerProcess.RunAsync("backup", copy, "--database", _database);
        Assert.Equal(Store, again.ExitCode);
        Assert.Contains("it exists already, and nothing was changed", again.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await IndexerProcess.RunAsync("backup", copy, "--database", _database, "--overwrite")).ExitCode);

        File.Delete(_database);
        IndexerProcess.Result restore = await IndexerProcess.RunAsync("restore", copy, "--database", _database);
        Assert.Equal((0, ""), (restore.ExitCode, restore.Errors));
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal(40, store.Load("kb")!.Knowledge.Entries.Count);
        Assert.Equal(Store, (await IndexerProcess.RunAsync("restore", copy, "--database", _database)).ExitCode);
        Assert.Equal(Damaged, (await IndexerProcess.RunAsync("restore", _input, "--database", _folder.File("other.db"))).ExitCode);
        Assert.False(File.Exists(_folder.File("other.db")));
    }

    [Fact]
    public async Task Damaged_version_and_vectors_are_mended_by_indexing_the_same_file()
    {
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", _input, "-o", _database)).ExitCode);
        using (SqliteConnection connection = new($"Data Source={_database};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE vectors SET value = x'00' WHERE id IN (3, 7); UPDATE entries SET answer = '{' WHERE ordinal = 2";
            command.ExecuteNonQuery();
        }

        IndexerProcess.Result asked = await IndexerProcess.RunAsync("ask", "what", "--kb", "kb", "--database", _database);
        Assert.Equal(Damaged, asked.ExitCode);
        Assert.Contains("is damaged", asked.Errors, StringComparison.Ordinal);
        IndexerProcess.Result mended = await IndexerProcess.RunAsync("index", "-i", _input, "-o", _database, "--json");
        Assert.Equal(0, mended.ExitCode);
        Assert.Equal(2, JsonElement.Parse(mended.Lines[0]).GetProperty("encoded").GetInt32());
        using KnowledgeStore store = KnowledgeStore.Open(_database);
        Assert.Equal(2, store.Load("kb")!.Identity.Number);
    }

    [Fact]
    public async Task Disk_that_may_only_be_read_exits_with_21()
    {
        using SmallDisk disk = new(megabytes: 8);
        string database = disk.File("faq.db");
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", _input, "-o", database)).ExitCode);
        disk.MakeReadOnly();
        string changed = Files.Knowledge(_folder, "kb", 41);
        IndexerProcess.Result index = await IndexerProcess.RunAsync("index", "-i", changed, "-o", database);
        Assert.Equal(ReadOnly, index.ExitCode);
        Assert.Contains("it is read-only; make the file and its folder writable", index.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_other_fault_has_an_exit_code_of_its_own()
    {
        Assert.Equal(0, (await IndexerProcess.RunAsync("index", "-i", _input, "-o", _database)).ExitCode);
        await AssertAsync(Missing, "there is no such file", _folder.File("absent.db"));
        IndexerProcess.Result folder = await IndexerProcess.RunAsync("index", "-i", _input, "-o", _folder.Path);
        Assert.Equal(CannotOpen, folder.ExitCode);

        string rubbish = _folder.File("rubbish.db");
        await File.WriteAllTextAsync(rubbish, new string('x', 5_000), TestContext.Current.CancellationToken);
        await AssertAsync(Damaged, "it is damaged or no SQLite database", rubbish);

        string cut = Copy("cut.db");
        using (FileStream file = File.OpenWrite(cut))
        {
            file.SetLength(file.Length - 5_000);
        }

        await AssertAsync(CutOff, "it was cut off", cut);

        string other = Copy("newer.db");
        Change(other, "UPDATE schema_versions SET schema = 9999, min_reader = 9999");
        await AssertAsync(Newer, "expected at most", other);

        string foreign = _folder.File("foreign.db");
        Change(foreign, "CREATE TABLE songs(title TEXT)");
        IndexerProcess.Result index = await IndexerProcess.RunAsync("index", "-i", _input, "-o", foreign);
        Assert.Equal(Foreign, index.ExitCode);
        Assert.Contains("it holds tables of another program", index.Errors, StringComparison.Ordinal);
    }

    private static async Task AssertAsync(int code, string sentence, string database)
    {
        IndexerProcess.Result result = await IndexerProcess.RunAsync("ask", "what", "--kb", "kb", "--database", database);
        Assert.Equal((code, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }

    private string Copy(string name)
    {
        SqliteConnection.ClearAllPools();
        File.Copy(_database, _folder.File(name));
        return _folder.File(name);
    }

    private static void Change(string database, string sql)
    {
        using SqliteConnection connection = new($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
