using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using Microsoft.Data.Sqlite;
using static FaqBot.Core.Tests.Analytics.LogFolder;

namespace FaqBot.Core.Tests.Analytics;

public sealed class QuestionLogTests
{
    [Fact]
    public async Task Row_has_every_field_and_nothing_of_who_asked()
    {
        await using LogFolder folder = new LogFolder().Run();
        await folder.AddAsync(Asked(
            "我的电话13812345678，怎么退货", "ann@home.example", Decision.Suggestions, "return-apply", 0.6, runnerUp: "refund-where",
            conversation: "talk-4711", origin: RankingOrigin.Cached));
        Assert.Equal(
            "2026-03-10|1|api|zh-Hans|我的电话<phone>,怎么退货|1|return-apply|0.6|refund-where|0.3|1|2000",
            Sql.Text(
                folder.Path,
                """
                SELECT date('0001-01-01', day || ' days') || '|' || version || '|' || c.text || '|' || q.language || '|' || w.text || '|'
                    || decision || '|' || e.text || '|' || confidence || '|' || r.text || '|' || gap || '|' || origin || '|' || latency
                FROM questions q JOIN wordings w ON w.id = wording JOIN names c ON c.id = channel JOIN names e ON e.id = entry
                    JOIN names r ON r.id = runner_up
                """));
        await folder.StopAsync();
        SqliteConnection.ClearAllPools();
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(folder.Path)!))
        {
            string bytes = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(file));
            Assert.All(new[] { "ann@home", "talk-4711", "13812345678" }, secret =>
                Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Batch_waits_for_a_second_and_no_longer()
    {
        TimerClock clock = new();
        await using LogFolder folder = new(time: clock);
        folder.Run();
        folder.Log.Add(Asked("first"));
        Assert.Equal(QuestionLog.BatchTime, await clock.DelayAsync());
        folder.Log.Add(Asked("second"));
        Assert.False(File.Exists(folder.Path));
        clock.Advance(QuestionLog.BatchTime);
        await Eventually.TrueAsync("both are written", TimeSpan.FromMinutes(1), () =>
            File.Exists(folder.Path) && new FileInfo(folder.Path).Length > 0 && Written(folder) == 2);
    }

    [Fact]
    public async Task Full_batch_does_not_wait()
    {
        await using LogFolder folder = new(time: new TimerClock());
        folder.Run();
        for (int i = 0; i < QuestionLog.BatchRows; i++)
        {
            folder.Log.Add(Asked($"question {i}"));
        }

        await Eventually.TrueAsync("the batch is written", TimeSpan.FromMinutes(1), () => Written(folder) == QuestionLog.BatchRows);
    }

    [Fact]
    public async Task Questions_of_one_batch_are_written_as_one_by_one()
    {
        AskedQuestion[] questions =
        [
            .. Enumerable.Range(0, 60).Select(i => Asked(
                i % 3 == 0 ? "我的电话13812345678，怎么退货" : $"where is my refund {i % 5}", $"user {i % 4}",
                i % 2 == 0 ? Decision.Answer : Decision.NoMatch, $"e{i % 3}", 0.5, runnerUp: "other",
                conversation: i % 4 == 0 ? $"talk {i % 8}" : null)),
        ];
        List<string> tables = [];
        foreach (bool together in (bool[])[true, false])
        {
            await using LogFolder folder = new LogFolder().Run();
            foreach (AskedQuestion[] batch in questions.Chunk(together ? questions.Length : 1))
            {
                await folder.AddAsync(batch);
            }

            tables.Add(Sql.Text(
                folder.Path,
                """
                SELECT (SELECT group_concat(line, ';') FROM (SELECT w.text || '|' || r.decision || '|' || e.text || '|' || asked || '|'
                        || confidence AS line FROM wording_results r JOIN wordings w ON w.id = wording JOIN names e ON e.id = entry
                        ORDER BY line))
                    || (SELECT group_concat(line, ';') FROM (SELECT w.text || '|' || count(*) AS line FROM wording_users u
                        JOIN wordings w ON w.id = wording GROUP BY w.text ORDER BY line))
                    || (SELECT group_concat(line, ';') FROM (SELECT w.text || '|' || w.language || '|' || count(*) AS line
                        FROM questions q JOIN wordings w ON w.id = q.wording GROUP BY w.id ORDER BY line))
                    || (SELECT count(*) FROM day_users) || (SELECT count(*) FROM publications)
                    || (SELECT group_concat(users || '|' || conversations || '|' || settled) FROM day_totals)
                """)!);
        }

        Assert.Equal(tables[0], tables[1]);
        Assert.Contains("<phone>", tables[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_queue_drops_the_newest_and_counts_them()
    {
        await using LogFolder folder = new(new QuestionLogOptions { QueueLength = 256 });
        for (int i = 0; i < 261; i++)
        {
            folder.Log.Add(Asked($"question number {i}"));
        }

        Assert.Equal(5, folder.Log.DroppedCount);
        await folder.Run().Log.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(256, folder.Count("questions"));
        Assert.Equal("question number 255", Sql.Text(folder.Path, "SELECT text FROM wordings ORDER BY id DESC LIMIT 1"));
    }

    [Fact]
    public async Task File_that_cannot_be_written_loses_its_batches_alone()
    {
        await using LogFolder folder = new(name: Path.Combine("missing", "log.db"));
        folder.Run();
        await folder.AddAsync(Asked("lost"), Asked("lost, too"));
        Assert.Equal(2, folder.Log.DroppedCount);
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Path)!);
        await folder.AddAsync(Asked("kept"));
        Assert.Equal("kept", Sql.Text(folder.Path, "SELECT text FROM wordings"));
    }

    [Fact]
    public async Task Stop_writes_what_waits()
    {
        await using LogFolder folder = new(time: new TimerClock());
        for (int i = 0; i < 600; i++)
        {
            folder.Log.Add(Asked($"question {i}"));
        }

        await folder.Run().StopAsync();
        Assert.Equal(600, folder.Count("questions"));
    }

    [Fact]
    public async Task Who_opts_out_and_what_is_excluded_leave_no_trace()
    {
        await using LogFolder folder = new LogFolder(new QuestionLogOptions { Excluded = ["hr"] }).Run();
        await folder.AddAsync(Asked("one", optsOut: true), Asked("two", kb: "hr"), Asked("three"));
        Assert.Equal("three", Sql.Text(folder.Path, "SELECT text FROM wordings"));
        Assert.Equal(1, Sql.Number(folder.Path, "SELECT SUM(asked) FROM totals"));
    }

    [Fact]
    public async Task Users_have_another_key_in_another_month_and_knowledge_base()
    {
        await using LogFolder folder = new LogFolder().Run();
        await folder.AddAsync(
            Asked("a"), Asked("b", at: Noon.AddDays(20)), Asked("c", at: Noon.AddDays(30)), Asked("d", kb: "hr"), Asked("e", "bob"));
        Assert.Equal(4, Sql.Number(folder.Path, "SELECT COUNT(DISTINCT user) FROM questions"));
        await using LogFolder other = new LogFolder().Run();
        await other.AddAsync(Asked("a"));
        Assert.NotEqual(
            Sql.Number(folder.Path, "SELECT user FROM questions ORDER BY id LIMIT 1"),
            Sql.Number(other.Path, "SELECT user FROM questions"));
    }

    [Fact]
    public async Task Same_wording_in_other_writing_is_one()
    {
        await using LogFolder folder = new LogFolder().Run();
        await folder.AddAsync(Asked("怎么退货？"), Asked("怎麼退貨", "bob"), Asked("怎么 退货!", "bob"));
        Assert.Equal(1, folder.Count("wordings"));
        Assert.Equal(2, folder.Count("wording_users"));
        Assert.Equal(3, Sql.Number(folder.Path, "SELECT SUM(asked) FROM wording_results"));
    }

    [Fact]
    public async Task Texts_of_answered_questions_can_be_left_out()
    {
        await using LogFolder folder = new LogFolder(new QuestionLogOptions { KeepAnsweredTexts = false }).Run();
        await folder.AddAsync(Asked("answered"), Asked("missed", decision: Decision.NoMatch, entry: null));
        Assert.Equal("missed", Sql.Text(folder.Path, "SELECT GROUP_CONCAT(text) FROM wordings"));
        Assert.Equal(2, folder.Count("questions"));
    }

    [Fact]
    public async Task Each_knowledge_base_is_logged_as_far_as_its_owner_wants()
    {
        QuestionLogOptions options = new() { OnlyUnanswered = ["hr"], Excluded = ["law"] };
        await using LogFolder folder = new LogFolder(options).Run();
        await folder.AddAsync(new[] { "hr", "law", "shop" }.SelectMany(kb => new[]
        {
            Asked($"{kb} answered", kb: kb), Asked($"{kb} missed", decision: Decision.NoMatch, entry: null, kb: kb),
        }));
        Assert.Equal(
            ["hr missed", "shop answered", "shop missed"],
            Sql.Texts(folder.Path, "SELECT text FROM wordings WHERE text IS NOT NULL").Split(',').Order(StringComparer.Ordinal));
        Assert.Equal(4, folder.Count("questions"));
    }

    [Fact]
    public async Task Without_rows_only_totals_are_kept()
    {
        await using LogFolder folder = new LogFolder(new QuestionLogOptions { TextDays = 0, RowDays = 0 }).Run();
        await folder.AddAsync(Asked("a"), Asked("b", "bob"));
        Assert.Equal((0, 0), (folder.Count("questions"), folder.Count("wordings")));
        Assert.Equal(2, Sql.Number(folder.Path, "SELECT SUM(asked) FROM totals"));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "found schema version 99, expected at most 2")]
    [InlineData("DROP TABLE wordings; CREATE TABLE other (id)", "it holds tables of another program")]
    public async Task Foreign_file_is_left_alone(string sql, string expected)
    {
        await using LogFolder folder = new LogFolder().Run();
        await folder.AddAsync(Asked("a"));
        await folder.StopAsync();
        Sql.Execute(folder.Path, sql);
        await using QuestionLog other = new(
            folder.Path, new QuestionLogOptions(), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<QuestionLog>.Instance);
        StoreException exception = Assert.Throws<StoreException>(
            () => new QuestionTotals(other).Days(new TotalsFilter("shop", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31))));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QueueLength is 1")]
    [InlineData("RowDays is 30, expected TextDays (90)")]
    [InlineData("TimeZone is 'Mars/Olympus'")]
    [InlineData("TimeZones holds 'shop=Nowhere'")]
    [InlineData("TimeZones holds 'shop'")]
    [InlineData("PurgeInterval is 00:00:01")]
    [InlineData("Excluded holds an empty id")]
    [InlineData("OnlyUnanswered holds an empty id")]
    [InlineData("Path is empty")]
    public void Options_name_all_their_faults(string expected)
    {
        QuestionLogOptions options = new()
        {
            QueueLength = 1,
            RowDays = 30,
            TimeZone = "Mars/Olympus",
            TimeZones = ["shop=Nowhere", "shop", "hr=Asia/Shanghai"],
            PurgeInterval = TimeSpan.FromSeconds(1),
            Excluded = [" "],
            OnlyUnanswered = [" "],
            Path = "",
        };
        Assert.Contains(options.Faults(), fault => fault.StartsWith(expected, StringComparison.Ordinal));
        Assert.Equal(9, options.Faults().Count());
        Assert.Empty(new QuestionLogOptions().Faults());
    }

    private static long Written(LogFolder folder)
    {
        try
        {
            return folder.Count("questions");
        }
        catch (SqliteException)
        {
            // The file is being made.
            return 0;
        }
    }
}
