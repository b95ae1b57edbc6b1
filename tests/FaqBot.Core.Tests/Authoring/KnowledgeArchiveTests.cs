using System.IO.Compression;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

/// <summary>All knowledge bases go out in one archive and come back as they were.</summary>
public sealed class KnowledgeArchiveTests : IDisposable
{
    private const string Kb = EditedStore.Kb;

    private readonly EditedStore _kb = new(new SqliteEngine());

    public KnowledgeArchiveTests()
    {
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

    public void Dispose() => _kb.Dispose();

    [Fact]
    public void Archive_brings_content_drafts_and_labelled_questions_to_another_store()
    {
        byte[] archive = Write(out IReadOnlyList<ArchivedKnowledge> written);
        Assert.Equal(
            [("begun", 0, (int?)null, true, 0), (Kb, 4, 1, true, 2), ("same", 2, 1, false, 0)],
            written.Select(one => (one.Id, one.Entries, one.Published, one.HasDraft, one.Labelled)));
        IReadOnlyList<ArchivedKnowledge> read = Read(archive);
        Assert.Equal([3, 2], read.Select(one => one.ToPublish()).OfType<KnowledgeBase>().Select(one => one.Entries.Count));

        using SqliteEngine engine = new();
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

    [Theory]
    [InlineData("published/same.json", null, "it has no published/same.json")]
    [InlineData("published/same.json", "published/kb.json", "holds 3 entries of 'kb', expected 2 of 'same'")]
    [InlineData("labelled/kb.tsv", null, "labelled questions are missing")]
    [InlineData("archive.json", null, "it has no archive.json")]
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

    private byte[] Write(out IReadOnlyList<ArchivedKnowledge> written)
    {
        using MemoryStream file = new();
        written = KnowledgeArchive.Write(_kb.Store, _kb.Copies, file, _kb.Clock, CancellationToken.None);
        return file.ToArray();
    }

    private static IReadOnlyList<ArchivedKnowledge> Read(byte[] archive) =>
        KnowledgeArchive.Read("all.zip", new MemoryStream(archive), CancellationToken.None);
}
