using FaqBot.Core.Access;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Whose keys, members, accounts and audit log a restored database has.</summary>
/// <param name="IsPresent">Whether those of the database that was replaced; otherwise those of the copy.</param>
/// <param name="Differing">
/// Ways in of the copy that the replaced database had no more: they stay closed where <paramref name="IsPresent"/>, and open again
/// otherwise. Where nothing could be compared, all ways in of the copy.
/// </param>
/// <param name="Unreadable">Why the replaced database could not be read; null: it could, or there was none.</param>
public sealed record RestoredAccess(bool IsPresent, IReadOnlyList<string> Differing, string? Unreadable)
{
    /// <summary>The tables that say who may do what and who did, those that others refer to first; keys that open one knowledge base are
    /// apart.</summary>
    private static readonly string[] Tables =
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

            RestoredAccess access = new(
                present is not null && !keepsCopys,
                [.. ofCopy.Where(way => !still.ContainsKey(way.Key)).Select(way => way.Value).Order(StringComparer.Ordinal)], null);

            AuditTable.Append(target, row with
            {
                Note = "Keys, members, accounts and this log " + (access.IsPresent ? "stayed as they were." : "are those of the copy."),
            });
            transaction.Commit();
            return access;
        });
    }

    private static void Copy(SqliteStoreConnection source, SqliteStoreConnection target)
    {
        TableCopy.Run(source, target, Tables);

        // A knowledge base that is younger than the copy is gone, and its keys with it.
        target.Execute("DELETE FROM endpoint_keys");
        HashSet<string> known = [.. target.Query("SELECT id FROM knowledge_bases", row => row.GetString(0))];
        target.Insert(
            "endpoint_keys", ["knowledge_base_id", "slot", "hash", "created_at"],
            source.Query(
                "SELECT knowledge_base_id, slot, hash, created_at FROM endpoint_keys",
                row => new object?[] { row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt64(3) })
                .Where(row => known.Contains((string)row[0]!)));
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
    private static Dictionary<string, string> WaysIn(SqliteStoreConnection connection)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        void Add(string sql, string kind)
        {
            foreach ((string identity, string shown) in connection.Query(sql, row => (row.GetString(0), row.GetString(1))))
            {
                all[$"{kind} {identity}"] = $"{kind} {shown}";
            }
        }

        Add("""
            SELECT HEX(s.hash), '''' || k.name || ''' (' || s.shown || '…)' FROM access_key_secrets s JOIN access_keys k ON k.id = s.key_id
            """, "key");
        Add("SELECT knowledge_base_id || ' ' || slot || ' ' || HEX(hash), slot || ' of ''' || knowledge_base_id || '''' FROM endpoint_keys",
            "endpoint key");
        Add("SELECT LOWER(name) || ' ' || password_hash, '''' || name || '''' FROM access_accounts", "account");
        Add("""
            SELECT kind || ' ' || name || ' ' || scope || ' ' || role, kind || ' ''' || name || ''' as ' || role || ' of ' || scope
            FROM access_members
            """, "member");
        return all;
    }
}
