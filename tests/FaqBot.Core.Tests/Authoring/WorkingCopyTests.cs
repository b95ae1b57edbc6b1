using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

public sealed class WorkingCopyTests() : WorkingCopyContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class WorkingCopyOnPostgresTests(PostgresFixture server) : WorkingCopyContract(new PostgresEngine(server));

public abstract class WorkingCopyContract : IDisposable
{
    private readonly EditedStore _kb;

    protected WorkingCopyContract(StoreEngine engine) => _kb = new EditedStore(engine);

    public void Dispose()
    {
        _kb.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Published_version_stands_for_a_working_copy_until_it_is_edited()
    {
        WorkingCopy copy = _kb.Copies.Get(EditedStore.Kb);
        Assert.Equal((0, 1, false), (copy.Revision, copy.Head.StartedFrom, copy.Head.HasUnpublished));
        Assert.Equal(["e0", "e1", "e2"], copy.Entries.Select(entry => entry.Id));
        Assert.Equal(KnowledgeHash.Of(Publication.Knowledge(EditedStore.Kb)), KnowledgeHash.Of(copy.ToKnowledge()));
        Assert.False(_kb.Store.HasWorkingCopy(EditedStore.Kb));

        ChangeSet set = _kb.Edit(edit => edit.Put(EditedStore.Entry("new")));
        Assert.True(_kb.Store.HasWorkingCopy(EditedStore.Kb));
        Assert.Equal(("ada", "api", "because", 1, 1), (set.By.Author, set.By.Origin, set.By.Note, set.Number, set.Count));
        WorkingCopy after = _kb.Others.Get(EditedStore.Kb);
        Assert.Equal(["e0", "e1", "e2", "new"], after.Entries.Select(entry => entry.Id));
        Assert.Equal([0, 0, 0, 1], after.Entries.Select(entry => entry.Revision));
        Assert.True(after.Head is { HasUnpublished: true, NeedsDraft: true, PublishedRevision: 0 });
        Assert.Equal([EditedStore.Kb], _kb.Edited);
    }

    [Fact]
    public void Entry_that_is_written_as_it_was_changes_nothing()
    {
        Assert.Null(_kb.Copies.Edit(EditedStore.Kb, EditedStore.Ada, edit => edit.Put(_kb["e1"])).Set);
        Assert.Null(_kb.Copies.Edit(EditedStore.Kb, EditedStore.Ada, edit =>
        {
            edit.Put(EditedStore.Entry("gone"));
            edit.Remove("gone");
        }).Set);
        Assert.Equal(0, _kb.Copies.Get(EditedStore.Kb).Revision);
        Assert.Empty(_kb.Edited);
    }

    [Fact]
    public void Every_member_of_an_entry_is_kept()
    {
        FaqEntry full = new()
        {
            Id = "full",
            Question = "  Ｗｈｅｒｅ  is it? ",
            Alternates = ["在哪里？", "𠮷野家 👨‍👩‍👧"],
            NotThis = ["Where \"was\" it?"],
            Answer = new LocalizedText(new Dictionary<string, string> { ["en"] = "a\r\n\tb \\ \" </script>", ["zh-Hant"] = "這裡" }),
            Metadata = [new("z", "last"), new("a", "值")],
            Source = "a source",
            Prompts = [new FollowUpPrompt("And then?", "e1")],
            ContextOnly = true,
            Enabled = false,
            ValidFrom = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero),
            ValidUntil = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero),
        };
        _kb.Edit(edit => edit.Put(full));
        FaqEntry read = _kb.Others.Get(EditedStore.Kb).Find("full")!.Entry;
        Assert.Equal(
            KnowledgeHash.Of(Publication.Knowledge("x") with { Entries = [full] }),
            KnowledgeHash.Of(Publication.Knowledge("x") with { Entries = [read] }));
    }

    [Fact]
    public void All_rules_are_checked_and_all_faults_are_told_together()
    {
        string before = _kb.Dump();
        InvalidEditException fault = Assert.Throws<InvalidEditException>(() => _kb.Edit(edit =>
        {
            edit.Put(EditedStore.Entry("a", "KB question 0, first!", "twice", "TWICE"));
            edit.Put(EditedStore.Entry("b") with
            {
                Prompts = [new FollowUpPrompt("x", "nowhere"), new FollowUpPrompt("y", "b")],
                NotThis = ["The question of b?"],
            });
        }));
        Assert.Equal(
            ["a.alternates[1]", "a.question", "b.notThis[0]", "b.prompts[0].entryId", "b.prompts[1].entryId"],
            fault.Faults.Select(one => one.Path!).Order(StringComparer.Ordinal));
        Assert.Contains("also a question of entry 'e0'", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, _kb.Dump());
        Assert.Equal(3, _kb.Copies.Get(EditedStore.Kb).Entries.Count);
    }

    [Fact]
    public void Question_of_an_entry_that_goes_in_the_same_edit_may_be_taken()
    {
        string taken = _kb["e0"].Question;
        _kb.Edit(edit =>
        {
            edit.Remove("e0");
            edit.Put(EditedStore.Entry("heir", taken));
        });
        Assert.Equal(["e1", "e2", "heir"], _kb.Ids);

        // And the entry that is gone cannot come back beside its heir.
        Assert.Throws<InvalidEditException>(() => _kb.Edit(edit => edit.Restore("e0")));
    }

    [Fact]
    public void Entry_that_prompts_lead_to_is_deleted_with_them_or_not_at_all()
    {
        _kb.Edit(edit => edit.Put(_kb["e1"] with { Prompts = [new FollowUpPrompt("next", "e2"), new FollowUpPrompt("back", "e0")] }));
        InvalidEditException fault = Assert.Throws<InvalidEditException>(() => _kb.Edit(edit => edit.Remove("e2")));
        Assert.Contains("(e1)", fault.Message, StringComparison.Ordinal);
        _kb.Edit(edit => edit.Remove("e2", unlink: true));
        Assert.Equal(["e0"], _kb["e1"].Prompts.Select(prompt => prompt.EntryId));
    }

    [Fact]
    public void Deleted_entry_comes_back_to_its_place_for_thirty_days()
    {
        _kb.Edit(edit => edit.Remove("e1"));
        Assert.Equal(["e0", "e2"], _kb.Ids);
        Assert.Equal(["e1"], _kb.Copies.Get(EditedStore.Kb).Deleted.Select(entry => entry.Id));
        _kb.Clock.Advance(TimeSpan.FromDays(29));
        _kb.Copies.Purge();
        Assert.Equal(3, _kb.Edit(edit => Assert.True(edit.Restore("e1"))).Number + 1);
        Assert.Equal(["e0", "e1", "e2"], _kb.Ids);

        _kb.Edit(edit => edit.Remove("e1"));
        _kb.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Null(_kb.Copies.Edit(EditedStore.Kb, EditedStore.Ada, edit => Assert.False(edit.Restore("e1"))).Set);
        _kb.Copies.Purge();
        Assert.Empty(_kb.Others.Get(EditedStore.Kb).Deleted);
    }

    [Fact]
    public void Entries_are_moved_behind_others_and_to_the_front()
    {
        _kb.Edit(edit => edit.Move(["e2", "e0"], "e1"));
        Assert.Equal(["e1", "e2", "e0"], _kb.Ids);
        ChangeSet set = _kb.Edit(edit => edit.Move(["e0"], null));
        Assert.Equal(["e0", "e1", "e2"], _kb.Ids);
        Assert.Equal([0, 0, 0], _kb.Copies.Get(EditedStore.Kb).Entries.Select(entry => entry.Revision));
        _kb.Copies.Undo(EditedStore.Kb, set.Number, EditedStore.Bob);
        Assert.Equal(["e1", "e2", "e0"], _kb.Ids);
        Assert.Equal(_kb.Ids, _kb.Others.Get(EditedStore.Kb).Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void Entries_find_room_however_often_they_are_put_between_the_same_two()
    {
        for (int i = 0; i < 60; i++)
        {
            string id = i % 2 == 0 ? "e2" : "e1";
            _kb.Edit(edit => edit.Move([id], "e0"));
            Assert.Equal(["e0", id, i % 2 == 0 ? "e1" : "e2"], _kb.Ids);
        }
    }

    [Fact]
    public void What_somebody_else_has_changed_is_told_with_who_did()
    {
        ChangeSet bobs = _kb.Edit(edit => edit.Put(_kb["e0"] with { Source = "bob" }), EditedStore.Bob);
        EditConflictException conflict = Assert.Throws<EditConflictException>(() => _kb.Edit(edit => edit.Expect("e0", [0])));
        Assert.Equal(("bob", bobs.Number, "bob"), (conflict.Last!.By.Author, conflict.Revision, conflict.Entry!.Entry.Source));
        Assert.Throws<EditConflictException>(() => _kb.Edit(edit => edit.ExpectNone("e0")));
        Assert.Null(Assert.Throws<EditConflictException>(() => _kb.Edit(edit => edit.Expect("none", null))).Revision);
        _kb.Copies.Edit(EditedStore.Kb, EditedStore.Ada, edit => edit.Expect("e0", [0, bobs.Number]));
    }

    [Fact]
    public void Two_processes_that_edit_in_turn_see_each_other()
    {
        WorkingCopies others = _kb.Others;
        _kb.Edit(edit => edit.Put(EditedStore.Entry("mine")));
        others.Edit(EditedStore.Kb, EditedStore.Bob, edit =>
        {
            Assert.NotNull(edit.Find("mine"));
            edit.Put(EditedStore.Entry("theirs"));
        });
        Assert.Equal(["e0", "e1", "e2", "mine", "theirs"], _kb.Ids);
        Assert.Throws<InvalidEditException>(() => _kb.Edit(edit => edit.Put(EditedStore.Entry("x", "The question of THEIRS"))));
    }

    [Fact]
    public async Task Edits_at_once_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Put(i % 2 == 0 ? _kb.Copies : _kb.Others, $"n{i}"))));
        WorkingCopy copy = _kb.Others.Get(EditedStore.Kb);
        Assert.Equal((23, 20), (copy.Entries.Count, copy.Revision));
        Assert.Equal(20, _kb.Copies.Sets(EditedStore.Kb, int.MaxValue, 100).Count);

        static void Put(WorkingCopies copies, string id)
        {
            for (bool isKept = false; !isKept;)
            {
                try
                {
                    copies.Edit(EditedStore.Kb, EditedStore.Ada, edit => edit.Put(EditedStore.Entry(id)));
                    isKept = true;
                }
                catch (StoreException busy) when (busy.Kind == StoreFault.Locked)
                {
                    // As it says: on a busy machine the others take longer than one is patient.
                }
            }
        }
    }

    [Fact]
    public void Settings_are_edited_and_words_that_make_questions_one_are_refused()
    {
        _kb.Edit(edit => edit.Put(EditedStore.Entry("n", "where is my bill") with { NotThis = ["where is my invoice"] }));
        KnowledgeBase settings = _kb.Copies.Get(EditedStore.Kb).Settings;
        InvalidEditException fault = Assert.Throws<InvalidEditException>(() =>
            _kb.Edit(edit => edit.PutSettings(settings with { Synonyms = [["bill", "invoice"]] })));
        Assert.Equal("n.notThis[0]", fault.Faults[0].Path);
        ChangeSet set = _kb.Edit(edit => edit.PutSettings(settings with { Name = "Renamed", StopPhrases = ["dear bot"] }));
        WorkingCopy copy = _kb.Others.Get(EditedStore.Kb);
        Assert.Equal(("Renamed", set.Number), (copy.Settings.Name.For(FaqBot.Core.Text.Language.English), copy.Head.SettingsRevision));
        Assert.Throws<EditConflictException>(() => _kb.Edit(edit => edit.ExpectSettings([0])));
    }

    [Fact]
    public void Knowledge_base_is_begun_from_nothing_once()
    {
        KnowledgeBase settings = Publication.Knowledge("fresh", entries: 0);
        WorkingCopy copy = _kb.Copies.Create(settings, EditedStore.Ada);
        Assert.Equal((1, null, true), (copy.Revision, copy.Head.StartedFrom, copy.Head.HasUnpublished));
        Assert.Throws<EditRefusedException>(() => _kb.Copies.Create(settings, EditedStore.Ada));
        Assert.Throws<EditRefusedException>(() => _kb.Copies.Create(settings with { Id = EditedStore.Kb }, EditedStore.Ada));
        Assert.Contains("fresh", Assert.Throws<UnknownKnowledgeBaseException>(() => _kb.Copies.Get("none")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_new_entries_are_no_ids_yet()
    {
        _kb.Edit(edit =>
        {
            Assert.Equal("1", edit.NewId());
            edit.Put(EditedStore.Entry("41"));
            Assert.Equal("42", edit.NewId());
            edit.Remove("41");
            edit.Put(EditedStore.Entry("a"));
        });
    }
}
