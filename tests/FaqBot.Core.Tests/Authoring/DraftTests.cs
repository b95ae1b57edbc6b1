using FaqBot.Core.Authoring;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Authoring;

public sealed class DraftTests() : DraftContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class DraftOnPostgresTests(PostgresFixture server) : DraftContract(new PostgresEngine(server));

public abstract class DraftContract(StoreEngine engine)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Draft_is_made_once_nothing_was_edited_for_a_moment()
    {
        TimerClock clock = new();
        await using PublishedStore kb = new(engine, clock);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Edit(edit => edit.Remove("refund"));
        Assert.Equal(Drafts.Pause, await clock.TimerAsync(_ => true));
        clock.Advance(TimeSpan.FromMilliseconds(200));
        kb.Edit(edit => edit.Remove("seat"));
        clock.Advance(TimeSpan.FromMilliseconds(100));

        // 300 ms after the first edit, 100 ms after the second: the rest is waited for.
        Assert.Equal(TimeSpan.FromMilliseconds(200), await clock.TimerAsync(span => span == TimeSpan.FromMilliseconds(200)));
        Assert.Contains("seat", kb.Answers(Deployment.Test).Keys);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        await Eventually.TrueAsync("the draft answers tests", Deadline, () => kb.Answers(Deployment.Test).Count == 1);
        Assert.Equal(3, kb.Answers().Count);
        Assert.Equal(2, kb.Copies.Get(PublishedStore.Kb).Head.DraftRevision);
    }

    [Fact]
    public async Task Edits_that_never_pause_wait_a_second_at_most()
    {
        TimerClock clock = new();
        await using PublishedStore kb = new(engine, clock);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Edit(edit => edit.Remove("refund"));
        await clock.TimerAsync(span => span == Drafts.Pause);
        (int Quiet, TimeSpan Wait)[] edits =
            [(250, TimeSpan.FromMilliseconds(250)), (200, TimeSpan.FromMilliseconds(250)), (200, TimeSpan.FromMilliseconds(200))];
        foreach ((int edition, (int quiet, TimeSpan wait)) in edits.Index())
        {
            // Each edit comes 50 ms before the pause would have ended; 800 ms after the first one only 200 are left.
            clock.Advance(TimeSpan.FromMilliseconds(quiet));
            kb.Edit(edit => edit.Put(PublishedStore.Entry("seat", "Can I reserve a seat in advance?", $"Edition {edition}.")));
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await clock.TimerAsync(span => span == wait);
        }

        Assert.Null(kb.Copies.Get(PublishedStore.Kb).Head.DraftRevision);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        await Eventually.TrueAsync("the draft answers tests", Deadline, () => kb.Answers(Deployment.Test)["seat"] == "Edition 2.");
    }

    [Fact]
    public async Task Draft_that_a_stop_or_another_process_has_left_behind_is_made()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        new WorkingCopies(kb.Store, kb.Time).Edit(PublishedStore.Kb, PublishedStore.Ada, edit => edit.Remove("seat"));
        kb.Drafts.TouchOutdated();
        await Eventually.TrueAsync("the draft answers tests", Deadline, () => !kb.Answers(Deployment.Test).ContainsKey("seat"));
        Assert.Contains("seat", kb.Answers().Keys);
        await kb.PublishAsync();
        Assert.DoesNotContain("seat", kb.Answers().Keys);
        Assert.False(kb.Copies.Get(PublishedStore.Kb).Head.NeedsDraft);
    }

    [Fact]
    public async Task Draft_without_an_entry_says_so_and_comes_back_with_one()
    {
        await using PublishedStore kb = new(engine);
        await kb.IndexAsync(PublishedStore.Knowledge);
        kb.Edit(edit =>
        {
            foreach (string id in new[] { "luggage", "refund", "seat" })
            {
                edit.Remove(id);
            }
        });
        await Eventually.TrueAsync("the fault is known", Deadline, () => kb.Drafts.FaultOf(PublishedStore.Kb) is not null);
        Assert.Contains("expected at least 1", kb.Drafts.FaultOf(PublishedStore.Kb), StringComparison.Ordinal);
        kb.Edit(edit => edit.Restore("seat"));
        await Eventually.TrueAsync("the draft answers tests", Deadline, () => kb.Answers(Deployment.Test).Count == 1);
        Assert.Null(kb.Drafts.FaultOf(PublishedStore.Kb));
    }
}
