using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

public sealed class HistoryTests() : HistoryContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class HistoryOnPostgresTests(PostgresFixture server) : HistoryContract(new PostgresEngine(server));

public abstract class HistoryContract : IDisposable
{
    private readonly EditedStore _kb;

    protected HistoryContract(StoreEngine engine) => _kb = new EditedStore(engine, entries: 4);

    public void Dispose()
    {
        _kb.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Undo_is_the_inverse_set_whatever_the_set_did()
    {
        KnowledgeBase before = _kb.Copies.Get(EditedStore.Kb).ToKnowledge();
        ChangeSet set = _kb.Edit(edit =>
        {
            edit.Put(_kb["e0"] with { Answer = new LocalizedText("changed") });
            edit.Remove("e1");
            edit.Put(EditedStore.Entry("new"));
            edit.Move(["e3"], null);
            edit.PutSettings(edit.From.Settings with { Languages = ["en", "zh-Hans"] });
        });
        Assert.Equal(["e3", "e0", "e2", "new"], _kb.Ids);
        (WorkingCopy copy, ChangeSet? undone) = _kb.Copies.Undo(EditedStore.Kb, set.Number, EditedStore.Bob);
        Assert.Equal((set.Number, "bob", 2), (undone!.Undoes, undone.By.Author, undone.Number));
        Assert.Equal(KnowledgeHash.Of(before), KnowledgeHash.Of(copy.ToKnowledge()));
        Assert.Equal(KnowledgeHash.Of(before), KnowledgeHash.Of(_kb.Others.Get(EditedStore.Kb).ToKnowledge()));

        // And the undoing can be undone.
        Assert.Equal(["e3", "e0", "e2", "new"], _kb.Copies.Undo(EditedStore.Kb, undone.Number,
            EditedStore.Bob).Copy.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void What_was_overwritten_since_is_not_undone()
    {
        ChangeSet first = _kb.Edit(edit =>
        {
            edit.Put(_kb["e0"] with { Source = "first" });
            edit.Put(_kb["e1"] with { Source = "first" });
        });
        _kb.Edit(edit => edit.Put(_kb["e1"] with { Source = "second" }));
        string before = _kb.Dump();
        EditRefusedException refused = Assert.Throws<EditRefusedException>(() => _kb.Copies.Undo(EditedStore.Kb, first.Number,
            EditedStore.Bob));
        Assert.Contains("entry 'e1'", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("entry 'e0'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, _kb.Dump());
        Assert.Throws<NotThereException>(() => _kb.Copies.Undo(EditedStore.Kb, 99, EditedStore.Bob));
    }

    [Fact]
    public void Deleted_long_ago_is_undone_from_the_change_set()
    {
        ChangeSet set = _kb.Edit(edit => edit.Remove("e1"));
        _kb.Clock.Advance(TimeSpan.FromDays(31));
        _kb.Copies.Purge();
        string question = Publication.Knowledge(EditedStore.Kb, 4).Entries[1].Question;
        Assert.Equal(question, _kb.Others.Undo(EditedStore.Kb, set.Number, EditedStore.Ada).Copy.Find("e1")!.Entry.Question);
    }

    [Fact]
    public void History_and_blame_tell_who_changed_what_last()
    {
        ChangeSet answer = _kb.Edit(edit => edit.Put(_kb["e0"] with { Answer = new LocalizedText("better") }));
        ChangeSet source = _kb.Edit(edit => edit.Put(_kb["e0"] with { Source = "there" }), EditedStore.Bob);
        _kb.Edit(edit => edit.Put(_kb["e1"] with { Source = "there" }), EditedStore.Bob);

        IReadOnlyList<(ChangeSet Set, Change Change)> history = _kb.Copies.History(EditedStore.Kb, "e0", int.MaxValue, 10);
        Assert.Equal([source.Number, answer.Number], history.Select(item => item.Set.Number));
        Assert.Equal(["source"], ContentDiff.Fields(history[0].Change.Before, history[0].Change.After).Select(field => field.Member));
        Assert.Equal(
            [("question", null), ("alternates", null), ("answer", "ada"), ("source", "bob")],
            _kb.Copies.Blame(EditedStore.Kb, "e0").Where(one => one.Member != "id").Select(one => (one.Member, one.Set?.By.Author)));
        Assert.Equal([answer.Number], _kb.Copies.Sets(EditedStore.Kb, int.MaxValue, 10, author: "ada").Select(set => set.Number));
        Assert.Equal([3], _kb.Copies.Sets(EditedStore.Kb, int.MaxValue, 1, origin: "page").Select(set => set.Number));
    }

    [Fact]
    public void Difference_is_told_by_entry_and_member_and_a_new_id_of_the_same_questions_is_a_renaming()
    {
        KnowledgeBase before = _kb.Copies.Get(EditedStore.Kb).ToKnowledge();
        FaqEntry[] entries = [.. before.Entries];
        KnowledgeBase after = before with
        {
            StopPhrases = ["hello"],
            Entries =
            [
                entries[2], entries[0] with { Answer = new LocalizedText("other"), Enabled = false },
                entries[1] with { Id = "renamed", Source = "moved" }, EditedStore.Entry("added"),
            ],
        };
        ContentDiff diff = ContentDiff.Of(before, after);
        Assert.Equal(["stopPhrases"], diff.Settings.Select(field => field.Member));
        Assert.Equal(
            [
                (EntryDifference.Changed, "e0", null), (EntryDifference.Renamed, "renamed", "e1"), (EntryDifference.Added, "added", null),
                (EntryDifference.Removed, "e3", null),
            ],
            diff.Entries.Select(entry => (entry.Difference, entry.EntryId, entry.FormerId)));
        Assert.Equal(["answer", "enabled"], diff.Entries[0].Fields.Select(field => field.Member).Order(StringComparer.Ordinal));
        Assert.Equal(["source"], diff.Entries[1].Fields.Select(field => field.Member));
        Assert.True(diff.IsReordered);
        Assert.True(ContentDiff.Of(before, before).IsEmpty);
    }
}
