using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

/// <summary>A version appears wholly or not at all.</summary>
public sealed class PublicationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeStore _store;

    public PublicationTests() => _store = KnowledgeStore.Open(_folder.File("faq.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Publish_question_without_vector_changes_nothing()
    {
        Publication.Publish(_store, Publication.Knowledge("a"));
        string before = Sql.Dump(_store.Path);
        KnowledgeBase next = Publication.Knowledge("a", entries: 5, edition: "second");
        using (VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, TimeProvider.System))
        {
            Publication.SaveVectors(writer, next with { Entries = [.. next.Entries.Take(4)] }, 8);
            StoreException refused = Assert.Throws<StoreException>(() => writer.Publish(next, KnowledgeHash.Of(next)));
            Assert.Equal(
                $"The database '{_store.Path}' cannot be used: question 'a question 4 second' has no vector; index again", refused.Message);
            Assert.Equal(before, Sql.Dump(_store.Path));

            // The writer goes on working, and the number was not spent.
            Publication.SaveVectors(writer, next, 8);
            Assert.Equal(2, writer.Publish(next, KnowledgeHash.Of(next)).Number);
        }
    }

    [Fact]
    public void Publish_of_a_new_knowledge_base_that_fails_leaves_no_trace()
    {
        using VersionWriter writer = _store.Write(Publication.Model, VectorFormat.Float32, TimeProvider.System);
        Assert.Throws<StoreException>(() => writer.Publish(Publication.Knowledge("a"), "hash"));
        Assert.Equal(0, Sql.Count(_store.Path, "knowledge_bases"));
        Assert.Empty(_store.Published());
    }

    [Fact]
    public void Load_during_a_write_gives_the_old_version()
    {
        VersionIdentity old = Publication.Publish(_store, Publication.Knowledge("a"));
        using SqliteConnection other = Sql.Open(_store.Path);
        Sql.Execute(other, "PRAGMA foreign_keys = ON; BEGIN IMMEDIATE; DELETE FROM deployments; DELETE FROM versions; DELETE FROM vectors");

        Assert.Equal(old, _store.Load("a")!.Identity);
        Assert.Equal([old], _store.Published().Select(version => version.Identity));
        Sql.Execute(other, "COMMIT");
        Assert.Null(_store.Load("a"));
    }

    [Fact]
    public async Task Load_while_versions_are_published_gives_wholly_one_of_them()
    {
        Publication.Publish(_store, Publication.Knowledge("a", entries: 40, edition: "0"));
        using CancellationTokenSource done = new();
        Task<int> reading = Task.Run(() => ReadUntil(done.Token), TestContext.Current.CancellationToken);
        for (int i = 1; i <= 25; i++)
        {
            Publication.Publish(_store, Publication.Knowledge("a", entries: 40 - i, edition: $"{i}"));
        }

        await done.CancelAsync();
        Assert.True(await reading > 0);
    }

    [Fact]
    public void ChangeCounter_changes_when_another_connection_commits_and_only_then()
    {
        (int, long) start = _store.ChangeCounter();
        Assert.Equal(start, _store.ChangeCounter());
        _store.Published();
        Assert.Null(_store.Load("a"));
        Assert.Equal(start, _store.ChangeCounter());

        Publication.Publish(_store, Publication.Knowledge("a"));
        (int, long) published = _store.ChangeCounter();
        Assert.NotEqual(start, published);

        using SqliteConnection other = Sql.Open(_store.Path);
        Sql.Execute(other, "BEGIN; UPDATE versions SET name = 'x'");
        Assert.Equal(published, _store.ChangeCounter());
        Sql.Execute(other, "ROLLBACK");
        Assert.Equal(published, _store.ChangeCounter());
        Sql.Execute(other, "UPDATE versions SET name = 'x'");
        Assert.NotEqual(published, _store.ChangeCounter());
    }

    [Fact]
    public async Task ChangeCounter_from_many_threads_is_safe() => await Parallel.ForEachAsync(
        Enumerable.Range(0, 200),
        TestContext.Current.CancellationToken,
        (_, _) =>
        {
            _store.ChangeCounter();
            return ValueTask.CompletedTask;
        });

    private int ReadUntil(CancellationToken done)
    {
        int reads = 0;
        while (!done.IsCancellationRequested || reads == 0)
        {
            StoredVersion version = _store.Load("a")!;
            string edition = version.Knowledge.Name.ToString().Split(' ')[1];
            int entries = 40 - int.Parse(edition, null);
            Assert.Equal(entries, version.Knowledge.Entries.Count);
            Assert.Equal(entries * 2, version.Questions.Count);
            Assert.All(version.Knowledge.Entries, entry => Assert.EndsWith($" {edition}", entry.Question, StringComparison.Ordinal));
            Assert.Equal(KnowledgeHash.Of(version.Knowledge), version.Identity.ContentHash);
            reads++;
        }

        return reads;
    }
}
