using System.IO.Compression;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

public sealed class KnowledgeArchiveTests() : KnowledgeArchiveContract(() => new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class KnowledgeArchiveOnPostgresTests(PostgresFixture server) : KnowledgeArchiveContract(() => new PostgresEngine(server));

/// <summary>All knowledge bases go out in one archive and come back as they were.</summary>
public abstract class KnowledgeArchiveContract : IDisposable
{
    private const string Kb = EditedStore.Kb;

    private readonly Func<StoreEngine> _another;
    private readonly EditedStore _kb;

    protected KnowledgeArchiveContract(Func<StoreEngine> another)
    {
        ArgumentNullException.ThrowIfNull(another);
        _another = another;
        _kb = new EditedStore(another());
        Publication.Publish(_kb.Store, Publication.Knowledge("same", 2));
        _kb.Edit(edit => edit.Put(EditedStore.Entry("drafted") with { Metadata = [new("topic", "new")], Enabled = false }));
        _kb.Copies.Create(
            new KnowledgeBase
            {
                Id = "begun",
                Name = "begun",
                Languages = ["en"],
                DefaultAnswer = new LocalizedText("?"),
                Entries = [],
            },
            EditedStore.Ada);
        new Labels(_kb.Store, _kb.Copies, _kb.Clock).Add(
            Kb, [new NewLabel("Which one is it?", "e1", [], null, null), new NewLabel("What is none?", null, [], null, null)], "ada");
    }

    public void Dispose()
    {
        _kb.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Archive_brings_content_drafts_and_labelled_questions_to_another_store()
    {
        byte[] archive = Write(out IReadOnlyList<ArchivedKnowledge> written);
        Assert.Equal(
            [("begun", 0, (int?)null, true, 0), (Kb, 4, 1, true, 2), ("same", 2, 1, false, 0)],
            written.Select(one => (one.Id, one.Entries, one.Published, one.HasDraft, one.Labelled)));
        IReadOnlyList<ArchivedKnowledge> read = Read(archive);
        Assert.Equal([3, 2], read.Select(one => one.ToPublish()).OfType<KnowledgeBase>().Select(one => one.Entries.Count));

        using StoreEngine engine = _another();
        using KnowledgeStore store = engine.Open();
        WorkingCopies copies = new(store, _kb.Clock);
        KnowledgeArchive.Restore(store, copies, read, EditedStore.Bob, _kb.Clock);
        foreach (string id in _kb.Copies.Ids())
        {
            Assert.Equal(KnowledgeHash.Of(_kb.Copies.Get(id).ToKnowledge()), KnowledgeHash.Of(copies.Get(id).ToKnowledge()));
        }

        Assert.Equal(
            [("What is none?", null), ("Which one is it?", "e1")],
            new Labels(store, copies, _kb.Clock).List(Kb).Labels.Select(label => (label.Question, label.EntryId)));

        // Once more it changes nothing, and over what was changed meanwhile it is one change set that can be undone.
        Assert.All(KnowledgeArchive.Restore(store, copies, read, EditedStore.Bob, _kb.Clock), one => Assert.Null(one.Set));
        copies.Edit(Kb, EditedStore.Ada, edit => edit.Remove("e0"));
        ChangeSet set = Assert.Single(
            KnowledgeArchive.Restore(store, copies, read, EditedStore.Bob, _kb.Clock), one => one.Set is not null).Set!;
        Assert.Equal((Kb, "bob"), (set.KnowledgeBaseId, set.By.Author));
        copies.Undo(Kb, set.Number, EditedStore.Ada);
        Assert.Null(copies.Get(Kb).Find("e0"));
    }

    [Fact]
    public void Labelled_questions_wait_in_an_archive_for_the_entry_that_was_deleted()
    {
        _kb.Edit(edit => edit.Remove("e1"));
        IReadOnlyList<ArchivedKnowledge> read = Read(Write(out _));
        using StoreEngine engine = _another();
        using KnowledgeStore store = engine.Open();
        KnowledgeArchive.Restore(store, new WorkingCopies(store, _kb.Clock), read, EditedStore.Bob, _kb.Clock);
        Assert.Equal(
            ["e1", null], new Labels(store, _kb.Copies, _kb.Clock).List(Kb).Labels.Select(label => label.EntryId).OrderDescending());
    }

    [Fact]
    public void Restoring_that_fails_on_the_way_changes_nothing()
    {
        IReadOnlyList<ArchivedKnowledge> read = Read(Write(out _));
        _kb.Edit(edit => edit.Remove("e0"));
        string before = _kb.Dump();
        int told = _kb.Edited.Count;
        Sql.Execute(_kb.Store.Path, "ALTER TABLE labelled_questions RENAME TO elsewhere");
        Assert.Throws<StoreException>(() => KnowledgeArchive.Restore(_kb.Store, _kb.Copies, read, EditedStore.Bob, _kb.Clock));
        Sql.Execute(_kb.Store.Path, "ALTER TABLE elsewhere RENAME TO labelled_questions");
        Assert.Equal(before, _kb.Dump());
        Assert.Equal(told, _kb.Edited.Count);
        Assert.Null(_kb.Copies.Get(Kb).Find("e0"));
        KnowledgeArchive.Restore(_kb.Store, _kb.Copies, read, EditedStore.Bob, _kb.Clock);
        Assert.NotNull(_kb.Copies.Get(Kb).Find("e0"));
        Assert.Equal(told + 1, _kb.Edited.Count);
    }

    [Fact]
    public void What_an_archive_becomes_is_bounded_as_a_whole()
    {
        byte[] archive = Write(out _);
        Assert.Equal(
            ImportFlaw.TooLarge,
            Assert.Throws<ImportException>(() => KnowledgeArchive.Read(
                "all.zip", new MemoryStream(archive), CancellationToken.None, mostBytes: 1_000)).Flaw);
    }

    [Theory]
    [InlineData("archive.json", "{\"format\": 1, \"knowledgeBases\": [null]}", "without an id")]
    [InlineData("archive.json", "{\"format\": 2, \"knowledgeBases\": []}", "of format 2, expected 1")]
    [InlineData("archive.json", "{\"format\": 1, \"knowledgeBases\": [{\"id\": \"kb\"}]}", "'kb' has no content")]
    [InlineData(
        "archive.json",
        "{\"format\": 1, \"knowledgeBases\": [{\"id\": \"a\", \"hasDraft\": true}, {\"id\": \"a\", \"hasDraft\": true}]}",
        "lists 'a' twice")]
    [InlineData("archive.json", "[", "no archive of knowledge bases")]
    [InlineData("labelled/kb.tsv", "question\tentry\nWhich one is it?\te1\n", "holds 1 labelled questions, expected 2")]
    [InlineData(
        "labelled/kb.tsv", "question\tentry\nWhich one is it?\t?e1\n", "labelled/kb.tsv: line 2: found 1 different entry after '?'")]
    public void Part_that_says_something_else_is_refused(string path, string content, string fault) =>
        Assert.Contains(
            fault, Assert.Throws<ImportException>(() => Read(With(path, content))).Message, StringComparison.Ordinal);

    [Fact]
    public void Faults_of_all_knowledge_bases_are_told_together()
    {
        InvalidKnowledgeException fault = Assert.Throws<InvalidKnowledgeException>(
            () => Read(With("published/same.json", "{}", ("drafts/kb.json", "{\"id\": \"kb\"}"))));
        Assert.Contains("all.zip/published/same.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains("all.zip/drafts/kb.json", fault.Message, StringComparison.Ordinal);
        Assert.All(fault.Faults, one => Assert.Contains(".json: line ", one.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("published/same.json", null, "it has no published/same.json")]
    [InlineData("published/same.json", "published/kb.json", "holds 3 entries of 'kb', expected 2 of 'same'")]
    [InlineData("labelled/kb.tsv", null, "labelled questions are missing")]
    [InlineData("archive.json", null, "has no archive.json, expected an archive")]
    public void Archive_that_is_not_whole_is_refused(string path, string? other, string fault)
    {
        using MemoryStream file = new();
        file.Write(Write(out _));
        using (ZipArchive archive = new(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(path)!.Delete();
            if (other is not null)
            {
                using MemoryStream copied = new();
                using (Stream from = archive.GetEntry(other)!.Open())
                {
                    from.CopyTo(copied);
                }

                using Stream to = archive.CreateEntry(path).Open();
                to.Write(copied.ToArray());
            }
        }

        Assert.Contains(fault, Assert.Throws<ImportException>(() => Read(file.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        Assert.Throws<ImportException>(() => Read([1, 2, 3]));
        byte[] archive = Write(out _);
        Assert.Throws<ImportException>(() => Read(archive[..^30]));
        Assert.True(KnowledgeArchive.IsOne(new MemoryStream(archive)));
        Assert.False(KnowledgeArchive.IsOne(new MemoryStream([1, 2, 3])));
    }

    /// <summary>An archive of which parts are other ones.</summary>
    private byte[] With(string path, string content, params (string Path, string Content)[] others)
    {
        using MemoryStream file = new();
        file.Write(Write(out _));
        using (ZipArchive archive = new(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach ((string part, string text) in others.Prepend((path, content)))
            {
                archive.GetEntry(part)!.Delete();
                using StreamWriter to = new(archive.CreateEntry(part).Open());
                to.Write(text);
            }
        }

        return file.ToArray();
    }

    private byte[] Write(out IReadOnlyList<ArchivedKnowledge> written)
    {
        using MemoryStream file = new();
        written = KnowledgeArchive.Write(_kb.Store, _kb.Copies, file, _kb.Clock, CancellationToken.None);
        return file.ToArray();
    }

    private static IReadOnlyList<ArchivedKnowledge> Read(byte[] archive) =>
        KnowledgeArchive.Read("all.zip", new MemoryStream(archive), CancellationToken.None);
}
