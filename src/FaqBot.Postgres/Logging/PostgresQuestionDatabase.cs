using FaqBot.Core.Analytics.Relational;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Postgres.Connecting;
using FaqBot.Postgres.Schemas;
using Npgsql;

namespace FaqBot.Postgres.Logging;

/// <summary>The question log in a database of PostgreSQL, beside the store: all replicas write one.</summary>
internal sealed class PostgresQuestionDatabase : QuestionDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ServerAddress _address;

    /// <summary>Opens a log, whose tables must be there.</summary>
    /// <exception cref="StoreException">It cannot be reached or read.</exception>
    public PostgresQuestionDatabase(StorePlace place)
    {
        _address = new ServerAddress(place);
        Guarded(() =>
        {
            using NpgsqlConnection connection = Connect();
            PostgresSchema.Check(connection, Path, PostgresSchema.Log);
            return true;
        });
    }

    /// <inheritdoc />
    public override string Path => _address.Name;

    /// <inheritdoc />
    public override StoreConnection Open() => new PostgresConnection(Connect(), PostgresSchema.Log.Name, Patience);

    /// <inheritdoc />
    public override T Guarded<T>(Func<T> work) => ServerFaults.Guarded(Path, work);

    /// <inheritdoc />
    public override void KeepDays(StoreConnection connection, IEnumerable<DateOnly> days)
    {
        foreach (DateOnly day in days)
        {
            connection.Query("SELECT keep_day($day)", row => row.GetBoolean(0), ("$day", (long)day.DayNumber));
        }
    }

    /// <inheritdoc />
    /// <remarks>Days are dropped whole, which leaves nothing to be cleaned up.</remarks>
    public override int DeleteQuestions(StoreConnection connection, DateOnly firstDay) => checked((int)connection.Query(
        "SELECT drop_days($day)", row => row.GetInt64(0), ("$day", (long)firstDay.DayNumber))[0]);

    private NpgsqlConnection Connect()
    {
        NpgsqlConnection connection = new(_address.Pooled);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

/// <summary>Opens the question log where PostgreSQL is configured.</summary>
internal sealed class PostgresLogOpener : IOpensDatabases<QuestionDatabase>
{
    /// <inheritdoc />
    public QuestionDatabase Open(StorePlace place) => new PostgresQuestionDatabase(place);
}
