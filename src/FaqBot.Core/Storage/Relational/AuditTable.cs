using System.Data.Common;
using FaqBot.Core.Access;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The audit log: rows are added and, when their time is over, deleted from the beginning; none is ever changed.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own.</remarks>
public sealed class AuditTable
{
    private const int Slice = 5_000;

    private const string Columns =
        "number, at, actor, address, action, knowledge_base_id, object, before, after, outcome, request_id, note, hash";

    private readonly KnowledgeDatabase _database;

    internal AuditTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Adds a row.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="action">The action whose row it is, which ends with it; null: none that marked its changes.</param>
    /// <returns>The row.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public AuditRow Append(AuditEntry entry, AuditedAction? action = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        action?.End();

        // What is to be written down has been done already: it waits for a version that is being written.
        return _database.Write(
            connection =>
            {
                if (action is not null)
                {
                    Unmark(connection, action.Id);
                }

                return Append(connection, entry);
            },
            KnowledgeDatabase.LongPatience);
    }

    /// <summary>Marks that the present action changes something that is not in the store, before it does.</summary>
    /// <exception cref="StoreException">The file cannot be written; nothing may be changed then.</exception>
    public void MarkPresent() => _database.Write(_ => true, KnowledgeDatabase.LongPatience);

    /// <summary>Takes the mark of an action back that has changed nothing, and ends it.</summary>
    /// <param name="action">The action.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Unmark(AuditedAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        action.End();
        if (action.IsMarked)
        {
            _database.Write(connection =>
            {
                Unmark(connection, action.Id);
                return true;
            });
        }
    }

    /// <summary>Makes rows of the marks whose actions have not ended in time: their process died, or could not write the row.</summary>
    /// <param name="before">Marks of earlier times.</param>
    /// <returns>How many rows were made.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int Settle(DateTimeOffset before)
    {
        // Nearly always there is nothing, and reading hinders nobody.
        if (_database.Select(connection => connection.Number("SELECT COUNT(*) FROM audit_marks WHERE at < $before", Before())) == 0)
        {
            return 0;
        }

        return _database.Write(connection =>
        {
            List<(string Id, AuditEntry Entry)> left = connection.Query(
                $"""
                SELECT id, at, actor, address, action, knowledge_base_id, object, before, request_id, note FROM audit_marks
                WHERE at < $before ORDER BY at, id LIMIT {Slice}
                """,
                reader => (
                    reader.GetString(0),
                    new AuditEntry(
                        reader.Instant(1), reader.GetString(2), reader.Text(3), reader.GetString(4), reader.Text(5), reader.Text(6),
                        reader.Text(7), null, AuditOutcome.Done, reader.Text(8), EndUnknown(reader.Text(9)))),
                Before());
            foreach ((string id, AuditEntry entry) in left)
            {
                Unmark(connection, id);
                Append(connection, entry);
            }

            return left.Count;
        });

        (string, object?) Before() => ("$before", before.ToUnixTimeMilliseconds());
    }

    /// <summary>Marks, within a transaction, that an action has changed something.</summary>
    internal static void Mark(StoreConnection connection, AuditedAction action)
    {
        AuditEntry entry = Bounded(action.Entry());
        connection.Execute(
            """
            INSERT INTO audit_marks (id, at, actor, address, action, knowledge_base_id, object, before, request_id, note)
            VALUES ($id, $at, $actor, $address, $action, $kb, $object, $before, $request, $note)
            ON CONFLICT (id) DO NOTHING
            """,
            ("$id", action.Id), ("$at", entry.At.ToUnixTimeMilliseconds()), ("$actor", entry.Actor), ("$address", entry.Address),
            ("$action", entry.Action), ("$kb", entry.KnowledgeBaseId), ("$object", entry.Object), ("$before", entry.Before),
            ("$request", entry.RequestId), ("$note", entry.Note));
    }

    /// <summary>Adds a row to a database, within its caller's transaction, beside which nobody else writes.</summary>
    internal static AuditRow Append(StoreConnection connection, AuditEntry entry)
    {
        AuditEnds ends = Ends(connection);
        AuditEntry stored = Bounded(entry);
        AuditRow row = new(ends.Last + 1, stored, AuditChain.HashOf(ends.LastHash.Span, ends.Last + 1, stored));
        connection.Execute(
            $"""
            INSERT INTO audit ({Columns})
            VALUES ($number, $at, $actor, $address, $action, $kb, $object, $before, $after, $outcome, $request, $note, $hash)
            """,
            ("$number", row.Number), ("$at", stored.At.ToUnixTimeMilliseconds()), ("$actor", stored.Actor),
            ("$address", stored.Address), ("$action", stored.Action), ("$kb", stored.KnowledgeBaseId), ("$object", stored.Object),
            ("$before", stored.Before), ("$after", stored.After), ("$outcome", stored.Outcome.ToString()),
            ("$request", stored.RequestId), ("$note", stored.Note), ("$hash", row.Hash.ToArray()));
        Put(connection, ends with { Last = row.Number, LastHash = row.Hash });
        return row;
    }

    /// <summary>Lists rows, latest first.</summary>
    /// <param name="query">Which.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<AuditRow> List(AuditQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _database.Select(connection => connection.Query(
            $"""
            SELECT {Columns} FROM audit
            WHERE number < $before AND (CAST($kb AS TEXT) IS NULL OR knowledge_base_id = $kb) AND (CAST($actor AS TEXT) IS NULL OR actor = $actor)
                AND (CAST($action AS TEXT) IS NULL OR action = $action) AND (CAST($outcome AS TEXT) IS NULL OR outcome = $outcome)
            ORDER BY number DESC LIMIT $most
            """,
            Read,
            ("$before", query.Before), ("$kb", query.KnowledgeBaseId), ("$actor", query.Actor), ("$action", query.Action),
            ("$outcome", query.Outcome?.ToString()), ("$most", query.Most)));
    }

    /// <summary>Lists rows, earliest first.</summary>
    /// <param name="after">Only rows of higher numbers.</param>
    /// <param name="most">Most rows to give.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<AuditRow> From(long after, int most) => _database.Select(connection => connection.Query(
        $"SELECT {Columns} FROM audit WHERE number > $after ORDER BY number LIMIT $most", Read, ("$after", after), ("$most", most)));

    /// <summary>The ends of the log.</summary>
    /// <returns>The ends.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public AuditEnds Ends() => _database.Select(Ends);

    /// <summary>Looks whether the log is what was written: see <see cref="AuditChain"/>.</summary>
    /// <param name="noted">A number and the hash that its row had when somebody looked; or null.</param>
    /// <param name="most">Most faults to tell.</param>
    /// <returns>How many rows there are, the ends of the log, and what is wrong.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public (long Rows, AuditEnds Ends, IReadOnlyList<string> Faults) Verify((long Number, string Hash)? noted, int most) =>
        _database.Select(connection =>
        {
            AuditEnds ends = Ends(connection);
            long rows = 0;
            IEnumerable<AuditRow> All()
            {
                using DbCommand command = connection.Prepare($"SELECT {Columns} FROM audit ORDER BY number");
                using DbDataReader reader = command.ExecuteReader();
                while (reader.Read())
                {
                    rows++;
                    yield return Read(reader);
                }
            }

            IReadOnlyList<string> faults = [.. AuditChain.Faults(All(), ends, noted).Take(most)];
            return (rows, ends, faults);
        });

    /// <summary>Deletes the rows whose time is over, from the beginning of the log on; the chain goes on from the last of them.</summary>
    /// <param name="before">Rows of earlier times go.</param>
    /// <returns>How many went.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int Purge(DateTimeOffset before)
    {
        int all = 0, gone;
        do
        {
            // In slices, so that no other writer waits for long.
            gone = _database.Write(connection =>
            {
                AuditRow[] old = [.. connection.Query($"SELECT {Columns} FROM audit ORDER BY number LIMIT {Slice}", Read)
                    .TakeWhile(row => row.Entry.At < before)];
                if (old.Length > 0)
                {
                    connection.Execute("DELETE FROM audit WHERE number <= $last", ("$last", old[^1].Number));
                    Put(connection, Ends(connection) with { Before = old[^1].Number, BeforeHash = old[^1].Hash });
                }

                return old.Length;
            });
            all += gone;
        }
        while (gone == Slice);
        return all;
    }

    private static void Unmark(StoreConnection connection, string id) =>
        connection.Execute("DELETE FROM audit_marks WHERE id = $id", ("$id", id));

    private static string EndUnknown(string? note) =>
        $"{note}{(note is null ? "" : " ")}What it changed is stored; how it ended was not written down.";

    private static AuditEnds Ends(StoreConnection connection) => connection.Query(
        "SELECT before, before_hash, last, last_hash FROM audit_ends",
        reader => new AuditEnds(
            reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3)))
        .FirstOrDefault() ?? AuditEnds.None;

    private static void Put(StoreConnection connection, AuditEnds ends) => connection.Execute(
        """
        INSERT INTO audit_ends (id, before, before_hash, last, last_hash) VALUES (1, $before, $beforeHash, $last, $lastHash)
        ON CONFLICT (id) DO UPDATE SET before = excluded.before, before_hash = excluded.before_hash, last = excluded.last,
            last_hash = excluded.last_hash
        """,
        ("$before", ends.Before), ("$beforeHash", ends.BeforeHash.ToArray()), ("$last", ends.Last),
        ("$lastHash", ends.LastHash.ToArray()));

    private static AuditRow Read(DbDataReader reader) => new(
        reader.GetInt64(0),
        new AuditEntry(
            reader.Instant(1), reader.GetString(2), reader.Text(3), reader.GetString(4), reader.Text(5), reader.Text(6), reader.Text(7),
            reader.Text(8), Enum.TryParse(reader.GetString(9), out AuditOutcome outcome) ? outcome : AuditOutcome.Failed, reader.Text(10),
            reader.Text(11)),
        reader.GetFieldValue<byte[]>(12));

    /// <summary>As it can be stored: texts cut, times in whole milliseconds.</summary>
    private static AuditEntry Bounded(AuditEntry entry) => entry with
    {
        At = DateTimeOffset.FromUnixTimeMilliseconds(entry.At.ToUnixTimeMilliseconds()),
        Actor = Cut(entry.Actor)!,
        Address = Cut(entry.Address),
        Action = Cut(entry.Action)!,
        KnowledgeBaseId = Cut(entry.KnowledgeBaseId),
        Object = Cut(entry.Object),
        Before = Cut(entry.Before),
        After = Cut(entry.After),
        RequestId = Cut(entry.RequestId),
        Note = Cut(entry.Note),
    };

    /// <summary>A text as SQLite gives it back: no half of a surrogate pair, no zero, no more than is kept.</summary>
    private static string? Cut(string? text)
    {
        if (text is null)
        {
            return null;
        }

        System.Text.StringBuilder kept = new();
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > AuditEntry.MostText)
            {
                break;
            }

            kept.Append(System.Text.Rune.IsControl(rune) ? System.Text.Rune.ReplacementChar : rune);
        }

        return kept.ToString();
    }
}
