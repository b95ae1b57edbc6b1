using FaqBot.Core.Analytics;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Learning;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

public sealed class SuggestedEditTests : IDisposable
{
    private readonly EditedStore _store = new(new SqliteEngine());

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Wordings_become_alternates_and_what_is_there_already_changes_nothing()
    {
        Suggestion wordings = Suggested(QueueKind.Wordings, "e1", null, "one way", "another way");
        ChangeSet set = Accept(wordings, new Acceptance { Wordings = ["one way"] })!;
        Assert.Equal("one way", _store["e1"].Alternates[^1]);
        Suggestion left = Assert.Single(Open(wordings));
        Assert.Equal("another way", Assert.Single(left.Wordings).Text);
        Assert.Null(Accept(wordings, new Acceptance { Wordings = ["one way"] }));
        Accept(wordings, new Acceptance { EntryId = "e2", Wordings = ["another way"] });
        Assert.Equal("another way", _store["e2"].Alternates[^1]);
        Assert.Empty(Open(wordings));
        _store.Copies.Undo(EditedStore.Kb, set.Number, EditedStore.Bob);
        Assert.Equal("one way", Assert.Single(Assert.Single(Open(wordings)).Wordings).Text);
    }

    [Fact]
    public void Gap_becomes_an_entry_that_is_off_until_it_has_an_answer()
    {
        Suggestion gap = Suggested(QueueKind.Gaps, null, null, "is it open", "opening times");
        Accept(gap);
        FaqEntry begun = _store[_store.Ids[^1]];
        Assert.Equal(("is it open", false), (begun.Question, begun.Enabled));
        Assert.Equal(["opening times"], begun.Alternates);
        _store.Copies.Undo(EditedStore.Kb, 1, EditedStore.Bob);
        Accept(gap, new Acceptance { Answer = "From nine." });
        Assert.Equal((true, "From nine."), (_store[_store.Ids[^1]].Enabled, _store[_store.Ids[^1]].Answer.ToString()));
    }

    [Fact]
    public void Answer_that_does_not_help_gets_another()
    {
        Suggestion repair = Suggested(QueueKind.Repairs, "e1", null, "whatever");
        Assert.Null(ProposedChange.Of(EditedStore.Kb, repair));
        Assert.Single(Open(repair));
        Accept(repair, new Acceptance { Answer = "A better one." });
        Assert.Equal("A better one.", _store["e1"].Answer.ToString());
        Assert.Empty(Open(repair));
    }

    [Fact]
    public void Wordings_of_a_confused_pair_go_to_the_entry_that_was_meant()
    {
        _store.Edit(edit => edit.Put(_store["e1"] with { Alternates = ["mine", "yours"] }));
        Accept(Suggested(QueueKind.Repairs, "e1", "e2", "Yours!", "new one"));
        Assert.Equal(["mine"], _store["e1"].Alternates);
        Assert.Equal(["Yours!", "new one"], _store["e2"].Alternates.TakeLast(2));
    }

    [Fact]
    public void Confused_pair_becomes_one_entry_and_prompts_follow()
    {
        string first = _store["e1"].Question;
        _store.Edit(edit =>
        {
            edit.Put(_store["e0"] with { Prompts = [new FollowUpPrompt("more", "e1")] });
            edit.Put(_store["e2"] with { Prompts = [new FollowUpPrompt("back", "e1"), new FollowUpPrompt("start", "e0")] });
        });
        ChangeSet set = Accept(Suggested(QueueKind.Repairs, "e1", "e2", "x"), new Acceptance { Merges = true })!;
        Assert.Equal(["e0", "e2"], _store.Ids);
        Assert.Contains(first, _store["e2"].Alternates);
        Assert.Equal("e2", Assert.Single(_store["e0"].Prompts).EntryId);
        Assert.Equal("e0", Assert.Single(_store["e2"].Prompts).EntryId);
        _store.Copies.Undo(EditedStore.Kb, set.Number, EditedStore.Bob);
        Assert.Equal(["e0", "e1", "e2"], _store.Ids);
        Assert.Equal("e1", Assert.Single(_store["e0"].Prompts).EntryId);
    }

    [Fact]
    public void Imported_suggestions_wait_until_they_are_accepted_or_rejected()
    {
        _store.Edit(edit => edit.Put(_store["e1"] with
        {
            Suggested = [new SuggestedQuestion("rarely so", 1, 0), new SuggestedQuestion("often so", 3, 2)],
        }));
        StoredVersion version = _store.Store.Load(EditedStore.Kb)!;
        FaqCatalog catalog = FaqCatalog.Build(version, version.Identity.Model);
        Suggestion[] imported =
            [.. ImportedSuggestions.Of(_store.Copies.Get(EditedStore.Kb).Entries.Select(one => one.Entry), catalog, [])];
        Assert.Equal(["often so", "rarely so"], imported.Select(one => one.Wordings[0].Text));
        Assert.All(imported, one => Assert.True(one is { IsImported: true, EntryId: "e1" }));
        ChangeSet set = Accept(imported[0])!;
        Assert.Equal("often so", _store["e1"].Alternates[^1]);
        Assert.Equal(["rarely so"], _store["e1"].Suggested.Select(one => one.Text));
        _store.Copies.Undo(EditedStore.Kb, set.Number, EditedStore.Bob);
        Assert.Equal(2, _store["e1"].Suggested.Count);
        Rejection rejection = new(
            1, EditedStore.Kb, nameof(QueueKind.Wordings), "e1", RejectionFilter.HashOf(catalog, "e1"),
            RejectionFilter.KeysOf(imported[0]), "", default, default);
        Assert.Equal(imported[1].Id, Assert.Single(ImportedSuggestions.Of([_store["e1"]], catalog, [rejection])).Id);
    }

    [Fact]
    public async Task Imported_suggestions_of_an_indexed_file_are_there_before_the_first_edit()
    {
        await using PublishedStore store = new(new SqliteEngine());
        KnowledgeBase knowledge = PublishedStore.Knowledge;
        await store.IndexAsync(knowledge with
        {
            Entries = [knowledge.Entries[0] with { Suggested = [new SuggestedQuestion("bags?", 2, 1)] }, .. knowledge.Entries.Skip(1)],
        });
        Assert.Equal(
            new SuggestedQuestion("bags?", 2, 1),
            Assert.Single(store.Copies.Get(PublishedStore.Kb).Find("luggage")!.Entry.Suggested));
        store.Edit(edit => edit.Put(edit.Find("seat")!.Entry with { Answer = "No." }));
        await store.PublishAsync();
        Assert.Single(store.Publishing.Published(PublishedStore.Kb)!.Entries[0].Suggested);
    }

    [Fact]
    public void What_is_gone_or_another_entry_has_changes_nothing()
    {
        string before = _store.Dump();
        Assert.Throws<NotThereException>(() => Accept(Suggested(QueueKind.Wordings, "gone", null, "x")));
        Assert.Throws<InvalidEditException>(() => Accept(Suggested(QueueKind.Wordings, "e1", null, "fine", _store["e2"].Question)));
        Assert.Equal(before, _store.Dump());
    }

    private ChangeSet? Accept(Suggestion suggestion, Acceptance? accepted = null)
    {
        ProposedChange change = ProposedChange.Of(EditedStore.Kb, suggestion, accepted)!;
        return _store.Copies.Edit(EditedStore.Kb, EditedStore.Ada, edit => SuggestedEdit.Apply(edit, change)).Set;
    }

    private IReadOnlyList<Suggestion> Open(Suggestion suggestion) =>
        SuggestedEdit.Open([suggestion], _store.Copies.Get(EditedStore.Kb), _store.Store.Load(EditedStore.Kb)!.Knowledge.Entries);

    private static Suggestion Suggested(QueueKind queue, string? entry, string? other, params string[] wordings) => new()
    {
        Id = "1",
        Queue = queue,
        EntryId = entry,
        OtherEntryId = other,
        People = 5,
        Wordings = [.. wordings.Select(text => new SuggestedWording(text, 5, 5, 1))],
    };
}
