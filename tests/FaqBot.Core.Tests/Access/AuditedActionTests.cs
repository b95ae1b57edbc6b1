using FaqBot.Core.Access;
using FaqBot.Core.Authoring;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Authoring;
using FaqBot.Core.Tests.Storage;

namespace FaqBot.Core.Tests.Access;

public sealed class AuditedActionTests() : AuditedActionContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class AuditedActionOnPostgresTests(PostgresFixture server) : AuditedActionContract(new PostgresEngine(server));

/// <summary>What is changed and that it was changed are stored together, or neither is.</summary>
public abstract class AuditedActionContract : IDisposable
{
    private readonly EditedStore _kb;

    protected AuditedActionContract(StoreEngine engine) => _kb = new EditedStore(engine);

    private AuditTable Audit => _kb.Store.Access.Audit;

    private DateTimeOffset Now => _kb.Clock.GetUtcNow();

    public void Dispose()
    {
        _kb.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Row_takes_the_place_of_the_mark_that_was_stored_with_the_change()
    {
        using AuditedAction action = AuditedAction.Begin(Entry);
        Change("Another.");
        Assert.True(action.IsMarked);
        Assert.Equal(1, Sql.Count(_kb.Store.Path, "audit_marks"));
        Assert.Empty(Audit.From(0, 10));
        Audit.Append(Entry() with { After = "1" }, action);
        Assert.Equal(0, Sql.Count(_kb.Store.Path, "audit_marks"));
        Assert.Equal(Entry() with { After = "1" }, Assert.Single(Audit.From(0, 10)).Entry);

        // What goes on after its end is no part of it.
        Change("A third.");
        Assert.Equal(0, Sql.Count(_kb.Store.Path, "audit_marks"));
    }

    [Fact]
    public void Mark_that_cannot_be_stored_lets_nothing_be_changed()
    {
        string before = _kb.Dump();
        Sql.Execute(_kb.Store.Path, "ALTER TABLE audit_marks RENAME TO elsewhere");
        using (AuditedAction action = AuditedAction.Begin(Entry))
        {
            Assert.Throws<StoreException>(() => Change("Another."));
            Assert.Throws<StoreException>(
                () => _kb.Store.Access.Members.Put(MemberKind.User, "eve", "kb", [Role.Owner], "ada", Now));
            Assert.False(action.IsMarked);
        }

        Sql.Execute(_kb.Store.Path, "ALTER TABLE elsewhere RENAME TO audit_marks");
        Assert.Equal(before, _kb.Dump());
        Assert.Equal(0, Sql.Count(_kb.Store.Path, "audit_marks") + Sql.Count(_kb.Store.Path, "access_members"));
    }

    [Fact]
    public void Change_that_fails_leaves_no_mark()
    {
        using AuditedAction action = AuditedAction.Begin(Entry);
        Assert.Throws<InvalidEditException>(() => _kb.Edit(edit => edit.Put(_kb["e1"] with { Question = _kb["e2"].Question })));
        Assert.False(action.IsMarked);
        Assert.Equal(0, Sql.Count(_kb.Store.Path, "audit_marks"));
    }

    [Fact]
    public void Row_that_cannot_be_written_comes_later_from_the_mark()
    {
        Audit.Append(Entry() with { Action = "SignIn" });
        using (AuditedAction action = AuditedAction.Begin(Entry))
        {
            Change("Another.");
            Sql.Execute(_kb.Store.Path, "ALTER TABLE audit RENAME TO elsewhere");
            Assert.Throws<StoreException>(() => Audit.Append(Entry(), action));
            Sql.Execute(_kb.Store.Path, "ALTER TABLE elsewhere RENAME TO audit");
        }

        Assert.Equal(0, Audit.Settle(Now));
        Assert.Equal(1, Audit.Settle(Now.AddMinutes(1)));
        Assert.Equal(0, Audit.Settle(Now.AddMinutes(1)));
        AuditRow row = Audit.From(1, 10)[0];
        Assert.Equal(
            Entry() with { Note = "What it changed is stored; how it ended was not written down." }, row.Entry);
        Assert.Empty(Audit.Verify(null, 10).Faults);
    }

    [Fact]
    public void Action_that_changed_nothing_takes_its_mark_back()
    {
        using AuditedAction action = AuditedAction.Begin(Entry);
        Assert.False(_kb.Store.EndpointKeys.Revoke(EditedStore.Kb, KeySlot.Primary));
        Audit.Unmark(action);
        Assert.Equal(0, Sql.Count(_kb.Store.Path, "audit_marks"));
        Assert.Empty(Audit.From(0, 10));
    }

    [Fact]
    public async Task Actions_at_the_same_time_each_have_a_row_of_one_chain()
    {
        const int many = 8;
        await Task.WhenAll(Enumerable.Range(0, many).Select(i => Task.Run(
            () =>
            {
                AuditEntry entry = Entry() with { RequestId = $"{i}" };
                using AuditedAction action = AuditedAction.Begin(() => entry);
                _kb.Copies.Edit(EditedStore.Kb, EditedStore.Ada, edit => edit.Put(EditedStore.Entry($"n{i}")));
                Audit.Append(entry, action);
            },
            TestContext.Current.CancellationToken)));
        Assert.Equal(
            Enumerable.Range(0, many).Select(i => $"{i}").Order(StringComparer.Ordinal),
            Audit.From(0, 100).Select(row => row.Entry.RequestId!).Order(StringComparer.Ordinal));
        Assert.Empty(Audit.Verify(null, 10).Faults);
        Assert.Equal(0, Sql.Count(_kb.Store.Path, "audit_marks"));
        Assert.Equal(many + 3, _kb.Ids.Length);
    }

    [Fact]
    public void Session_and_the_mark_that_it_began_are_stored_together_or_neither_is()
    {
        SessionTable sessions = _kb.Store.Access.Sessions;
        AuditEntry entry = Entry() with { Action = "SignIn" };
        using (AuditedAction action = AuditedAction.Begin(() => entry))
        {
            sessions.Put([1], "user:ada", [4], Now, Now.AddHours(1));
            Assert.Equal(1, Sql.Count(_kb.Store.Path, "audit_marks"));
            Audit.Append(entry, action);
        }

        Assert.Equal("SignIn", Assert.Single(Audit.From(0, 10)).Entry.Action);
        Sql.Execute(_kb.Store.Path, "ALTER TABLE audit_marks RENAME TO elsewhere");
        using (AuditedAction.Begin(() => entry))
        {
            Assert.Throws<StoreException>(() => sessions.Put([2], "user:ada", [4], Now, Now.AddHours(1)));
            Assert.Throws<StoreException>(() => sessions.End([1]));
        }

        Sql.Execute(_kb.Store.Path, "ALTER TABLE elsewhere RENAME TO audit_marks");
        Assert.Null(sessions.Find([2], Now));
        Assert.NotNull(sessions.Find([1], Now));
    }

    [Fact]
    public void Session_is_stored_on_either_engine()
    {
        byte[] hash = [1, 2, 3];
        _kb.Store.Access.Sessions.Put(hash, "user:ada", [4], Now, Now.AddHours(1));
        Assert.Equal([4], _kb.Store.Access.Sessions.Find(hash, Now));
        Assert.Equal(1, _kb.Store.Access.Sessions.EndAll("user:ada"));
    }

    private void Change(string answer) =>
        _kb.Edit(edit => edit.Put(_kb["e1"] with { Answer = new Core.Knowledge.LocalizedText(answer) }));

    private AuditEntry Entry() => new(
        Now, "ada", "10.0.0.0/24", "PutEntry", EditedStore.Kb, "entries/e1", "0", null, AuditOutcome.Done, "request1", null);
}
