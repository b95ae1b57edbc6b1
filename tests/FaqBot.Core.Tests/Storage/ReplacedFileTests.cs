using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

/// <summary>The file at the path is the database, whatever happens to the one that was opened.</summary>
public sealed class ReplacedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path, _other, _away;
    private readonly KnowledgeStore _store;

    public ReplacedFileTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let go of a file that is open.");
        (_path, _other, _away) = (_folder.File("faq.db"), _folder.File("other.db"), _folder.File("away.db"));
        using (KnowledgeStore other = KnowledgeStore.Open(_other))
        {
            Publication.Publish(other, Publication.Knowledge("b", entries: 50));
        }

        _store = KnowledgeStore.Open(_path);
        Publication.Publish(_store, Publication.Knowledge("a"));
    }

    public void Dispose()
    {
        _store.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_file_in_place_is_read_from_then_on_and_nothing_of_the_former_log(bool isLogEmpty)
    {
        if (isLogEmpty)
        {
            _store.EmptyLog();
        }

        Assert.Equal(isLogEmpty, new FileInfo(_path + "-wal").Length == 0);
        int opening = _store.ChangeCounter().Opening;
        File.Move(_other, _path, overwrite: true);
        Assert.Equal(opening + 1, _store.ChangeCounter().Opening);
        Assert.Equal(opening + 1, _store.ChangeCounter().Opening);
        Assert.Equal("b", Assert.Single(_store.Published()).Identity.KnowledgeBaseId);
        Assert.Equal(50, _store.Load("b")!.Knowledge.Entries.Count);
        Publication.Publish(_store, Publication.Knowledge("c"));
        Assert.Equal("ok", Sql.Text(_path, "PRAGMA integrity_check"));
    }

    [Fact]
    public void Feedback_goes_to_the_file_in_place_and_none_to_the_former_one()
    {
        Assert.Equal(1, _store.Feedback.Add([Said("a")]));
        Assert.NotNull(_store.Load("a"));
        File.Copy(_other, _folder.File("new.db"));
        Assert.True(Link(_path, _away));
        File.Move(_folder.File("new.db"), _path, overwrite: true);
        Assert.Equal(1, _store.Feedback.Add([Said("b")]));
        Assert.Equal(1, Sql.Count(_path, "feedback"));
        Assert.Single(_store.Feedback.Latest("b", 10));
        Assert.Equal(StoreFault.Refused, Assert.Throws<StoreException>(() => _store.Feedback.Add([Said("a")])).Kind);
    }

    [Fact]
    public void Deleted_file_is_missed_never_made_anew_and_found_when_it_is_back()
    {
        File.Move(_path, _away);
        foreach (Action use in new Action[]
        {
            () => _store.ChangeCounter(), () => _store.Published(), () => _store.Feedback.Add([Said("a")]),
            () => _store.EndpointKeys.Create("a", KeySlot.Primary, DateTimeOffset.UnixEpoch, replace: false),
        })
        {
            StoreException missing = Assert.Throws<StoreException>(use);
            Assert.Equal(StoreFault.Missing, missing.Kind);
            Assert.Contains("the file is gone; put it back or restore a backup", missing.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(_path));
        }

        File.Move(_away, _path);
        Assert.Single(_store.Published());
        Assert.Equal(1, _store.Feedback.Add([Said("a")]));
    }

    [Fact]
    public void Version_that_is_being_written_does_not_go_to_a_file_without_a_name()
    {
        KnowledgeBase next = Publication.Knowledge("a", edition: "second");
        using VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, TimeProvider.System);
        Publication.SaveVectors(writer, next, dimensions: 8);
        File.Move(_other, _path, overwrite: true);
        StoreException replaced = Assert.Throws<StoreException>(() => writer.Publish(next, KnowledgeHash.Of(next)));
        Assert.Equal(StoreFault.Replaced, replaced.Kind);
        Assert.Equal(
            StoreFault.Replaced,
            Assert.Throws<StoreException>(() => writer.SaveVectors(["x"], Publication.VectorOf("x"))).Kind);
        Assert.Equal("b", Assert.Single(_store.Published()).Identity.KnowledgeBaseId);
    }

    [Fact]
    public void File_that_is_no_database_in_place_is_refused_until_a_sound_one_is_there()
    {
        File.WriteAllText(_folder.File("text"), new string('x', 10_000));
        File.Move(_folder.File("text"), _path, overwrite: true);
        Assert.Equal(StoreFault.Damaged, Assert.Throws<StoreException>(() => _store.ChangeCounter()).Kind);
        Assert.Equal(StoreFault.Damaged, Assert.Throws<StoreException>(() => _store.Feedback.Add([Said("b")])).Kind);
        File.Move(_other, _path, overwrite: true);
        Assert.Equal("b", Assert.Single(_store.Published()).Identity.KnowledgeBaseId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void File_that_is_cut_off_is_told_as_such(double share)
    {
        _store.EmptyLog();
        _store.ChangeCounter();
        long whole = new FileInfo(_path).Length, left = (long)(whole * share);
        using (FileStream file = new(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(left);
        }

        StoreException cut = Assert.Throws<StoreException>(() => _store.ChangeCounter());
        Assert.Equal(StoreFault.CutOff, cut.Kind);
        Assert.Contains($"it was cut off: found {left} bytes, expected at least {whole}", cut.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_of_another_program_is_told_and_costs_nothing_that_is_read()
    {
        using SqliteConnection other = Sql.Open(_path);
        Sql.Execute(other, "BEGIN IMMEDIATE");
        StoreException locked = Assert.Throws<StoreException>(() => _store.Feedback.Add([Said("a")]));
        Assert.Equal(StoreFault.Locked, locked.Kind);
        Assert.Contains("another program holds its write lock", locked.Message, StringComparison.Ordinal);
        Assert.NotNull(locked.RetryAfter);
        Assert.NotNull(_store.Load("a"));
        Sql.Execute(other, "ROLLBACK");
        Assert.Equal(1, _store.Feedback.Add([Said("a")]));
    }

    private static Feedback Said(string kb) =>
        new(kb, 1, "question", null, FeedbackKind.Helpful, "user", "api", DateTimeOffset.UnixEpoch);

    private static bool Link(string from, string to)
    {
        using System.Diagnostics.Process link = System.Diagnostics.Process.Start("ln", [from, to]);
        link.WaitForExit();
        return link.ExitCode == 0;
    }
}
