using FaqBot.Core.Access;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Whose keys, members, accounts and audit log a database has that was restored, or copied over.</summary>
/// <param name="IsPresent">Whether those of the database that was replaced; otherwise those of the copy.</param>
/// <param name="Differing">
/// Ways in of the copy that the replaced database had no more: they stay closed where <paramref name="IsPresent"/>, and open again
/// otherwise. Where nothing could be compared, all ways in of the copy.
/// </param>
/// <param name="Unreadable">Why the replaced database could not be read; null: it could, or there was none.</param>
public sealed record RestoredAccess(bool IsPresent, IReadOnlyList<string> Differing, string? Unreadable)
{
    /// <summary>Keys that open one knowledge base, with which they go.</summary>
    internal const string EndpointKeys = "endpoint_keys";

    private static readonly string[] TablesInUse = ["knowledge_bases", "access_keys", "access_members", "access_accounts", "audit"];

    private static readonly string[] EndpointKeyColumns = ["knowledge_base_id", "slot", "hash", "created_at"];

    /// <summary>The tables that say who may do what and who did, those that others refer to first; <see cref="EndpointKeys"/> are
    /// apart.</summary>
    internal static IReadOnlyList<string> Tables { get; } =
    [
        "access_keys", "access_key_secrets", "access_key_grants", "access_members", "access_users", "access_accounts", "access_sessions",
        "store_keys", "protection_keys", "audit", "audit_ends", "audit_marks",
    ];

    // What AUTOINCREMENT gave last: numbers are given once, and histories name them.
    private const string NumbersGiven = "SELECT name, seq FROM sqlite_sequence";

    /// <summary>Puts who may do what in a copy, as it is in the database whose place the copy takes, and writes down that it was
    /// restored.</summary>
    /// <param name="copy">The copy, which nobody uses yet.</param>
    /// <param name="present">The database; null: there is none.</param>
    /// <param name="keepsCopys">Whether the copy keeps its own all the same.</param>
    /// <param name="row">What the audit log says of it; its note is added here.</param>
    /// <returns>What was done.</returns>
    internal static RestoredAccess CarryOver(SqliteConnection copy, SqliteConnection? present, bool keepsCopys, AuditEntry row)
    {
        SqliteStoreConnection target = new(copy);
        return target.Within(Purpose.Change, transaction =>
        {
            Dictionary<string, string> ofCopy = WaysIn(target);
            Dictionary<string, string> still = [];
            if (present is not null)
            {
                SqliteStoreConnection source = new(present);
                still = source.Within(Purpose.Read, _ =>
                {
                    if (!keepsCopys)
                    {
                        Copy(source, target);
                    }

                    return WaysIn(source);
                });
            }

            RestoredAccess access = Note(target, present is not null && !keepsCopys, ofCopy, still, row);
            transaction.Commit();
            return access;
        });
    }

    /// <summary>Tells whose keys there are now, and writes down that it was so.</summary>
    /// <param name="target">The database, within a transaction of its caller.</param>
    /// <param name="isPresent">Whether those that it had stayed.</param>
    /// <param name="ofCopy">What lets somebody in by the copy.</param>
    /// <param name="still">What let somebody in before.</param>
    /// <param name="row">What the audit log says of it; its note is added here.</param>
    internal static RestoredAccess Note(
        StoreConnection target, bool isPresent, Dictionary<string, string> ofCopy, Dictionary<string, string> still, AuditEntry row)
    {
        AuditTable.Append(target, row with
        {
            Note = "Keys, members, accounts and this log " + (isPresent ? "stayed as they were." : "are those of the copy."),
        });
        return new RestoredAccess(
            isPresent,
            [.. ofCopy.Where(way => !still.ContainsKey(way.Key)).Select(way => way.Value).Order(StringComparer.Ordinal)], null);
    }

    /// <summary>Whether somebody uses a database: it holds knowledge, or says who may do what, or who did.</summary>
    internal static bool IsInUse(StoreConnection connection) =>
        Array.Exists(TablesInUse, table => connection.Number($"SELECT COUNT(*) FROM {table}") > 0);

    /// <summary>The keys that open one knowledge base each, as <see cref="PutEndpointKeys"/> takes them.</summary>
    internal static IReadOnlyList<object?[]> EndpointKeysOf(StoreConnection connection) => connection.Query(
        $"SELECT {string.Join(", ", EndpointKeyColumns)} FROM {EndpointKeys}",
        row => new object?[] { row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt64(3) });

    /// <summary>Puts such keys in place of those that are there. Where a knowledge base is gone, its keys are.</summary>
    internal static void PutEndpointKeys(StoreConnection connection, IReadOnlyList<object?[]> keys)
    {
        connection.Execute($"DELETE FROM {EndpointKeys}");
        HashSet<string> known = [.. connection.Query("SELECT id FROM knowledge_bases", row => row.GetString(0))];
        connection.Insert(EndpointKeys, EndpointKeyColumns, keys.Where(row => known.Contains((string)row[0]!)));
    }

    private static void Copy(SqliteStoreConnection source, SqliteStoreConnection target)
    {
        TableCopy.Run(source, target, Tables);
        PutEndpointKeys(target, EndpointKeysOf(source));
        foreach ((string table, long last) in source.Query(NumbersGiven, row => (row.GetString(0), row.GetInt64(1))))
        {
            if (target.Execute(
                "UPDATE sqlite_sequence SET seq = MAX(seq, $last) WHERE name = $table", ("$table", table), ("$last", last)) == 0)
            {
                target.Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ($table, $last)", ("$table", table), ("$last", last));
            }
        }
    }

    /// <summary>What lets somebody in: by what it is, and as it is shown.</summary>
    internal static Dictionary<string, string> WaysIn(StoreConnection connection)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        void Add(string kind, IEnumerable<(string Identity, string Shown)> ways)
        {
            foreach ((string identity, string shown) in ways)
            {
                all[$"{kind} {identity}"] = $"{kind} {shown}";
            }
        }

        Add("key", connection.Query(
            "SELECT s.hash, k.name, s.shown FROM access_key_secrets s JOIN access_keys k ON k.id = s.key_id",
            row => (Convert.ToHexString(row.GetFieldValue<byte[]>(0)), $"'{row.GetString(1)}' ({row.GetString(2)}…)")));
        Add("endpoint key", EndpointKeysOf(connection).Select(
            row => ($"{row[0]} {row[1]} {Convert.ToHexString((byte[])row[2]!)}", $"{row[1]} of '{row[0]}'")));
        Add("account", connection.Query(
            "SELECT name, password_hash FROM access_accounts",
            row => ($"{row.GetString(0).ToLowerInvariant()} {row.GetString(1)}", $"'{row.GetString(0)}'")));
        Add("member", connection.Query("SELECT kind, name, scope, role FROM access_members", row =>
        {
            (string kind, string name) = (row.GetString(0), row.GetString(1));
            (string scope, string role) = (row.GetString(2), row.GetString(3));
            return ($"{kind} {name} {scope} {role}", $"{kind} '{name}' as {role} of {scope}");
        }));
        return all;
    }
}
