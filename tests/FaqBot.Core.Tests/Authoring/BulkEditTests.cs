using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

public sealed class BulkEditTests() : BulkEditContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class BulkEditOnPostgresTests(PostgresFixture server) : BulkEditContract(new PostgresEngine(server));

public abstract class BulkEditContract : IDisposable
{
    private readonly EditedStore _kb;

    protected BulkEditContract(StoreEngine engine) => _kb = new EditedStore(engine, entries: 6);

    public void Dispose()
    {
        _kb.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Everything_that_a_filter_names_must_fit()
    {
        _kb.Edit(edit =>
        {
            edit.Put(_kb["e0"] with { Metadata = [new("Topic", "Fees")], Source = "A.tsv", Enabled = false });
            edit.Put(_kb["e1"] with { Metadata = [new("topic", "fees")], ValidUntil = _kb.Clock.GetUtcNow() });
            edit.Put(_kb["e2"] with
            {
                Metadata = [new("topic", "other")],
                Answer = new LocalizedText(new Dictionary<string,
                string>
                { ["en"] = "x", ["zh-Hans"] = "费用" })
            });
            edit.Remove("e5");
        });
        string[] Found(EntryQuery query) => [.. query.Find(_kb.Copies.Get(EditedStore.Kb), _kb.Clock.GetUtcNow()).Select(entry =>
            entry.Id)];
        Assert.Equal(["e0", "e1"], Found(new EntryQuery { Metadata = [new("TOPIC", "FEES")] }));
        Assert.Equal(["e0", "e1", "e2"], Found(new EntryQuery { Metadata = [new("topic", "")] }));
        Assert.Equal(["e0"], Found(new EntryQuery { Metadata = [new("topic", "fees")], Source = "a.TSV" }));
        Assert.Equal(["e0"], Found(new EntryQuery { State = EntryState.Disabled }));
        Assert.Equal(["e1"], Found(new EntryQuery { State = EntryState.Expired }));
        Assert.Equal(["e2", "e3", "e4"], Found(new EntryQuery { State = EntryState.Active }));
        Assert.Equal(["e5"], Found(new EntryQuery { State = EntryState.Deleted }));
        Assert.Equal(["e2"], Found(new EntryQuery { Language = "zh-Hans" }));
        Assert.Equal(["e2"], Found(new EntryQuery { Text = "费" }));
        Assert.Equal(["e3"], Found(new EntryQuery { Text = "QUESTION 3" }));
        Assert.Equal(["e1", "e3"], Found(new EntryQuery { Ids = ["e3", "e1", "none"] }));
    }

    [Fact]
    public void Actions_are_done_in_order_as_one_change_set()
    {
        BulkEdit bulk = new(
            new EntryQuery { Ids = ["e0", "e1"] },
            [
                new BulkAction.SetMetadata("topic", "new"), new BulkAction.SetEnabled(false), new BulkAction.SetSource("bulk"),
                new BulkAction.ReplaceText("kb", "the kb"), new BulkAction.MoveAlternates("e2"),
                new BulkAction.SetValidity(null, _kb.Clock.GetUtcNow()),
            ]);
        (IReadOnlyList<Change> preview, IReadOnlyList<Fault> faults) =
            _kb.Copies.Preview(EditedStore.Kb, edit => bulk.Apply(edit, _kb.Clock.GetUtcNow()));
        Assert.Equal((3, 0), (preview.Count, faults.Count));
        Assert.Equal(0, _kb.Copies.Get(EditedStore.Kb).Revision);

        ChangeSet set = _kb.Edit(edit => Assert.Equal(2, bulk.Apply(edit, _kb.Clock.GetUtcNow())));
        Assert.Equal((1, 3), (set.Number, set.Count));
        FaqEntry e0 = _kb["e0"];
        Assert.Equal(("the kb question 0 first", false, "bulk", 0), (e0.Question, e0.Enabled, e0.Source, e0.Alternates.Count));
        Assert.Equal(3, _kb["e2"].Alternates.Count);
        Assert.Equal(preview.Select(change => change.After), _kb.Copies.Set(EditedStore.Kb, 1)!.Value.Changes.Select(change =>
            change.After));
        _kb.Copies.Undo(EditedStore.Kb, 1, EditedStore.Bob);
        Assert.Single(_kb["e2"].Alternates);
    }

    [Fact]
    public void Fault_of_one_entry_changes_none()
    {
        string before = _kb.Dump();
        InvalidEditException fault = Assert.Throws<InvalidEditException>(() => _kb.Edit(edit =>
            new BulkEdit(new EntryQuery(), [new BulkAction.SetMetadata("not a name", "x")]).Apply(edit, _kb.Clock.GetUtcNow())));
        Assert.Equal(6, fault.Faults.Count);
        Assert.Throws<InvalidEditException>(() => _kb.Edit(edit =>
            new BulkEdit(new EntryQuery(), [new BulkAction.ReplaceText(" 1 ", " 2 ")]).Apply(edit, _kb.Clock.GetUtcNow())));
        Assert.Equal(before, _kb.Dump());
    }

    [Fact]
    public void Deleted_entries_are_restored_in_bulk()
    {
        _kb.Edit(edit => new BulkEdit(new EntryQuery { Ids = ["e1", "e4"] }, [new BulkAction.Delete(false)]).Apply(edit,
            _kb.Clock.GetUtcNow()));
        Assert.Equal(["e0", "e2", "e3", "e5"], _kb.Ids);
        _kb.Edit(edit => new BulkEdit(new EntryQuery { State = EntryState.Deleted }, [new BulkAction.Restore()]).Apply(edit,
            _kb.Clock.GetUtcNow()));
        Assert.Equal(["e0", "e1", "e2", "e3", "e4", "e5"], _kb.Ids);
    }

    [Fact]
    public void Thousands_of_entries_are_previewed_changed_and_brought_back_as_one_change_set()
    {
        const int many = 3_000;
        _kb.Edit(edit =>
        {
            for (int i = 0; i < many; i++)
            {
                edit.Put(EditedStore.Entry($"n{i}", null, $"another wording of n{i}") with
                {
                    Prompts = i == 0 ? [] : [new FollowUpPrompt(new LocalizedText("before"), $"n{i - 1}")],
                });
            }
        });
        BulkEdit off = new(new EntryQuery { Text = "the question of n" }, [new BulkAction.SetEnabled(false)]);
        Assert.Equal(many, off.CountOf(_kb.Copies.Get(EditedStore.Kb), _kb.Clock.GetUtcNow()));
        Assert.Equal(many, _kb.Copies.Preview(EditedStore.Kb, edit => off.Apply(edit, _kb.Clock.GetUtcNow())).Changes.Count);
        Assert.Equal(many, _kb.Edit(edit => off.Apply(edit, _kb.Clock.GetUtcNow())).Count);
        Assert.False(_kb["n2999"].Enabled);

        // All but the last go, to which nothing leads any more.
        string before = _kb.Copies.Get(EditedStore.Kb).Find("n2999")!.Content;
        ChangeSet deleted = _kb.Edit(edit => new BulkEdit(
            new EntryQuery { Text = "the question of n", ExceptIds = new HashSet<string> { "n2999" } }, [new BulkAction.Delete(true)])
            .Apply(edit, _kb.Clock.GetUtcNow()));
        Assert.Equal(many, deleted.Count);
        Assert.Empty(_kb["n2999"].Prompts);
        Assert.Equal(7, _kb.Ids.Length);
        _kb.Copies.Undo(EditedStore.Kb, deleted.Number, EditedStore.Bob);
        Assert.Equal((many + 6, before), (_kb.Ids.Length, _kb.Copies.Get(EditedStore.Kb).Find("n2999")!.Content));
        EditRefusedException refused = Assert.Throws<EditRefusedException>(() => _kb.Edit(edit => new BulkEdit(
            new EntryQuery { Text = "the question of n" }, [new BulkAction.MoveAlternates("e2")]).Apply(edit, _kb.Clock.GetUtcNow())));
        Assert.Contains("Found 3001 alternates for entry 'e2'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_faults_the_first_are_told()
    {
        _kb.Edit(edit =>
        {
            for (int i = 0; i < 1_500; i++)
            {
                edit.Put(EditedStore.Entry($"n{i}"));
            }
        });
        InvalidEditException fault = Assert.Throws<InvalidEditException>(() => _kb.Edit(edit =>
            new BulkEdit(new EntryQuery(), [new BulkAction.SetMetadata("not a name", "x")]).Apply(edit, _kb.Clock.GetUtcNow())));
        Assert.Equal(1_000, fault.Faults.Count);
    }
}
