using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Tests.Storage;

public sealed class FeedbackTableTests() : FeedbackTableContract(new SqliteEngine());

[Collection(PostgresCollection.Name)]
public sealed class FeedbackTableOnPostgresTests(PostgresFixture server) : FeedbackTableContract(new PostgresEngine(server));

public abstract class FeedbackTableContract : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreEngine _engine;
    private readonly KnowledgeStore _store;

    protected FeedbackTableContract(StoreEngine engine)
    {
        _engine = engine;
        _store = engine.Open();
        Publication.Publish(_store, Publication.Knowledge("a"));
        Publication.Publish(_store, Publication.Knowledge("b"));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Add_keeps_every_member_and_lists_the_latest_first()
    {
        Feedback[] rows =
        [
            Row("a", "first") with { EntryId = null, Kind = FeedbackKind.NotHelpful },
            Row("b", "elsewhere"),
            Row("a", "second") with { Kind = FeedbackKind.Helpful, At = Now.AddMinutes(1) },
        ];
        Assert.Equal(3, _store.Feedback.Add(rows));
        Assert.Equal([rows[2], rows[0]], _store.Feedback.Latest("a", 10));
        Assert.Equal([rows[2]], _store.Feedback.Latest("a", 1));
    }

    [Fact]
    public void Add_counts_what_a_user_repeats_once_and_what_others_say_too()
    {
        Assert.Equal(1, _store.Feedback.Add([.. Enumerable.Repeat(Row("a", "same"), 20)]));
        Assert.Equal(1, _store.Feedback.Add([Row("a", "same") with { UserKey = Feedback.KeyOf("a", "eve") }]));
        Assert.Equal(1, _store.Feedback.Add([Row("a", "same") with { EntryId = null }]));
        Assert.Equal(0, _store.Feedback.Add([Row("a", "same") with { EntryId = null }]));
        Assert.Equal(1, _store.Feedback.Add([Row("a", "same") with { At = Now + FeedbackTable.UserPeriod }]));
    }

    [Fact]
    public void Add_another_opinion_of_an_answer_takes_the_place_of_the_one_before()
    {
        Feedback helpful = Row("a", "q") with { Kind = FeedbackKind.Helpful };
        Feedback unclear = helpful with { Kind = FeedbackKind.NotHelpful, Reason = FeedbackReason.Unclear };
        Feedback old = unclear with { Reason = FeedbackReason.OutOfDate, Comment = "since May <email>" };
        Assert.Equal(1, _store.Feedback.Add([Row("a", "q")]));
        Feedback[] others = [helpful with { EntryId = "e1" }, helpful with { UserKey = "eve" }, helpful with { Question = "r" }];
        Assert.Equal(3, _store.Feedback.Add(others));
        foreach (Feedback said in (Feedback[])[helpful, unclear, old, helpful, old])
        {
            Assert.Equal(1, _store.Feedback.Add([said]));
            Assert.Equal([said, .. others.Reverse(), Row("a", "q")], _store.Feedback.Latest("a", 10));
        }

        Assert.Equal([old], _store.Feedback.Complaints("a", "e0", 10));
        Assert.Empty(_store.Feedback.Complaints("a", "e1", 10));
        Assert.Equal([old], _store.Feedback.Complaints("a", null, 10));
    }

    [Fact]
    public void Add_limits_each_user_by_the_day()
    {
        Feedback[] many = [.. Enumerable.Range(0, FeedbackTable.MaxRowsOfUser + 5).Select(number => Row("a", $"question {number}"))];
        Assert.Equal(FeedbackTable.MaxRowsOfUser, _store.Feedback.Add(many));
        Assert.Equal(0, _store.Feedback.Add([Row("a", "one more")]));
        Assert.Equal(1, _store.Feedback.Add([Row("a", "tomorrow") with { At = Now + FeedbackTable.UserPeriod }]));
        Assert.Equal(1, _store.Feedback.Add([Row("b", "another knowledge base")]));
    }

    [Fact]
    public void Add_makes_room_by_dropping_the_oldest_rows()
    {
        Sql.Execute(_store.Path, $"""
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {FeedbackTable.MaxRows})
            INSERT INTO feedback (knowledge_base_id, version, question, entry_id, kind, user_key, source, created_at)
            SELECT 'a', 1, 'old ' || n, 'e0', 'Chosen', CAST(n AS TEXT), 'test', 0 FROM number
            """);
        _store.Feedback.Add([Row("b", "kept"), Row("a", "new 1"), Row("a", "new 2")]);
        Assert.Equal(FeedbackTable.MaxRows, Sql.Number(_store.Path, "SELECT COUNT(*) FROM feedback WHERE knowledge_base_id = 'a'"));
        Assert.Equal(["new 2", "new 1"], _store.Feedback.Latest("a", 2).Select(row => row.Question));
        Assert.Equal(0, Sql.Number(_store.Path, "SELECT COUNT(*) FROM feedback WHERE question IN ('old 1', 'old 2')"));
        Assert.Single(_store.Feedback.Latest("b", 10));
    }

    [Fact]
    public void UserKey_does_not_show_the_user_and_differs_between_knowledge_bases()
    {
        string key = Feedback.KeyOf("a", "bob");
        Assert.Matches("^[0-9a-f]{32}$", key);
        Assert.Equal(key, Feedback.KeyOf("a", "bob"));
        Assert.NotEqual(key, Feedback.KeyOf("b", "bob"));
    }

    private static Feedback Row(string kb, string question) =>
        new(kb, 1, question, "e0", FeedbackKind.Chosen, Feedback.KeyOf(kb, "bob"), "test", Now);
}
