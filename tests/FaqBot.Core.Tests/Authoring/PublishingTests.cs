using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Authoring;

public sealed class PublishingTests() : PublishingContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class PublishingOnPostgresTests(PostgresFixture server) : PublishingContract(new PostgresEngine(server));

public abstract class PublishingContract(StoreEngine engine)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publication_encodes_only_what_is_new_and_publishes_what_was_reviewed()
    {
        await using PublishedStore kb = new(engine);
        Assert.Equal(3, (await kb.IndexAsync(PublishedStore.Knowledge)).Encoded);
        kb.Edit(edit =>
        {
            edit.Put(PublishedStore.Entry("pets", "May I bring my dog?", "On a leash."));
            edit.Put(PublishedStore.Entry("seat", "Can I reserve a seat in advance?", "Only by phone."));
        });
        WorkingCopyMovedException moved = await Assert.ThrowsAsync<WorkingCopyMovedException>(() =>
            kb.Publishing.PublishAsync(PublishedStore.Kb, 0, PublishedStore.Bob, null, Cancellation));
        Assert.Equal(1, moved.Found);
        Assert.Equal("Yes, online.", kb.Answers()["seat"]);

        PublishedResult done = await kb.PublishAsync();
        Assert.True(done.Index is { Changed: true, Entries: 4 });
        Assert.Equal(("Only by phone.", "On a leash."), (kb.Answers()["seat"], kb.Answers()["pets"]));
        Assert.False(kb.Copies.Get(PublishedStore.Kb).Head.HasUnpublished);
        PublicationNote note = kb.Publishing.Versions(PublishedStore.Kb, int.MaxValue, 10)[0];
        Assert.Equal((done.Index.Version.Number, 1, "bob"), (note.Number, note.From.Revision, note.From.By.Author));
        Assert.Equal(
            KnowledgeHash.Of(kb.Copies.Get(PublishedStore.Kb).ToKnowledge()),
            KnowledgeHash.Of(kb.Publishing.ContentOf(PublishedStore.Kb, note.Number)));

        // Nothing more to publish.
        Assert.False((await kb.PublishAsync()).Index.Changed);
    }

    [Fact]
    public async Task File_that_is_indexed_replaces_what_was_edited_as_one_change_set_that_can_be_undone()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Edit(edit =>
        {
            edit.Put(PublishedStore.Entry("pets", "May I bring my dog?", "On a leash."));
            edit.Remove("refund");
            edit.Move(["seat"], null);
        });
        KnowledgeBase edited = kb.Copies.Get(PublishedStore.Kb).ToKnowledge();
        Assert.Equal(["seat", "luggage", "pets"], edited.Entries.Select(entry => entry.Id));

        // The very file that answers already: the edits go nevertheless.
        Assert.False((await kb.IndexAsync(PublishedStore.Knowledge)).Changed);
        WorkingCopy copy = kb.Copies.Get(PublishedStore.Kb);
        Assert.Equal(KnowledgeHash.Of(PublishedStore.Knowledge), KnowledgeHash.Of(copy.ToKnowledge()));
        Assert.False(copy.Head.HasUnpublished);
        ChangeSet set = kb.Copies.Sets(PublishedStore.Kb, int.MaxValue, 1)[0];
        Assert.Equal((2, ChangeOrigin.File), (set.Number, set.By.Origin));
        Assert.Equal(KnowledgeHash.Of(edited), KnowledgeHash.Of(kb.Copies.Undo(PublishedStore.Kb, 2,
            PublishedStore.Ada).Copy.ToKnowledge()));

        // Another file: one version, and the working copy is it.
        FaqEntry only = PublishedStore.Entry("only", "Is there anything else?", "No.");
        Assert.True((await kb.IndexAsync(PublishedStore.Knowledge with { Entries = [only] })).Changed);
        Assert.Equal(["only"], kb.Copies.Get(PublishedStore.Kb).Entries.Select(entry => entry.Id));
        Assert.Equal(["only"], kb.Answers().Keys);
        Assert.Equal(4, kb.Publishing.Versions(PublishedStore.Kb, int.MaxValue, 1)[0].From.Revision);
    }

    [Fact]
    public async Task Draft_that_a_file_made_is_what_the_first_edit_begins_with()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        FaqEntry only = PublishedStore.Entry("only", "Is there anything else?", "No.");
        await kb.IndexAsync(PublishedStore.Knowledge with { Entries = [only] }, Deployment.Test);
        WorkingCopy copy = kb.Copies.Get(PublishedStore.Kb);
        Assert.Equal((2, null, 0), (copy.Head.StartedFrom, copy.Head.PublishedRevision, copy.Head.DraftRevision));
        await kb.PublishAsync();
        Assert.Equal(["only"], kb.Answers().Keys);
    }

    [Fact]
    public async Task Former_content_is_published_under_a_new_number_and_what_it_replaced_can_be_had_back()
    {
        await using PublishedStore kb = new(engine);
        int first = (await kb.IndexAsync(PublishedStore.Knowledge)).Version.Number;
        for (int i = 0; i < 7; i++)
        {
            kb.Edit(edit => edit.Put(PublishedStore.Entry("seat", "Can I reserve a seat in advance?", $"Edition {i}.")));
            await kb.PublishAsync();
        }

        kb.Edit(edit => edit.Put(PublishedStore.Entry("pets", "May I bring my dog?", "On a leash.")));
        IndexResult back = await kb.Publishing.RestoreAsync(PublishedStore.Kb, first, PublishedStore.Bob, Cancellation);
        Assert.True(back.Version.Number > first + 7);
        Assert.Equal(0, back.Encoded);
        Assert.Equal("Yes, online.", kb.Answers()["seat"]);
        PublicationNote note = kb.Publishing.Versions(PublishedStore.Kb, int.MaxValue, 1)[0];
        Assert.Equal((first, "bob"), (note.From.Restores, note.From.By.Author));
        WorkingCopy copy = kb.Copies.Get(PublishedStore.Kb);
        Assert.False(copy.Head.HasUnpublished);
        WorkingCopy again = kb.Copies.Undo(PublishedStore.Kb, copy.Revision, PublishedStore.Ada).Copy;
        Assert.Equal("Edition 6.", again.Find("seat")!.Entry.Answer.For(Language.English));
        Assert.NotNull(again.Find("pets"));
        await Assert.ThrowsAsync<NotThereException>(() =>
            kb.Publishing.RestoreAsync(PublishedStore.Kb, 999, PublishedStore.Bob, Cancellation));
    }

    [Fact]
    public async Task Unpublished_knowledge_base_answers_nobody_and_keeps_its_content()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        Assert.True(await kb.Publishing.UnpublishAsync(PublishedStore.Kb, PublishedStore.Ada, Cancellation));
        Assert.Null(kb.Catalogs.Find(PublishedStore.Kb));
        Assert.Equal(KnowledgeHash.Of(PublishedStore.Knowledge), KnowledgeHash.Of(kb.Copies.Get(PublishedStore.Kb).ToKnowledge()));
        await kb.PublishAsync();
        Assert.Equal("Yes, online.", kb.Answers()["seat"]);
        Assert.True(await kb.Publishing.UnpublishAsync(PublishedStore.Kb, PublishedStore.Ada, Cancellation));
        Assert.False(await kb.Publishing.UnpublishAsync(PublishedStore.Kb, PublishedStore.Ada, Cancellation));
    }

    [Fact]
    public async Task Who_changed_it_does_not_publish_where_approval_is_asked_for()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Copies.SetPolicy(PublishedStore.Kb, new PublishingPolicy { NeedsApproval = true }, PublishedStore.Ada);
        kb.Edit(edit => edit.Remove("seat"));
        PublicationBlockedException blocked = await Assert.ThrowsAsync<PublicationBlockedException>(() =>
            kb.PublishAsync(PublishedStore.Ada, "I am in a hurry"));
        Assert.False(blocked.CanBeOverridden);
        await kb.PublishAsync(PublishedStore.Bob);
        Assert.DoesNotContain("seat", kb.Answers().Keys);
    }

    [Fact]
    public async Task Who_changed_something_before_somebody_else_did_needs_an_approval_too()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Copies.SetPolicy(PublishedStore.Kb, new PublishingPolicy { NeedsApproval = true }, PublishedStore.Ada);
        kb.Edit(edit => edit.Remove("seat"));
        kb.Copies.Edit(PublishedStore.Kb, PublishedStore.Bob, edit => edit.Remove("refund"));
        Assert.Contains(
            "'bob' has changed it",
            (await Assert.ThrowsAsync<PublicationBlockedException>(() => kb.PublishAsync(PublishedStore.Bob))).Message,
            StringComparison.Ordinal);

        // One's own approval is nobody else's.
        int revision = kb.Copies.Get(PublishedStore.Kb).Revision;
        kb.Approvals.Approve(PublishedStore.Kb, revision, PublishedStore.Bob);
        await Assert.ThrowsAsync<PublicationBlockedException>(() => kb.PublishAsync(PublishedStore.Bob));
        kb.Approvals.Approve(PublishedStore.Kb, revision, PublishedStore.Ada);
        await kb.PublishAsync(PublishedStore.Bob);
        Assert.Equal(["luggage"], kb.Answers().Keys);
    }

    [Fact]
    public async Task Approval_ends_with_the_next_change_and_holds_for_a_plan()
    {
        ManualClock clock = new();
        await using PublishedStore kb = new(engine, clock);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Copies.SetPolicy(PublishedStore.Kb, new PublishingPolicy { NeedsApproval = true }, PublishedStore.Ada);
        kb.Edit(edit => edit.Remove("seat"));
        int revision = kb.Copies.Get(PublishedStore.Kb).Revision;
        kb.Approvals.Approve(PublishedStore.Kb, revision, PublishedStore.Bob);
        kb.Edit(edit => edit.Remove("refund"));
        Assert.Empty(kb.Approvals.Of(PublishedStore.Kb, revision + 1));
        Assert.Throws<WorkingCopyMovedException>(() => kb.Approvals.Approve(PublishedStore.Kb, revision, PublishedStore.Bob));
        DateTimeOffset due = clock.GetUtcNow().AddHours(1);
        Assert.Throws<PublicationBlockedException>(() =>
            kb.Publishing.Plan(PublishedStore.Kb, due, revision + 1, PublishedStore.Ada, null));
        kb.Approvals.Approve(PublishedStore.Kb, revision + 1, PublishedStore.Bob);
        kb.Publishing.Plan(PublishedStore.Kb, due, revision + 1, PublishedStore.Ada, null);
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(Assert.Single(await kb.Publishing.RunDueAsync(Audited, Cancellation)).Fault);
        Assert.Equal(["luggage"], kb.Answers().Keys);
    }

    [Fact]
    public async Task Where_one_key_is_all_there_is_a_reason_stands_for_the_approval_and_is_kept()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        Authorship admin = new("admin", ChangeOrigin.Api) { MayWaiveApproval = true };
        kb.Copies.SetPolicy(PublishedStore.Kb, new PublishingPolicy { NeedsApproval = true }, admin);
        kb.Copies.Edit(PublishedStore.Kb, admin, edit => edit.Remove("seat"));
        Assert.True((await Assert.ThrowsAsync<PublicationBlockedException>(() => kb.PublishAsync(admin))).CanBeOverridden);
        PublishedResult done = await kb.PublishAsync(admin, "there is only me");
        Assert.Contains("'admin' has changed it", Assert.Single(done.Overridden), StringComparison.Ordinal);
        Assert.Equal("there is only me", kb.Publishing.Versions(PublishedStore.Kb, int.MaxValue, 1)[0].From.OverrideReason);
    }

    [Fact]
    public async Task Gates_block_publishing_until_a_reason_opens_them()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Copies.SetPolicy(
            PublishedStore.Kb, new PublishingPolicy { NeedsNoLintError = true, Goals = new EvaluationGoals { MinAccuracy = 1 } },
            PublishedStore.Ada);
        Assert.Contains(
            "no labelled question",
            (await Assert.ThrowsAsync<PublicationBlockedException>(() => kb.PublishAsync())).Message, StringComparison.Ordinal);
        kb.Labels.Add(
            PublishedStore.Kb,
            [
                new NewLabel("reserve a seat in advance?", "seat", [], null, null),
                new NewLabel("how much luggage may I take along", "luggage", [], null, null),
            ],
            "ada");
        Assert.Empty((await kb.PublishAsync()).Overridden);

        // A context-only entry that no prompt leads to is an error of lint, and its question is answered by it no more.
        kb.Edit(edit => edit.Put(PublishedStore.Entry("seat", "Can I reserve a seat in advance?", "Yes.") with { ContextOnly = true }));
        PublicationBlockedException blocked = await Assert.ThrowsAsync<PublicationBlockedException>(() => kb.PublishAsync());
        Assert.Equal((2, true), (blocked.Blocked.Count, blocked.CanBeOverridden));
        Assert.Contains("unreachable of entry 'seat'", blocked.Message, StringComparison.Ordinal);
        Assert.Equal("Yes, online.", kb.Answers()["seat"]);
        Assert.Equal(2, (await kb.PublishAsync(reason: "the bot leads there")).Overridden.Count);
        Assert.Equal("the bot leads there", kb.Publishing.Versions(PublishedStore.Kb, int.MaxValue, 1)[0].From.OverrideReason);
    }

    [Fact]
    public async Task Planned_publication_happens_when_it_is_due_or_says_why_not()
    {
        ManualClock clock = new();
        await using PublishedStore kb = new(engine, clock);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Edit(edit => edit.Remove("seat"));
        DateTimeOffset at = clock.GetUtcNow().AddHours(2);
        Assert.Throws<EditRefusedException>(() => kb.Publishing.Plan(PublishedStore.Kb, clock.GetUtcNow(), 1, PublishedStore.Bob, null));
        Assert.Throws<WorkingCopyMovedException>(() => kb.Publishing.Plan(PublishedStore.Kb, at, 0, PublishedStore.Bob, null));
        kb.Publishing.Plan(PublishedStore.Kb, at, 1, PublishedStore.Bob, null);
        Assert.Empty(await kb.Publishing.RunDueAsync(Audited, Cancellation));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(Assert.Single(await kb.Publishing.RunDueAsync(Audited, Cancellation)).Fault);
        Assert.DoesNotContain("seat", kb.Answers().Keys);
        Assert.Null(kb.Publishing.PlanOf(PublishedStore.Kb));

        kb.Edit(edit => edit.Remove("refund"));
        kb.Publishing.Plan(PublishedStore.Kb, clock.GetUtcNow().AddHours(1), 2, PublishedStore.Bob, null);
        kb.Edit(edit => edit.Restore("seat"));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Contains(
            "Found revision 3", Assert.Single(await kb.Publishing.RunDueAsync(Audited, Cancellation)).Fault!, StringComparison.Ordinal);
        Assert.Contains("refund", kb.Answers().Keys);
        Assert.Empty(await kb.Publishing.RunDueAsync(Audited, Cancellation));
        Assert.NotNull(kb.Publishing.PlanOf(PublishedStore.Kb)!.Fault);
        Assert.True(kb.Publishing.CancelPlan(PublishedStore.Kb));
    }

    [Fact]
    public async Task Draft_and_what_is_published_are_asked_the_same_questions()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Labels.Add(
            PublishedStore.Kb,
            [
                new NewLabel("May I bring my dog along?", "refund", [], null, null), new NewLabel("reserve a seat in advance?", "seat", [],
                    null, null),
            ],
            "ada");
        kb.Edit(edit => edit.Put(
            PublishedStore.Entry("refund", "How do I get a refund for my ticket?", "Ask at the counter.") with
            {
                Alternates = ["May I bring my dog?"],
            }));
        Comparison comparison = (await kb.Evaluations.CompareDraftAsync(PublishedStore.Kb, Cancellation))!;
        Assert.Equal(["May I bring my dog along?"], comparison.Better.Select(one => one.Question.Text));
        Assert.Empty(comparison.Worse);
        Assert.Equal(1, comparison.BothRight);

        IReadOnlyList<AskedOfBoth> asked = await kb.Trials.AskBothAsync(
            PublishedStore.Kb, [Question.Parse("May I bring my dog?"), Question.Parse("Can I reserve a seat in advance?")], Cancellation);
        Assert.Equal([true, false], asked.Select(one => one.IsOtherwise));
        Assert.Equal((Decision.Answer, "refund", "Ask at the counter."),
            (asked[0].After.Decision, asked[0].After.EntryId, asked[0].After.Answer));
        Assert.NotEqual(Decision.Answer, asked[0].Before.Decision);
    }

    [Fact]
    public async Task Evaluations_are_kept_and_compared()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        await Assert.ThrowsAsync<EditRefusedException>(() =>
            kb.Evaluations.RunAsync(PublishedStore.Kb, Deployment.Production, PublishedStore.Ada, Cancellation));
        kb.Labels.Import(
            PublishedStore.Kb, "question\tentry\tkind\nreserve a seat in advance?\tseat\t\nMay I bring my dog along?\t-\tasked\n",
            "ada", replace: false);
        SavedEvaluation first = (await kb.Evaluations.RunAsync(PublishedStore.Kb, Deployment.Production, PublishedStore.Ada,
            Cancellation)).Saved;
        kb.Edit(edit => edit.Put(PublishedStore.Entry("other", "May I reserve a place for my dog in advance?", "No.")));
        SavedEvaluation second = (await kb.Evaluations.RunAsync(PublishedStore.Kb, Deployment.Test, PublishedStore.Bob,
            Cancellation)).Saved;
        Assert.Equal((1, 2, 1, 2), (first.Number, second.Number, first.Version, first.Questions));
        Assert.Equal([2, 1], kb.Evaluations.List(PublishedStore.Kb, int.MaxValue, 10).Select(one => one.Number));
        Comparison compared = kb.Evaluations.Compare(PublishedStore.Kb, 1, 2);
        Assert.Equal((0, 1), (compared.NotShared, compared.BothRight + compared.Worse.Count));
        Assert.Equal(first.Version, kb.Evaluations.Report(PublishedStore.Kb, 1).Version);
        Assert.Throws<NotThereException>(() => kb.Evaluations.Report(PublishedStore.Kb, 9));
    }

    private static AuditEntry Audited(PlannedPublication plan) => new(
        plan.At, plan.Author, null, "PublishAsPlanned", plan.KnowledgeBaseId, null, null, null,
        plan.Fault is null ? AuditOutcome.Done : AuditOutcome.Failed, null, plan.Fault);
}
