using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace FaqBot.Postgres.Connecting;

/// <summary>A connection to PostgreSQL.</summary>
/// <remarks>
/// All that is set is set within a transaction and ends with it, so that a pooler may lend the session to another right after. What is to
/// be written waits for others for as long as its caller has patience, and no longer.
/// </remarks>
/// <param name="connection">The open connection.</param>
/// <param name="schema">The schema of its tables.</param>
/// <param name="patience">How long to wait for another's lock.</param>
internal sealed partial class PostgresConnection(NpgsqlConnection connection, string schema, TimeSpan patience)
    : StoreConnection(connection)
{
    /// <summary>The channel of hints that something was changed.</summary>
    public const string Channel = "faqbot";

    private const int MostBroken = 12;

    private const string NoText = "\0", InPlaceOfNoText = "\uFFFD";

    // Names of what only one may do at a time; the numbers are the first bytes of "FaqBot" and one for each.
    private const long ChangeLock = 0x4661_7142_6f74_0001, TurnLock = 0x4661_7142_6f74_0000;

    private static readonly ConcurrentDictionary<string, string> Translations = new(StringComparer.Ordinal);

    /// <summary>The connection.</summary>
    public NpgsqlConnection Npgsql { get; } = connection;

    /// <inheritdoc />
    public override StoreTransaction Begin(Purpose purpose)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return BeginOnce(purpose);
            }
            catch (NpgsqlException exception) when (attempt < MostBroken && ServerFaults.IsLost(exception))
            {
                // One that was kept from before and has ended meanwhile, perhaps one of several; nothing was done in it.
                Npgsql.Close();
                Npgsql.Open();
            }
        }
    }

    private PostgresTransaction BeginOnce(Purpose purpose)
    {
        NpgsqlTransaction inner =
            Npgsql.BeginTransaction(purpose == Purpose.Read ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted);
        PostgresTransaction transaction = new(this, inner, purpose);
        try
        {
            string set = $"SET LOCAL search_path = {schema}";
            Execute(purpose switch
            {
                Purpose.Read => set,
                Purpose.Add => $"{set}; {Waiting}",
                _ => $"{set}; {Waiting}; SELECT pg_advisory_xact_lock({ChangeLock})",
            });
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override void TakeTurn(string name) =>
        Execute("SELECT pg_advisory_xact_lock(hashtextextended($name, $seed))", ("$name", name), ("$seed", TurnLock));

    /// <inheritdoc />
    public override VectorTable Vectors(KnowledgeDatabase database, long modelId, int dimensions, VectorFormat format) =>
        new PostgresVectorTable(database, this, modelId, dimensions, format);

    /// <inheritdoc />
    public override Dictionary<long, byte[]> VectorsOf(IReadOnlyList<long> ids)
    {
        using DbCommand command = Prepare("SELECT id, value FROM vectors WHERE id = ANY($ids)");
        Add(command, "$ids", ids.ToArray());
        using DbDataReader reader = command.ExecuteReader();
        Dictionary<long, byte[]> vectors = new(ids.Count);
        while (reader.Read())
        {
            vectors[reader.GetInt64(0)] = reader.GetFieldValue<byte[]>(1);
        }

        return vectors;
    }

    /// <inheritdoc />
    public override void Insert(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using NpgsqlBinaryImporter importer =
            Npgsql.BeginBinaryImport($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)");
        foreach (object?[] row in rows)
        {
            importer.StartRow();
            foreach (object? value in row)
            {
                Write(importer, value);
            }
        }

        importer.Complete();
    }

    /// <inheritdoc />
    public override void ContinueNumbers(string table) => Query(
        $"SELECT setval(pg_get_serial_sequence($table, 'id')::regclass, (SELECT MAX(id) FROM {table}))", _ => true,
        ("$table", $"{schema}.{table}"));

    /// <inheritdoc />
    public override object? Fitting(string table, string column, object? value) => value switch
    {
        long number when column is "context_only" or "enabled" => number != 0,
        string text when text.Contains('\0') => throw new InvalidDataException(
            $"column '{column}' of table '{table}' holds the character U+0000, which PostgreSQL does not store; take it out of the text"),
        _ => value,
    };

    /// <inheritdoc />
    public override void Set(DbParameter parameter, object? value) =>
        parameter.Value = value is string text ? Storable(text) : value ?? DBNull.Value;

    /// <inheritdoc />
    protected override string Translate(string sql) =>
        Translations.GetOrAdd(sql, static text => Parameter().Replace(text, match => "@p" + match.Groups[1].Value));

    /// <inheritdoc />
    protected override string ParameterName(string name) => "p" + name[1..];

    /// <inheritdoc />
    protected override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(Npgsql);

    /// <summary>What the server cannot store, the character 0, is shown as what cannot be shown.</summary>
    public static string Storable(string text) => text.Contains('\0')
        ? text.Replace(NoText, InPlaceOfNoText, StringComparison.Ordinal) : text;

    private string Waiting => string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {(long)patience.TotalMilliseconds}");

    private static void Write(NpgsqlBinaryImporter importer, object? value)
    {
        switch (value)
        {
            case null:
                importer.WriteNull();
                break;
            case string text:
                importer.Write(Storable(text), NpgsqlDbType.Text);
                break;
            case byte[] bytes:
                importer.Write(bytes, NpgsqlDbType.Bytea);
                break;
            case bool truth:
                importer.Write(truth, NpgsqlDbType.Boolean);
                break;
            case double number:
                importer.Write(number, NpgsqlDbType.Double);
                break;
            default:
                importer.Write(Convert.ToInt64(value, CultureInfo.InvariantCulture), NpgsqlDbType.Bigint);
                break;
        }
    }

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Parameter();

    /// <summary>A transaction that tells watchers what it changed, once that is there.</summary>
    private sealed class PostgresTransaction(PostgresConnection connection, NpgsqlTransaction transaction, Purpose purpose)
        : StoreTransaction(connection, transaction)
    {
        // Of what only looked, nobody has to learn. The lock that others wait for keeps the numbers in the order of the commits.
        private const string Tell = $"""
            WITH change AS (
                UPDATE store_changes SET counter = counter + 1, at = (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint
                WHERE pg_current_xact_id_if_assigned() IS NOT NULL RETURNING counter)
            SELECT pg_notify('{Channel}', counter::text) FROM change
            """;

        /// <inheritdoc />
        public override void Commit()
        {
            if (purpose == Purpose.Change)
            {
                connection.Execute(Tell);
            }

            base.Commit();
        }
    }
}
