using FaqBot.Core.Access;
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

        (IReadOnlyList<PublishedVersion> restored, string? former, RestoredAccess access) =
            KnowledgeBackup.Restore(_copy, _store.Path, overwrite: true, Now);
        Assert.Equal((true, 0, null), (access.IsPresent, access.Differing.Count, access.Unreadable));
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
        (IReadOnlyList<PublishedVersion> _, string? former, RestoredAccess access) =
            KnowledgeBackup.Restore(_copy, broken, overwrite: true, Now);
        Assert.Equal(broken + ".before-20260305-120000", former);
        Assert.False(access.IsPresent);
        Assert.NotNull(access.Unreadable);
        using KnowledgeStore store = KnowledgeStore.Open(broken);
        Assert.Equal(30, store.Load("a")!.Knowledge.Entries.Count);
    }

    [Fact]
    public void Restore_revives_no_key_that_was_revoked_since_and_keeps_those_that_are_younger()
    {
        AccessStore access = _store.Access;
        (AccessKey revoked, string _) = access.Keys.Create("revoked", [new Grant("a", Role.Owner)], "ada", Now, null)!.Value;
        (AccessKey kept, string _) = access.Keys.Create("kept", [new Grant("a", Role.Editor)], "ada", Now, null)!.Value;
        _store.EndpointKeys.Create("a", KeySlot.Primary, Now, replace: false);
        access.Accounts.Put("root", "former hash", Now);
        access.Members.Put(MemberKind.User, "eve", "a", [Role.Owner], "ada", Now);
        Note("before");
        KnowledgeBackup.Write(_store.Path, _copy, overwrite: false);

        access.Keys.Remove(revoked.Id);
        (AccessKey _, string rotated) = access.Keys.Rotate(kept.Id, Now, Now)!.Value;
        _store.EndpointKeys.Revoke("a", KeySlot.Primary);
        access.Accounts.Put("root", "new hash", Now);
        access.Members.Put(MemberKind.User, "eve", "a", [], "ada", Now);
        access.Keys.Create("younger", [new Grant("a", Role.Viewer)], "ada", Now, null);
        (AccessKey last, string _) = access.Keys.Create("gone again", [new Grant("a", Role.Viewer)], "ada", Now, null)!.Value;
        access.Keys.Remove(last.Id);
        Note("after");
        Publication.Publish(_store, Publication.Knowledge("a", edition: "second"));
        Publication.Publish(_store, Publication.Knowledge("younger"));
        _store.EndpointKeys.Create("younger", KeySlot.Primary, Now, replace: false);

        (IReadOnlyList<PublishedVersion> _, string? former, RestoredAccess restored) =
            KnowledgeBackup.Restore(_copy, _store.Path, overwrite: true, Now);
        Assert.True(restored.IsPresent);
        Assert.Equal(
            ["account 'root'", "endpoint key Primary of 'a'", "key 'revoked' (", "member User 'eve' as owner of a"],
            restored.Differing.Select(way => way.Split(" (fqb")[0] is var shown && shown != way ? shown + " (" : way));
        Assert.Equal(1, _store.Load("a")!.Identity.Number);
        Assert.Equal(["kept", "younger"], access.Keys.All().Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Contains(
            access.Keys.All().SelectMany(key => key.Secrets), secret => secret.Hash.Span.SequenceEqual(KeySecret.HashOf(rotated)));
        Assert.Empty(_store.EndpointKeys.All());
        Assert.Empty(access.Members.All());
        Assert.Equal("new hash", Sql.Text(_store.Path, "SELECT password_hash FROM access_accounts"));

        // The log goes on where it was, and numbers are given once.
        Assert.Equal(
            ["before", "after", "RestoreBackup"], access.Audit.From(0, 10).Select(row => row.Entry.Action));
        Assert.Empty(access.Audit.Verify(null, 10).Faults);
        (AccessKey next, string _) = access.Keys.Create("next", [new Grant("a", Role.Viewer)], "ada", Now, null)!.Value;
        Assert.True(next.Id > last.Id);
        Assert.True(File.Exists(former));
    }

    [Fact]
    public void Restore_with_the_copys_keys_says_which_open_again()
    {
        (AccessKey revoked, string secret) = _store.Access.Keys.Create("revoked", [new Grant("a", Role.Owner)], "ada", Now, null)!.Value;
        KnowledgeBackup.Write(_store.Path, _copy, overwrite: false);
        _store.Access.Keys.Remove(revoked.Id);
        RestoredAccess access = KnowledgeBackup.Restore(_copy, _store.Path, overwrite: true, Now, keysOfCopy: true).Access;
        Assert.False(access.IsPresent);
        Assert.StartsWith("key 'revoked' (fqb_", Assert.Single(access.Differing), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, access.Differing[0], StringComparison.Ordinal);
        Assert.Single(_store.Access.Keys.All());
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.former"));
    }

    private void Note(string action) => _store.Access.Audit.Append(
        new AuditEntry(Now, "ada", null, action, "a", null, null, null, AuditOutcome.Done, null, null));
}
