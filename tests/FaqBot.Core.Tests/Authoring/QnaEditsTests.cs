using System.Text.Json;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

/// <summary>Changes as clients of QnA Maker and Custom Question Answering send them.</summary>
public sealed class QnaEditsTests : IDisposable
{
    private readonly EditedStore _kb = new(new SqliteEngine());
    private readonly QnaEdits _edits;

    public QnaEditsTests() => _edits = new QnaEdits(_kb.Copies);

    private IReadOnlyDictionary<string, int> Numbers => _kb.Copies.NumbersOf(_kb.Copies.Get(EditedStore.Kb).ToKnowledge());

    public void Dispose() => _kb.Dispose();

    [Fact]
    public void Entries_whose_ids_are_no_numbers_have_numbers_that_stay()
    {
        IReadOnlyDictionary<string, int> before = Numbers;
        Assert.All(before.Values, number => Assert.True(number > EntryNumber.Base));
        _kb.Edit(edit => edit.Put(EditedStore.Entry("another")));
        IReadOnlyDictionary<string, int> after = Numbers;
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
        Assert.Equal(4, after.Values.Distinct().Count());
        Assert.Equal(after, _kb.Others.NumbersOf(_kb.Copies.Get(EditedStore.Kb).ToKnowledge()));
    }

    [Fact]
    public void What_a_client_has_no_member_for_stays_when_it_replaces_an_entry()
    {
        _kb.Edit(edit => edit.Put(_kb["e1"] with
        {
            Answer = new LocalizedText(new Dictionary<string, string> { ["en"] = "the English answer", ["zh-Hans"] = "中文的答案。" }),
            NotThis = ["a question that is another"],
            ValidFrom = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Metadata = [new("topic", "x")],
            Prompts = [new FollowUpPrompt(new LocalizedText("Next?"), "e2")],
        }));
        FaqEntry before = _kb["e1"];
        QnaEdited done = _edits.Apply(
            EditedStore.Kb, [Change(QnaChangeKind.Replace, Numbers["e1"], """{"answer":"a new English answer","questions":["What of e1?"]}""")],
            EditedStore.Ada, isWhole: true);
        Assert.NotNull(done.Set);
        FaqEntry after = _kb["e1"];
        Assert.Equal(("What of e1?", "a new English answer", "中文的答案。"),
            (after.Question, after.Answer.Texts["en"], after.Answer.Texts["zh-Hans"]));
        Assert.Equal(before.NotThis, after.NotThis);
        Assert.Equal((before.ValidFrom, before.Source), (after.ValidFrom, after.Source));
        Assert.Equal(before.Metadata, after.Metadata);
        Assert.Equal(before.Prompts, after.Prompts);
        _kb.Copies.Undo(EditedStore.Kb, done.Set!.Number, EditedStore.Bob);
        Assert.Equal(before.Answer, _kb["e1"].Answer);
    }

    [Fact]
    public void Deleting_takes_prompts_along_and_a_source_all_of_its_entries()
    {
        _kb.Edit(edit =>
        {
            edit.Put(_kb["e0"] with { Prompts = [new FollowUpPrompt(new LocalizedText("Next?"), "e1")] });
            edit.Put(_kb["e2"] with { Source = "web" });
        });
        _edits.Apply(
            EditedStore.Kb,
            [
                new QnaChange(QnaChangeKind.Delete, "[0]") { Number = Numbers["e1"] },
                new QnaChange(QnaChangeKind.DeleteSource, "[1]") { Source = "WEB" },
            ],
            EditedStore.Ada, isWhole: true);
        Assert.Equal(["e0"], _kb.Ids);
        Assert.Empty(_kb["e0"].Prompts);
    }

    [Fact]
    public void One_fault_refuses_all_and_every_fault_is_told_with_its_path()
    {
        string before = _kb.Dump();
        QnaChange[] changes =
        [
            Change(QnaChangeKind.Add, 0, """{"answer":"Fine.","questions":["Is this fine?"]}"""),
            Change(QnaChangeKind.Add, 0, """{"answer":" ","questions":["Is this empty?"]}"""),
            Change(QnaChangeKind.Add, 0, $$"""{"answer":"Taken.","questions":["{{_kb["e1"].Question.ToUpperInvariant()}}"]}"""),
            Change(QnaChangeKind.Add, 0, """{"answer":"Lost.","questions":["Where to?"],"context":{"prompts":[{"qnaId":4711,"displayText":"?"}]}}"""),
            new QnaChange(QnaChangeKind.Delete, "gone") { Number = 4712 },
        ];
        InvalidEditException refused = Assert.Throws<InvalidEditException>(
            () => _edits.Apply(EditedStore.Kb, changes, EditedStore.Ada, isWhole: true));
        Assert.Equal(4, refused.Faults.Count);
        Assert.All(refused.Faults, fault => Assert.False(string.IsNullOrEmpty(fault.Path)));
        Assert.Contains(refused.Faults, fault => fault.Path == "gone.id");
        Assert.Equal(before, _kb.Dump());

        // Left out one by one, the rest is done.
        QnaEdited done = _edits.Apply(EditedStore.Kb, changes, EditedStore.Ada, isWhole: false);
        Assert.Equal(4, done.Faults.Count);
        Assert.Equal(["e0", "e1", "e2", "1"], _kb.Ids);
        Assert.Equal("Is this fine?", _kb["1"].Question);
    }

    [Fact]
    public void Stated_ids_are_taken_unless_they_were_ever_used()
    {
        _edits.Apply(
            EditedStore.Kb,
            [
                Change(QnaChangeKind.Add, 0, """{"id":7,"answer":"Seven.","questions":["Seven?"],"dialog":{"prompts":[{"qnaId":8,"displayText":"On"}]}}"""),
                Change(QnaChangeKind.Add, 0, """{"id":8,"answer":"Eight.","questions":["Eight?"]}"""),
            ],
            EditedStore.Ada, isWhole: true);
        Assert.Equal("8", Assert.Single(_kb["7"].Prompts).EntryId);
        _edits.Apply(EditedStore.Kb, [new QnaChange(QnaChangeKind.Delete, "[0]") { Number = 7 }], EditedStore.Ada, isWhole: true);
        _edits.Apply(
            EditedStore.Kb, [Change(QnaChangeKind.Add, 0, """{"id":7,"answer":"Again.","questions":["Seven again?"]}""")], EditedStore.Ada,
            isWhole: true);
        Assert.Equal("Again.", _kb["9"].Answer.ToString());
    }

    [Fact]
    public void Synonyms_are_replaced_as_a_whole_or_not_at_all()
    {
        _edits.PutSynonyms(EditedStore.Kb, [["car", "automobile"], ["Car", "auto"]], EditedStore.Ada);
        Assert.Equal([["car", "automobile", "auto"]], _kb.Copies.Get(EditedStore.Kb).Settings.Synonyms);
        string before = _kb.Dump();
        Assert.Throws<InvalidEditException>(() => _edits.PutSynonyms(EditedStore.Kb, [["dog", "hound"], ["alone"]], EditedStore.Ada));
        Assert.Equal(before, _kb.Dump());
    }

    [Fact]
    public async Task Removal_is_one_change_set_that_undo_takes_back()
    {
        int refreshed = 0;
        Removal removal = new(_kb.Copies, _ =>
        {
            refreshed++;
            return Task.CompletedTask;
        });
        await removal.RemoveAsync(EditedStore.Kb, EditedStore.Ada, CancellationToken.None);
        Assert.Equal(1, refreshed);
        Assert.True(_kb.Others.IsRemoved(EditedStore.Kb));
        Assert.Empty(_kb.Others.Get(EditedStore.Kb).Entries);
        Assert.Null(_kb.Store.Load(EditedStore.Kb));
        _kb.Copies.Undo(EditedStore.Kb, _kb.Copies.Get(EditedStore.Kb).Revision, EditedStore.Bob);
        Assert.False(_kb.Copies.IsRemoved(EditedStore.Kb));
        Assert.Equal(["e0", "e1", "e2"], _kb.Ids);

        await removal.RemoveAsync(EditedStore.Kb, EditedStore.Ada, CancellationToken.None);
        _kb.Copies.Revive(EditedStore.Kb, EditedStore.Ada);
        Assert.False(_kb.Copies.IsRemoved(EditedStore.Kb));
        Assert.Empty(_kb.Ids);
    }

    private static QnaChange Change(QnaChangeKind kind, int number, string json) =>
        new(kind, $"change {json.Length}") { Number = number, Value = JsonElement.Parse(json) };
}
