using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Relational;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using static FaqBot.Core.Tests.Analytics.LogFolder;

namespace FaqBot.Core.Tests.Analytics;

public sealed class RetentionTests() : RetentionContract(server: null)
{
    [Fact]
    public async Task Purge_works_in_slices_and_gives_space_back()
    {
        await using LogFolder folder = new LogFolder(new QuestionLogOptions { QueueLength = 20_000 }).Run();
        await folder.AddAsync(Enumerable.Range(0, 12_000).Select(
            i => Asked($"question {i} of very many", $"user {i}", at: LogFolder.Noon)));
        long pages = Sql.Number(folder.Path, "PRAGMA page_count");
        SqliteQuestionDatabase database = new(folder.Path);
        QuestionPurge purge = new(database);
        DateOnly tomorrow = DateOnly.FromDateTime(LogFolder.Noon.UtcDateTime).AddDays(1);
        List<int> slices = [];
        while (purge.Slice(tomorrow, tomorrow) is > 0 and var rows)
        {
            slices.Add(rows);
        }

        Assert.Equal(3, slices.TakeWhile((_, index) => index < 3).Count(rows => rows is > 0 and <= QuestionPurge.SliceRows));
        Assert.Equal(0, folder.Count("questions"));
        Assert.True(Sql.Number(folder.Path, "PRAGMA page_count") < pages / 2, "pages are given back");
    }
}

[Collection(PostgresCollection.Name)]
public sealed class RetentionOnPostgresTests(PostgresFixture server) : RetentionContract(new PostgresEngine(server));

public abstract class RetentionContract(PostgresEngine? server)
{
    private readonly ManualClock _clock = new();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public async Task Texts_go_before_rows_and_totals_stay()
    {
        await using LogFolder folder = new LogFolder(time: _clock, server: server).Run();
        await folder.AddAsync(
            Asked("very old", at: Now.AddDays(-401)), Asked("old", at: Now.AddDays(-91)), Asked("young", at: Now.AddDays(-89)),
            Asked("asked again", at: Now.AddDays(-91)), Asked("asked again", at: Now));
        Assert.True(folder.Log.Purge(TestContext.Current.CancellationToken) > 0);
        Assert.Equal("asked again,young", Sql.Texts(
            folder.Path, "SELECT text FROM wordings WHERE text IS NOT NULL ORDER BY text"));
        Assert.Equal(4, folder.Count("questions"));
        Assert.Equal(5, Sql.Number(folder.Path, "SELECT SUM(asked) FROM totals"));
        _clock.Advance(TimeSpan.FromDays(500));
        folder.Log.Purge(TestContext.Current.CancellationToken);
        Assert.Equal(
            (0, 0, 0, 0, 0),
            (folder.Count("questions"), folder.Count("wordings"), folder.Count("wording_users"), folder.Count("day_users"),
                Sql.Number(folder.Path, "SELECT COUNT(*) FROM log_secrets WHERE month > 0")));
        Assert.Equal(5, Sql.Number(folder.Path, "SELECT SUM(asked) FROM totals"));
        Assert.Equal(0, folder.Log.Purge(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Forgetting_a_user_takes_theirs_alone()
    {
        await using LogFolder folder = new LogFolder(time: _clock, server: server).Run();
        await folder.AddAsync(
            Asked("shared question", "ann", at: Now), Asked("shared question", "bob", at: Now), Asked("only anns", "ann", at: Now),
            Asked("anns of last month", "ann", at: Now.AddDays(-31)), Asked("elsewhere", "ann", at: Now, kb: "hr"));
        await folder.SayAsync(Said("shared question", FeedbackKind.NotHelpful, user: "ann", at: Now));
        Assert.Equal(3, await folder.Log.ForgetUserAsync("ann", "shop", TestContext.Current.CancellationToken));
        Assert.Equal(
            "elsewhere,shared question",
            Sql.Texts(folder.Path, "SELECT text FROM wordings WHERE text IS NOT NULL ORDER BY text"));
        Assert.Equal(1, Sql.Number(folder.Path, "SELECT SUM(asked) FROM wording_results r JOIN wordings w ON w.id = wording "
            + "WHERE text = 'shared question'"));
        Assert.Equal((2, 0), (folder.Count("wording_users"), folder.Count("feedback")));
        Assert.Equal(1, await folder.Log.ForgetUserAsync("ann", null, TestContext.Current.CancellationToken));
        Assert.Equal(0, await folder.Log.ForgetUserAsync("ann", null, TestContext.Current.CancellationToken));
        Assert.Equal(5, Sql.Number(folder.Path, "SELECT SUM(asked) FROM totals"));
    }

    [Fact]
    public async Task Forgetting_a_conversation_takes_it_alone()
    {
        await using LogFolder folder = new LogFolder(time: _clock, server: server).Run();
        await folder.AddAsync(
            Asked("one", conversation: "c1", at: Now), Asked("two", conversation: "c1", at: Now),
            Asked("three", conversation: "c2", at: Now), Asked("four", at: Now));
        Assert.Equal(2, await folder.Log.ForgetConversationAsync("c1", null, TestContext.Current.CancellationToken));
        Assert.Equal("four,three", Sql.Texts(
            folder.Path, "SELECT text FROM wordings WHERE text IS NOT NULL ORDER BY text"));
        Assert.Equal(1, folder.Count("conversations"));
        Assert.Equal(2, folder.Count("questions"));
    }
}
