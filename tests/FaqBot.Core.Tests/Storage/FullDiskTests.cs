using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

/// <summary>A full disk at whatever page of whatever work leaves what was there, and is told as what it is.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int MostPages = 40;

    private readonly SmallDisk _disk = new(megabytes: 2);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _disk.Dispose();
    }

    [Fact]
    public void Publish_on_a_full_disk_changes_nothing_and_says_so_at_every_page()
    {
        int full = 0, published = 0;
        using KnowledgeStore store = KnowledgeStore.Open(_disk.File("faq.db"));
        Publication.Publish(store, Publication.Knowledge("a", entries: 20));
        for (int pages = 0; pages < MostPages; pages++)
        {
            store.EmptyLog();
            string before = Sql.Dump(store.Path);
            _disk.Fill(pages);
            try
            {
                Publication.Publish(store, Publication.Knowledge("a", entries: 20, edition: $"edition {pages}"));
                published++;
            }
            catch (StoreException exception)
            {
                Assert.Equal(StoreFault.Full, exception.Kind);
                Assert.Contains("the disk is full; free some space", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("aside", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(_disk.Path, exception.Told, StringComparison.Ordinal);
                full++;
                _disk.Empty();
                Assert.Equal(before, Sql.Dump(store.Path));
            }

            _disk.Empty();
            Assert.NotNull(store.Load("a"));
        }

        Assert.True(full > 5 && published > 0, $"{full} full, {published} published");
        Assert.Equal("ok", Sql.Text(store.Path, "PRAGMA integrity_check"));
    }

    [Fact]
    public void Feedback_keys_and_fits_on_a_full_disk_say_so_and_work_again_when_there_is_room()
    {
        using KnowledgeStore store = KnowledgeStore.Open(_disk.File("faq.db"));
        Publication.Publish(store, Publication.Knowledge("a"));
        store.EmptyLog();
        _disk.Fill();
        Feedback row = new("a", 1, "question", null, FeedbackKind.Helpful, "user", "api", DateTimeOffset.UnixEpoch);
        Action[] writes =
        [
            () => store.Feedback.Add([row]),
            () => store.EndpointKeys.Create("a", KeySlot.Primary, DateTimeOffset.UnixEpoch, replace: false),
            () => store.Save(new FittedConfidence("a", "{}", DateTimeOffset.UnixEpoch)),
            store.ProveWritable,
        ];
        Assert.All(writes, write => Assert.Equal(StoreFault.Full, Assert.Throws<StoreException>(write).Kind));
        Assert.NotNull(store.Load("a"));
        _disk.Empty();
        Assert.All(writes, write => write());
        Assert.Single(store.Feedback.Latest("a", 10));
    }

    [Fact]
    public void Open_on_a_full_disk_says_so()
    {
        _disk.Fill();
        Assert.Equal(StoreFault.Full, Assert.Throws<StoreException>(() => KnowledgeStore.Open(_disk.File("faq.db"))).Kind);
        _disk.Empty();
        KnowledgeStore.Open(_disk.File("faq.db")).Dispose();
    }

    [Fact]
    public void Backup_to_a_full_disk_leaves_nothing_and_what_was_there()
    {
        using TemporaryFolder folder = new();
        using KnowledgeStore store = KnowledgeStore.Open(folder.File("faq.db"));
        Publication.Publish(store, Publication.Knowledge("a", entries: 200));
        File.WriteAllText(_disk.File("copy.db"), "a former copy");
        _disk.Fill(freePages: 10);
        Assert.Equal(
            StoreFault.Full,
            Assert.Throws<StoreException>(() => KnowledgeBackup.Write(store.Path, _disk.File("copy.db"), overwrite: true)).Kind);
        Assert.Equal("a former copy", File.ReadAllText(_disk.File("copy.db")));
        Assert.Equal(2, Directory.GetFiles(_disk.Path).Length);
        _disk.Empty();
        Assert.Single(KnowledgeBackup.Write(store.Path, _disk.File("copy.db"), overwrite: true));
    }
}
