using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Bench;

/// <summary>Totals and suggestions over a log of millions of questions: time, and memory above that of the idle service.</summary>
internal static class LogBench
{
    private const string Key = "the-admin-key-of-the-bench";
    private const int Entries = 1_000, Days = 400, AskedOfWording = 20, Asked = 300;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        int rows = context.Quick ? 1_000_000 : 10_000_000;
        string database = await folder.DatabaseAsync("logged.db", () => BenchFolder.Knowledge(Entries, 1));
        string log = folder.PathOf("logged.questions.db");
        context.Say($"Writing a log of {rows:#,0} questions.");
        await FillAsync(log, rows);
        string service = await folder.ServiceAsync(context);
        await using PublishedService started = await PublishedService.StartAsync(
            service, database, ("Knowledge:IndexAtStart", "false"), ("Admin:Key", Key), ("QuestionLog:Path", log),
            ("Learning:MostWordings", context.Quick ? "1000" : "10000"));
        using HttpClient client = new() { BaseAddress = started.Address, Timeout = TimeSpan.FromMinutes(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        await GetAsync(client, "kbs");

        // Idle is a service that has answered: what encoding and judging take anyhow is none of the log's.
        foreach (string question in Questions.Distinct(Asked, 2_000_000))
        {
            using HttpResponseMessage reply = await client.PostAsJsonAsync("/api/v1/ask", new { question });
            reply.EnsureSuccessStatusCode();
        }

        double idle = started.ResidentBytes / 1e6;
        string range = $"?from={Today.AddDays(1 - Days):yyyy-MM-dd}";
        List<Measurement> measured = [];
        string[] paths =
        [
            "analytics/days" + range, "analytics/entries" + range, "analytics/wordings", "suggestions?refresh=true", "analytics/topics",
            "analytics/drift",
        ];
        foreach (string path in paths)
        {
            (double milliseconds, double peak) = await WatchAsync(started, () => GetAsync(client, "kbs/shop/" + path));
            string name = path.Split('?')[0].Split('/')[^1];
            context.Say($"{name}: {milliseconds:#,0} ms, {peak - idle:0} MB above idle ({idle:0} MB).");
            measured.Add(new Measurement(
                $"log: {rows:#,0} questions, {name}", "ms", new Series([milliseconds]), "the idle service's memory in MB",
                new Series([idle]), null)
            { IsWatched = false });
            measured.Add(new Measurement(
                $"log: {rows:#,0} questions, {name}, memory above idle", "MB", new Series([peak - idle]), "the idle service",
                new Series([idle]), Goal.AtMost(300, "MB")));
        }

        return measured;
    }

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static async Task<string> GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage reply = await client.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative));
        return reply.EnsureSuccessStatusCode() is { } ok ? await ok.Content.ReadAsStringAsync() : "";
    }

    /// <summary>The time of a request, and the most memory of the service meanwhile.</summary>
    private static async Task<(double Milliseconds, double PeakMegabytes)> WatchAsync(PublishedService service, Func<Task<string>> request)
    {
        long started = Stopwatch.GetTimestamp();
        Task<string> running = request();
        long peak = service.ResidentBytes;
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(20));
            peak = Math.Max(peak, service.ResidentBytes);
        }

        await running;
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, peak / 1e6);
    }

    /// <summary>Writes a log by SQL alone: the log itself would take a while.</summary>
    private static async Task FillAsync(string path, int rows)
    {
        await using (QuestionLog log = new(path, new QuestionLogOptions(), TimeProvider.System, NullLogger<QuestionLog>.Instance))
        {
            new QuestionTotals(log).Days(new TotalsFilter("shop", Today, Today));
        }

        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        int wordings = rows / AskedOfWording, today = Today.DayNumber;

        // All of it is one transaction, which need not be taken back: nothing is written twice.
        Run(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN; "
            + "INSERT INTO names (id, text) VALUES (1, 'shop'), (2, 'api')");
        Run(connection, $"WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {Entries - 1}) "
            + "INSERT INTO names (id, text) SELECT i + 10, 'e' || i FROM n");
        using (SqliteCommand add = connection.CreateCommand())
        {
            add.CommandText = "INSERT INTO wordings (id, kb, key, text, language, last_day) "
                + "VALUES ($id, 1, randomblob(16), $text, 'zh-Hans', $day)";
            SqliteParameter id = add.Parameters.Add("$id", SqliteType.Integer), text = add.Parameters.Add("$text", SqliteType.Text);
            SqliteParameter day = add.Parameters.Add("$day", SqliteType.Integer);
            foreach ((int number, string question) in Questions.Distinct(wordings, 5_000_000).Index())
            {
                (id.Value, text.Value, day.Value) = (number + 1, question, today - (number % 80));
                add.ExecuteNonQuery();
            }
        }

        Run(connection, $"""
            WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {rows - 1})
            INSERT INTO questions (kb, day, at, version, channel, language, wording, decision, entry, confidence, runner_up, gap, origin, latency,
                user, conversation)
            SELECT 1, {today - Days + 1} + i / {Math.Max(1, rows / Days)}, i, 1, 2, 'zh-Hans', 1 + i * 7919 % {wordings}, i % 3,
                10 + i * 31 % {Entries}, (i % 100) / 100.0, 10 + i * 37 % {Entries}, 0.1, 0, 1500, i * 2654435761 % {rows / 4}, i * 40503 % {rows / 2}
            FROM n
            """);
        Run(connection, """
            INSERT INTO wording_users SELECT DISTINCT wording, 24000 + day % 4, user FROM questions ORDER BY 1, 2, 3
            """);
        Run(connection, """
            INSERT INTO wording_results SELECT wording, decision, entry, runner_up, COUNT(*), SUM(confidence) FROM questions GROUP BY 1, 2, 3, 4
            """);
        Run(connection, """
            INSERT INTO totals SELECT kb, day, version, channel, language, decision, entry, COUNT(*), 0, 0, SUM(confidence), SUM(latency)
            FROM questions GROUP BY 1, 2, 3, 4, 5, 6, 7
            """);
        Run(connection, "COMMIT");
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
