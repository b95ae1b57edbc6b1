using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

public sealed class BackupTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeStore _store;
    private readonly string _copy;

    public BackupTests()
    {
        _copy = _folder.File("copy.db");
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        Publication.Publish(_store, Publication.Knowledge("a", entries: 30));
        _store.EndpointKeys.Create("a", KeySlot.Primary, Now, replace: false);
        _store.Feedback.Add([new Feedback("a", 1, "question", null, FeedbackKind.Helpful, "user", "api", Now)]);
    }

    public void Dispose()
    {
        _store.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Write_copies_all_of_a_database_in_use_into_one_file()
    {
        // The last of it lies in the log alone.
        Assert.True(new FileInfo(_store.Path + "-wal").Length > 0);
        Assert.Equal(("a", 1), Assert.Single(KnowledgeBackup.Write(_store.Path, _copy, overwrite: false)) is var one
            ? (one.Identity.KnowledgeBaseId, one.Identity.Number) : default);
        Assert.Equal([_copy], Directory.GetFiles(_folder.Path, "copy*"));
        Assert.Equal(Sql.Dump(_store.Path), Sql.Dump(_copy));
        Assert.Equal((1, 1), (Sql.Count(_copy, "endpoint_keys"), Sql.Count(_copy, "feedback")));
        Assert.Equal("delete", Sql.Text(_copy, "PRAGMA journal_mode"));
    }

    [Fact]
    public void Write_replaces_a_file_only_when_told_to()
    {
        File.WriteAllText(_copy, "mine");
        StoreException refused = Assert.Throws<StoreException>(() => KnowledgeBackup.Write(_store.Path, _copy, overwrite: false));
        Assert.Equal(StoreFault.Refused, refused.Kind);
        Assert.Contains("--overwrite", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_copy));
        Assert.Single(KnowledgeBackup.Write(_store.Path, _copy, overwrite: true));
        Assert.Throws<StoreException>(() => KnowledgeBackup.Write(_store.Path, _store.Path, overwrite: true));
    }

    [Theory]
    [InlineData("UPDATE entries SET answer = '{' WHERE ordinal = 3")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM vectors WHERE id = 7")]
    [InlineData("DROP TABLE questions")]
    public void Write_what_cannot_be_loaded_is_no_backup(string damage)
    {
        Sql.Execute(_store.Path, damage);
        Assert.Equal(
            StoreFault.Damaged,
            Assert.Throws<StoreException>(() => KnowledgeBackup.Write(_store.Path, _copy, overwrite: false)).Kind);
        Assert.Empty(Directory.GetFiles(_folder.Path, "copy*"));
    }

    [Fact]
    public void Write_what_is_not_there_says_so()
    {
        Assert.Equal(
            StoreFault.Missing,
            Assert.Throws<StoreException>(() => KnowledgeBackup.Write(_folder.File("absent.db"), _copy, overwrite: false)).Kind);
        Assert.Equal(
            StoreFault.CannotOpen,
            Assert.Throws<StoreException>(() => KnowledgeBackup.Write(_store.Path, _folder.File("absent/copy.db"), overwrite: false)).Kind);
        File.WriteAllText(_folder.File("text"), new string('x', 9_000));
        Assert.Equal(
            StoreFault.Damaged,
            Assert.Throws<StoreException>(() => KnowledgeBackup.Write(_folder.File("text"), _copy, overwrite: false)).Kind);
    }

    [Fact]
    public void Restore_puts_a_copy_in_place_which_an_open_store_reads_and_keeps_the_former_file()
    {
        KnowledgeBackup.Write(_store.Path, _copy, overwrite: false);
        Publication.Publish(_store, Publication.Knowledge("a", edition: "second"));
        Assert.Throws<StoreException>(() => KnowledgeBackup.Restore(_copy, _store.Path, overwrite: false, Now));
        Assert.Equal(2, _store.Load("a")!.Identity.Number);

        (IReadOnlyList<PublishedVersion> restored, string? former) =
            KnowledgeBackup.Restore(_copy, _store.Path, overwrite: true, Now);
        Assert.Equal(1, Assert.Single(restored).Identity.Number);
        Assert.Equal(_store.Path + ".before-20260305-120000", former);
        Assert.Equal(1, _store.Load("a")!.Identity.Number);
        Assert.Equal(1, _store.Feedback.Add([new Feedback("a", 1, "other", null, FeedbackKind.Helpful, "user", "api", Now)]));
        Assert.Equal("ok", Sql.Text(_store.Path, "PRAGMA integrity_check"));
        using KnowledgeStore before = KnowledgeStore.Open(former!);
        Assert.Equal(2, before.Load("a")!.Identity.Number);
        Assert.Single(before.Feedback.Latest("a", 10));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
    }

    [Fact]
    public void Restore_makes_a_database_where_none_is()
    {
        KnowledgeBackup.Write(_store.Path, _copy, overwrite: false);
        string elsewhere = _folder.File("elsewhere.db");
        Assert.Null(KnowledgeBackup.Restore(_copy, elsewhere, overwrite: false, Now).Former);
        using KnowledgeStore store = KnowledgeStore.Open(elsewhere);
        Assert.Equal(30, store.Load("a")!.Knowledge.Entries.Count);
    }

    [Fact]
    public void Restore_of_a_damaged_copy_or_over_what_is_being_written_changes_nothing()
    {
        KnowledgeBackup.Write(_store.Path, _copy, overwrite: false);
        byte[] bytes = File.ReadAllBytes(_copy);
        bytes.AsSpan(4096 * 3, 8_000).Fill(0xA5);
        File.WriteAllBytes(_folder.File("damaged.db"), bytes);
        Assert.Equal(
            StoreFault.Damaged,
            Assert.Throws<StoreException>(
                () => KnowledgeBackup.Restore(_folder.File("damaged.db"), _store.Path, overwrite: true, Now)).Kind);
        using SqliteConnection other = Sql.Open(_store.Path);
        Sql.Execute(other, "BEGIN IMMEDIATE");
        Assert.Equal(
            StoreFault.Locked,
            Assert.Throws<StoreException>(() => KnowledgeBackup.Restore(_copy, _store.Path, overwrite: true, Now)).Kind);
        Sql.Execute(other, "ROLLBACK");
        Assert.Empty(Directory.GetFiles(_folder.Path, "*before*"));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
        Assert.NotNull(_store.Load("a"));
    }

    [Fact]
    public void Restore_in_place_of_a_file_beyond_repair_keeps_it()
    {
        KnowledgeBackup.Write(_store.Path, _copy, overwrite: false);
        string broken = _folder.Write("broken.db", new string('x', 9_000));
        Assert.Equal(broken + ".before-20260305-120000", KnowledgeBackup.Restore(_copy, broken, overwrite: true, Now).Former);
        using KnowledgeStore store = KnowledgeStore.Open(broken);
        Assert.Equal(30, store.Load("a")!.Knowledge.Entries.Count);
    }
}
