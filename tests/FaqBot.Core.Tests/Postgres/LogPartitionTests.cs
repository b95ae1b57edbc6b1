using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Analytics;
using FaqBot.Core.Tests.Storage;
using FaqBot.Postgres.Schemas;
using Npgsql;
using static FaqBot.Core.Tests.Analytics.LogFolder;

namespace FaqBot.Core.Tests.Postgres;

/// <summary>The question log in PostgreSQL keeps each day apart, and drops it whole.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LogPartitionTests(PostgresFixture server)
{
    private const string Days = """
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'questions'::regclass AND c.relname <> 'questions_other' ORDER BY 1
        """;

    private readonly ManualClock _clock = new();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public async Task Days_lie_apart_and_go_whole()
    {
        using PostgresEngine engine = new(server);
        await using LogFolder folder = new LogFolder(time: _clock, server: engine).Run();
        await folder.AddAsync(
            Asked("two days ago", at: Now.AddDays(-2)), Asked("yesterday", at: Now.AddDays(-1)), Asked("today", at: Now),
            Asked("today, too", at: Now));
        Assert.Equal(string.Join(',', PartOf(-2), PartOf(-1), PartOf(0)), Sql.Texts(folder.Path, Days));
        Assert.Equal(0, folder.Count("questions_other"));
        Assert.Equal(2, folder.Count(PartOf(0)));
        _clock.Advance(TimeSpan.FromDays(399));
        Assert.True(folder.Log.Purge(TestContext.Current.CancellationToken) > 0);
        Assert.Equal(string.Join(',', PartOf(-400), PartOf(-399)), Sql.Texts(folder.Path, Days));
        Assert.Equal(3, folder.Count("questions"));
    }

    [Fact]
    public async Task Reader_of_the_log_keeps_no_question_from_being_written()
    {
        using PostgresEngine engine = new(server);
        await using NpgsqlConnection reader = new(engine.Place.ConnectionString);
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using NpgsqlTransaction reading = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (NpgsqlCommand read = new("SELECT COUNT(*) FROM faqbot_log.questions", reader))
        {
            Assert.Equal(0L, await read.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        // Its day finds no room while somebody reads, so that it lies with the rest.
        await using LogFolder folder = new LogFolder(time: _clock, server: engine).Run();
        await folder.AddAsync(Asked("what is it", at: Now));
        Assert.Equal(1, folder.Count("questions_other"));
        await reading.RollbackAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromDays(500));
        folder.Log.Purge(TestContext.Current.CancellationToken);
        Assert.Equal(0, folder.Count("questions"));
    }

    [Fact]
    public async Task Role_that_may_not_change_tables_makes_and_drops_days()
    {
        using PostgresEngine engine = new(server);
        NpgsqlConnectionStringBuilder parts = new(engine.Place.ConnectionString);
        string role = $"logger_{parts.Database}";
        Grant(engine, role);
        parts.Username = role;
        await using Core.Analytics.Logging.QuestionLog log = new(
            new StorePlace("") { ConnectionString = parts.ToString() }, new Core.Analytics.QuestionLogOptions(), _clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Core.Analytics.Logging.QuestionLog>.Instance);
        using CancellationTokenSource stop = new();
        Task running = Task.Run(() => log.RunAsync(stop.Token), TestContext.Current.CancellationToken);
        log.Add(Asked("today", at: Now));
        await log.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PartOf(0), Sql.Texts(engine.LogPath, Days));
        _clock.Advance(TimeSpan.FromDays(500));
        Assert.True(log.Purge(TestContext.Current.CancellationToken) > 0);
        Assert.Equal("", Sql.Texts(engine.LogPath, Days));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Log_of_a_former_build_is_split_into_its_days_with_all_that_it_holds_and_who_may_read_it()
    {
        using PostgresEngine engine = new(server);
        string role = $"former_{new NpgsqlConnectionStringBuilder(engine.Place.ConnectionString).Database}";
        Sql.Execute(engine.LogPath, $"""
            DROP SCHEMA faqbot_log CASCADE; CREATE SCHEMA faqbot_log;
            CREATE TABLE schema_versions (id bigint PRIMARY KEY, schema bigint NOT NULL, min_reader bigint NOT NULL);
            INSERT INTO schema_versions VALUES (1, {LogTables.Created}, {LogTables.MinReader});
            {LogTables.Create}
            INSERT INTO questions (kb, day, at, version, channel, language, wording, decision, entry, confidence, runner_up, gap, origin,
                latency, "user", conversation)
            SELECT 1, 739000 + n / 2, n, 1, 1, 'en', 1, 1, 1, 0.5, 0, 0, 1, 1, 1, 0 FROM generate_series(1, 5) AS n
            """);
        Grant(engine, role);
        PostgresSchema.Migrate(engine.Place);
        Assert.Equal("questions_of_739000,questions_of_739001,questions_of_739002", Sql.Texts(engine.LogPath, Days));
        Assert.Equal("1,2,3,4,5", Sql.Texts(engine.LogPath, "SELECT id::text FROM questions ORDER BY id"));
        Assert.Equal("true", Sql.Texts(engine.LogPath, $"SELECT has_table_privilege('{role}', 'questions', 'INSERT')::text"));

        // What a former build writes, which knows nothing of days.
        await using LogFolder folder = new LogFolder(time: _clock, server: engine).Run();
        Sql.Execute(engine.LogPath, """
            INSERT INTO questions (kb, day, at, version, channel, language, wording, decision, entry, confidence, runner_up, gap, origin,
                latency, "user", conversation)
            VALUES (1, 739009, 1, 1, 1, 'en', 1, 1, 1, 0.5, 0, 0, 1, 1, 1, 0)
            """);
        Assert.Equal(1, folder.Count("questions_other"));
        Assert.Equal("6", Sql.Texts(engine.LogPath, "SELECT MAX(id)::text FROM questions"));
    }

    private static void Grant(PostgresEngine engine, string role) => Sql.Execute(engine.LogPath, $"""
        CREATE ROLE {role} LOGIN;
        GRANT USAGE ON SCHEMA faqbot_log TO {role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA faqbot_log TO {role};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA faqbot_log TO {role}
        """);

    private string PartOf(int days) => $"questions_of_{DateOnly.FromDateTime(Now.UtcDateTime).DayNumber + days}";
}
