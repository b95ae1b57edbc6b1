using FaqBot.Core.Storage;
using FaqBot.Postgres.Connecting;
using Npgsql;

namespace FaqBot.Postgres.Schemas;

/// <summary>Brings a database up to date, and looks whether it is.</summary>
public static class PostgresSchema
{
    // So that migrating never queues in front of readers for long.
    private const int LockSeconds = 5, MostAttempts = 12;

    private const long MigrationLock = 0x4661_7142_6f74_0002;

    private const string Versions = """
        CREATE TABLE schema_versions (
            id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
            schema bigint NOT NULL,
            min_reader bigint NOT NULL)
        """;

    /// <summary>The store.</summary>
    internal static TableSet Store { get; } =
        new("faqbot", StoreTables.Create, StoreTables.Created, StoreTables.Steps, Core.Storage.Relational.Schema.MinReader);

    /// <summary>The question log.</summary>
    internal static TableSet Log { get; } = new("faqbot_log", LogTables.Create, LogTables.Created, LogTables.Steps, LogTables.MinReader);

    /// <summary>Name of the store's schema.</summary>
    public static string Name => Store.Name;

    /// <summary>The store's schema that this build needs.</summary>
    public static int Current => Store.Current;

    /// <summary>Makes the tables, or brings older ones up to date; by several processes at once, too.</summary>
    /// <param name="place">The database.</param>
    /// <returns>The store's schema before and after; 0: there were no tables.</returns>
    /// <exception cref="StoreException">It cannot be changed, or was written by a newer build; nothing was changed.</exception>
    public static (long Before, long After) Migrate(StorePlace place)
    {
        ServerAddress address = new(place);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return ServerFaults.Guarded(address.Name, () => MigrateOnce(address));
            }
            catch (StoreException exception) when (exception.Kind == StoreFault.Locked && attempt < MostAttempts)
            {
                // Whoever held the lock may be done by now: the wait is in the statement.
            }
        }
    }

    /// <summary>Looks whether tables are those of this build.</summary>
    /// <exception cref="StoreException">They are older or newer, or there are none.</exception>
    internal static void Check(NpgsqlConnection connection, string name, TableSet tables)
    {
        (long schema, long minReader) = Noted(connection, tables);
        RefuseNewer(name, tables, schema, minReader);
        if (schema < tables.Current)
        {
            throw new StoreException(
                name, StoreFault.Outdated,
                $"{(schema == 0 ? "found no tables of FaqBot" : $"found schema {schema}")}, expected {tables.Current}; run the indexer's "
                + "migrate, or set FaqBot:Storage:Migrate to true");
        }
    }

    private static (long, long) MigrateOnce(ServerAddress address)
    {
        using NpgsqlConnection connection = new(address.Pooled);
        connection.Open();
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        Execute(connection, $"SET LOCAL lock_timeout = {LockSeconds * 1000}; SELECT pg_advisory_xact_lock({MigrationLock})");
        (long, long) changed = Bring(connection, address.Name, Store);
        Bring(connection, address.Name, Log);
        transaction.Commit();
        return changed;
    }

    private static (long Before, long After) Bring(NpgsqlConnection connection, string name, TableSet tables)
    {
        (long before, long minReader) = Noted(connection, tables);
        RefuseNewer(name, tables, before, minReader);
        if (before >= tables.Current)
        {
            return (before, before);
        }

        if (before == 0)
        {
            Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {tables.Name}");
        }

        Execute(connection, $"SET LOCAL search_path = {tables.Name}");
        if (before == 0)
        {
            Execute(connection, Versions);
            Execute(connection, tables.Create);
        }

        foreach (string step in tables.Steps.Skip((int)Math.Max(0, before - tables.Created)))
        {
            Execute(connection, step);
        }

        Execute(
            connection,
            $"INSERT INTO schema_versions (id, schema, min_reader) VALUES (1, {tables.Current}, {tables.MinReader}) "
            + "ON CONFLICT (id) DO UPDATE SET schema = excluded.schema, min_reader = excluded.min_reader");
        return (before, tables.Current);
    }

    private static (long Schema, long MinReader) Noted(NpgsqlConnection connection, TableSet tables)
    {
        using (NpgsqlCommand exists = new($"SELECT to_regclass('{tables.Name}.schema_versions') IS NOT NULL", connection))
        {
            if (exists.ExecuteScalar() is not true)
            {
                return (0, 0);
            }
        }

        using NpgsqlCommand command = new($"SELECT schema, min_reader FROM {tables.Name}.schema_versions", connection);
        using NpgsqlDataReader reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    private static void RefuseNewer(string name, TableSet tables, long schema, long minReader)
    {
        if (minReader > tables.Current)
        {
            throw new StoreException(
                name, StoreFault.Newer,
                $"found schema {schema}, which builds of schema {minReader} and later read, expected at most {tables.Current}; it was "
                + "written by a newer FaqBot: run that one, or restore a backup from before");
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }
}

/// <summary>The tables of one schema, and the steps that bring older ones to them.</summary>
/// <param name="Name">The schema: what else is in the database is none of theirs.</param>
/// <param name="Create">Makes all tables.</param>
/// <param name="Created">What <see cref="Create"/> makes.</param>
/// <param name="Steps">Lead on from there.</param>
/// <param name="MinReader">The oldest build that reads and writes what this one makes.</param>
internal sealed record TableSet(string Name, string Create, int Created, IReadOnlyList<string> Steps, int MinReader)
{
    /// <summary>What this build needs.</summary>
    public int Current => Created + Steps.Count;
}
