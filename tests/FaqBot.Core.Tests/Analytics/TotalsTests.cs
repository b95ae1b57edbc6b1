using FaqBot.Core.Analytics;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using static FaqBot.Core.Tests.Analytics.LogFolder;

namespace FaqBot.Core.Tests.Analytics;

public sealed class TotalsTests() : TotalsContract(server: null);

[Collection(PostgresCollection.Name)]
public sealed class TotalsOnPostgresTests(PostgresFixture server) : TotalsContract(new PostgresEngine(server));

public abstract class TotalsContract(PostgresEngine? server)
{
    private static readonly TotalsFilter Year = new("shop", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));

    [Fact]
    public async Task Days_add_up_what_was_decided()
    {
        await using LogFolder folder = new LogFolder(server: server).Run();
        await folder.AddAsync(
            Asked("a", confidence: 1, origin: RankingOrigin.Exact),
            Asked("b", confidence: 0.8, origin: RankingOrigin.Cached, channel: Asker.DirectLine),
            Asked("b", "bob", Decision.Suggestions, confidence: 0.4),
            Asked("c", "bob", Decision.NoMatch, null, 0, version: 2),
            Asked("d", at: Noon.AddDays(1)),
            Asked("e", kb: "other"));
        DayTotals day = folder.Totals.Days(Year)[0];
        Assert.Equal(
            new DayTotals(new DateOnly(2026, 3, 10), 4, 2, 1, 1, 1, 1, 0.55, 2) { Users = 2, Conversations = 0, Settled = 0 }, day);
        Assert.Equal(2, folder.Totals.Days(Year).Count);
        Assert.Equal(1, Assert.Single(folder.Totals.Days(Year with { Version = 2 })).NoMatch);
        Assert.Equal(1, Assert.Single(folder.Totals.Days(Year with { Channel = Asker.DirectLine })).Asked);
        Assert.Empty(folder.Totals.Days(Year with { Channel = "nobody" }));
        Assert.Equal(4, folder.Totals.Days(Year with { Entries = ["e1"] }).Sum(one => one.Asked));
        Assert.Empty(folder.Totals.Days(Year with { Entries = [] }));
        Assert.Equal("e1", Assert.Single(folder.Totals.Entries(Year with { Entries = ["e1", "e9"] })).EntryId);
        Assert.Empty(folder.Totals.Days(Year with { To = new DateOnly(2026, 3, 9) }));
        Assert.Equal([1, 2], folder.Totals.Publications(Year).Select(mark => mark.Version));
    }

    [Fact]
    public async Task Days_begin_where_the_knowledge_base_is_at_home()
    {
        await using LogFolder folder = new LogFolder(new QuestionLogOptions { TimeZones = ["shop=Asia/Shanghai"] }, server: server).Run();
        DateTimeOffset late = new(2026, 3, 10, 16, 30, 0, TimeSpan.Zero);
        await folder.AddAsync(Asked("a", at: late), Asked("b", at: late, kb: "other"));
        Assert.Equal(new DateOnly(2026, 3, 11), Assert.Single(folder.Totals.Days(Year)).Day);
        Assert.Equal(new DateOnly(2026, 3, 10), Assert.Single(folder.Totals.Days(Year with { KnowledgeBaseId = "other" })).Day);
    }

    [Fact]
    public async Task Conversation_is_settled_by_an_answer_that_is_not_asked_again()
    {
        await using LogFolder folder = new LogFolder(server: server).Run();
        await folder.AddAsync(
            Asked("a", conversation: "answered"),
            Asked("b", conversation: "repeated"), Asked("b2", conversation: "repeated", at: Noon.AddMinutes(9)),
            Asked("c", conversation: "repeated later"), Asked("c2", conversation: "repeated later", at: Noon.AddMinutes(11)),
            Asked("d", decision: Decision.NoMatch, entry: null, conversation: "missed"),
            Asked("e", conversation: "missed at last"), Asked("f", decision: Decision.NoMatch, entry: null, conversation: "missed at last"),
            Asked("g", decision: Decision.NoMatch, entry: null, conversation: "found at last"), Asked("h", conversation: "found at last"));
        DayTotals day = Assert.Single(folder.Totals.Days(Year));
        Assert.Equal((6, 3), (day.Conversations, day.Settled));
    }

    [Fact]
    public async Task Asking_again_in_other_words_counts_for_the_entry_that_answered()
    {
        await using LogFolder folder = new LogFolder(server: server).Run();
        Asker address = new(Asker.Api, "10.0.0.1", null) { IsNamed = false };
        await folder.AddAsync(
            Asked("how", entry: "e1"), Asked("in other words", entry: "e2", runnerUp: "e1", at: Noon.AddMinutes(1)),
            Asked("same", "bob", entry: "e1"), Asked("Same!", "bob", entry: "e1", at: Noon.AddMinutes(1)),
            Asked("late", "eve", entry: "e1"), Asked("too late", "eve", entry: "e1", at: Noon.AddMinutes(11)),
            Asked("one", "joe", entry: "e1"), Asked("another matter", "joe", entry: "e3", at: Noon.AddMinutes(1)),
            Asked("missed", "sue", Decision.NoMatch, "e1"), Asked("missed again", "sue", Decision.NoMatch, "e1", at: Noon.AddMinutes(1)),
            Asked("nobody knows who", entry: "e1") with { Asker = address },
            Asked("and another one", entry: "e1", at: Noon.AddMinutes(1)) with { Asker = address },
            Asked("talk", "x", entry: "e1", conversation: "c"), Asked("more talk", "y", entry: "e1", conversation: "c"));
        Assert.Equal([("e1", 2)], folder.Totals.Entries(Year).Where(entry => entry.AskedAgain > 0).Select(entry => (
            entry.EntryId, entry.AskedAgain)));
        Assert.Equal(2, folder.Count("reasks"));
        Assert.Equal(1, await folder.Log.ForgetUserAsync("y", null, TestContext.Current.CancellationToken));
        Assert.Equal(2, await folder.Log.ForgetUserAsync("ann", null, TestContext.Current.CancellationToken));
        Assert.Equal(0, folder.Count("reasks"));
        Assert.Equal(2, Sql.Number(folder.Path, "SELECT SUM(times) FROM reask_totals"));
    }

    [Fact]
    public async Task Feedback_counts_once_a_user_and_finds_the_question()
    {
        await using LogFolder folder = new LogFolder(server: server).Run();
        await folder.AddAsync(
            Asked("退货", "ann", confidence: 0.92), Asked("退货", "bob", confidence: 0.92),
            Asked("退款", "eve", Decision.Suggestions, "e1", 0.4));
        await folder.SayAsync(
            Said("退货", FeedbackKind.Helpful, user: "ann"), Said("退货", FeedbackKind.Helpful, user: "ann"),
            Said("退货", FeedbackKind.NotHelpful, user: "bob"), Said("退款", FeedbackKind.Chosen, "e2", "eve"),
            Said("退款", FeedbackKind.Helpful, "e2", "eve"));
        EntryTotals[] entries = [.. folder.Totals.Entries(Year)];
        Assert.Equal(
            [("e1", 2, 1, 1, 1, 0), ("e2", 0, 0, 1, 0, 1)],
            entries.Select(e => (e.EntryId, e.Answered, e.Suggested, e.Helpful, e.NotHelpful, e.Chosen)));
        Assert.Equal(0.5, entries[0].HelpfulRate);
        ConfidenceTotals step = folder.Totals.Confidence(Year)[ConfidenceStep.Of(0.92)];
        Assert.Equal((2, 1, 1), (step.Asked, step.Helpful, step.NotHelpful));
        Assert.Equal(3, folder.Totals.Confidence(Year).Sum(one => one.Asked));
        Assert.Equal(new ConfusionTotals("e1", "e2", 1), Assert.Single(folder.Totals.Confusions(Year)));
        Assert.Equal(new SuggestionFunnel(1, 1, 1), folder.Totals.Funnel(Year));
    }

    [Fact]
    public async Task Opinion_that_changes_counts_as_the_later_one()
    {
        await using LogFolder folder = new LogFolder(server: server).Run();
        await folder.AddAsync(Asked("退货", "ann", confidence: 0.92));
        FeedbackKind[] said = [FeedbackKind.Helpful, FeedbackKind.NotHelpful, FeedbackKind.Helpful, FeedbackKind.NotHelpful];
        foreach (FeedbackKind kind in said)
        {
            await folder.SayAsync(Said("退货", kind, user: "ann"));
            int helpful = kind == FeedbackKind.Helpful ? 1 : 0;
            EntryTotals entry = Assert.Single(folder.Totals.Entries(Year));
            Assert.Equal((helpful, 1 - helpful), (entry.Helpful, entry.NotHelpful));
            ConfidenceTotals step = folder.Totals.Confidence(Year)[ConfidenceStep.Of(0.92)];
            Assert.Equal((1, helpful, 1 - helpful), (step.Asked, step.Helpful, step.NotHelpful));
        }
    }

    [Fact]
    public async Task Wordings_show_people_and_misses()
    {
        await using LogFolder folder = new LogFolder(server: server).Run();
        await folder.AddAsync(
            Asked("frequent"), Asked("frequent"), Asked("frequent", "bob"),
            Asked("missed", decision: Decision.NoMatch, entry: "e7", confidence: 0.1));
        WordingTotals[] all = [.. folder.Totals.Wordings(Year, unanswered: false)];
        Assert.Equal([("frequent", 3, 2, 0, "e1"), ("missed", 1, 1, 1, "e7")],
            all.Select(one => (one.Text, one.Asked, one.People, one.NoMatch, one.EntryId)));
        Assert.Equal("missed", Assert.Single(folder.Totals.Wordings(Year, unanswered: true)).Text);
    }

    [Fact]
    public async Task Totals_are_those_of_the_rows_whatever_comes()
    {
        Random random = new(11);
        await using LogFolder folder = new LogFolder(server: server).Run();
        await folder.AddAsync(Enumerable.Range(0, 3_000).Select(i => Asked(
            $"question {random.Next(200)}", $"user {random.Next(90)}", (Decision)random.Next(3), $"e{random.Next(20)}",
            random.NextDouble(), Noon.AddHours(random.Next(200)), version: random.Next(1, 4), conversation: $"c{random.Next(50)}")));
        Assert.Equal(3_000, folder.Count("questions"));
        Assert.Equal(0, Sql.Number(
            folder.Path,
            """
            SELECT COUNT(*) FROM (
                SELECT kb, day, version, decision, SUM(asked) AS asked FROM totals GROUP BY 1, 2, 3, 4
                EXCEPT SELECT kb, day, version, decision, COUNT(*) FROM questions GROUP BY 1, 2, 3, 4) differing
            """));
        Assert.Equal(0, Sql.Number(
            folder.Path,
            """
            SELECT COUNT(*) FROM (
                SELECT day, users, conversations FROM day_totals
                EXCEPT SELECT day, COUNT(DISTINCT "user"), COUNT(DISTINCT conversation) FROM questions GROUP BY day) differing
            """));
        Assert.Equal(
            Sql.Number(folder.Path, "SELECT COUNT(*) FROM conversations WHERE decision = 0 AND repeated = 0"),
            Sql.Number(folder.Path, "SELECT SUM(settled) FROM day_totals"));
    }

    [Theory]
    [InlineData(0, 0, null, null)]
    [InlineData(3, 3, 0.4385, 1.0)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(90, 100, 0.8256, 0.9448)]
    public void Wilson_interval_is_that_of_the_tables(int successes, int trials, double? low, double? high)
    {
        WilsonInterval? interval = WilsonInterval.Of(successes, trials);
        Assert.Equal((low, high), (interval is { } a ? Math.Round(a.Low, 4) : null, interval is { } b ? Math.Round(b.High, 4) : null));
    }

    [Fact]
    public void Helpful_rate_falls_when_it_is_surely_lower_than_before()
    {
        EntryTotals entry = new("e", 0, 0, 0, null, 2, 20, 0);
        Assert.False(entry.IsFalling);
        Assert.True((entry with { FormerInterval = WilsonInterval.Of(20, 22) }).IsFalling);
        Assert.False((entry with { FormerInterval = WilsonInterval.Of(2, 3) }).IsFalling);
    }

    [Fact]
    public void Other_topics_are_seen_beyond_three_deviations_of_eight_weeks()
    {
        DateOnly first = new(2026, 1, 5);
        DriftWeek[] weeks = [.. Enumerable.Range(0, 14).Select(week => new DriftWeek(first.AddDays(7 * week), 100, 0, 0.9, false, false))];
        Random random = new(5);
        float[] Usual() => [1, (float)(random.NextDouble() / 5), (float)(random.NextDouble() / 5)];
        Dictionary<DateOnly, float[]> centroids = weeks.ToDictionary(week => week.Week, _ => Usual());
        IReadOnlyList<DriftWeek> quiet = Drift.WithTopics(weeks, centroids);
        Assert.All(quiet, week => Assert.False(week.TopicAlarm));
        Assert.All(quiet.Take(4), week => Assert.Null(week.TopicDistance));
        Assert.All(quiet.Skip(4), week => Assert.InRange(week.TopicDistance!.Value, 0, 0.05));
        centroids[weeks[^1].Week] = [0.5f, 1, 0];
        Assert.Equal([weeks[^1].Week], Drift.WithTopics(weeks, centroids).Where(week => week.TopicAlarm).Select(week => week.Week));
        centroids.Remove(weeks[^2].Week);
        Assert.Null(Drift.WithTopics(weeks, centroids)[^1].TopicDistance);
    }

    [Fact]
    public void Drift_is_seen_beyond_three_deviations_of_eight_weeks()
    {
        DayTotals Week(int week, double noMatch, double confidence) => new(
            new DateOnly(2026, 1, 5).AddDays((7 * week) + 2), 1_000, 0, 0, 0, (long)(1_000 * noMatch), 0, confidence, 1);
        double[] shares = [0.10, 0.11, 0.09, 0.10, 0.12, 0.10, 0.11, 0.10];
        DayTotals[] weeks = [.. shares.Select((share, week) => Week(week, share, 0.9))];
        Assert.All(Drift.Of(weeks), week => Assert.False(week.NoMatchAlarm || week.ConfidenceAlarm));
        Assert.False(Drift.Of([.. weeks, Week(8, 0.125, 0.9)])[^1].NoMatchAlarm);
        Assert.True(Drift.Of([.. weeks, Week(8, 0.16, 0.9)])[^1] is { NoMatchAlarm: true, ConfidenceAlarm: false });
        Assert.True(Drift.Of([.. weeks, Week(8, 0.10, 0.7)])[^1] is { NoMatchAlarm: false, ConfidenceAlarm: true });
        Assert.Equal(new DateOnly(2026, 1, 5), Drift.Of(weeks)[0].Week);
    }
}
