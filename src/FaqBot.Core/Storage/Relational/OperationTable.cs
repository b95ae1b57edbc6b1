namespace FaqBot.Core.Storage.Relational;

/// <summary>What clients of other services asked for last, and what came of it: bounded in number, size and time.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own.</remarks>
public sealed class OperationTable
{
    /// <summary>Most operations; the oldest go.</summary>
    public const int Most = 1_000;

    /// <summary>Most bytes of all files together, as they are before they are compressed; the oldest go.</summary>
    public const long MostResultBytes = 128L * 1024 * 1024;

    private readonly KnowledgeDatabase _database;

    internal OperationTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Writes an operation over what it was; those that are too many or too old go.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="result">The file that came of it; null: none did.</param>
    /// <param name="oldest">Those that began earlier go.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Put(StoredOperation operation, byte[]? result, DateTimeOffset oldest)
    {
        ArgumentNullException.ThrowIfNull(operation);
        byte[]? compressed = result is null ? null : CompressedDocument.Write(result);
        _database.Change(
            connection =>
            {
                connection.Execute(
                    """
                    INSERT INTO operations (id, knowledge_base_id, kind, author, state, created_at, changed_at, outcome, result, result_bytes)
                    VALUES ($id, $kb, $kind, $author, $state, $created, $changed, $outcome, $result, $bytes)
                    ON CONFLICT (id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at, outcome = excluded.outcome,
                        result = excluded.result, result_bytes = excluded.result_bytes
                    """,
                    ("$id", operation.Id), ("$kb", operation.KnowledgeBaseId), ("$kind", operation.Kind), ("$author", operation.Author),
                    ("$state", operation.State), ("$created", operation.CreatedAt.ToUnixTimeMilliseconds()),
                    ("$changed", operation.ChangedAt.ToUnixTimeMilliseconds()), ("$outcome", operation.Outcome), ("$result", compressed),
                    ("$bytes", result?.LongLength ?? 0));
                connection.Execute(
                    """
                    DELETE FROM operations WHERE created_at < $oldest
                        OR id NOT IN (SELECT id FROM operations ORDER BY created_at DESC, id LIMIT $most)
                    """,
                    ("$oldest", oldest.ToUnixTimeMilliseconds()), ("$most", Most));
                RemoveLargest(connection);
                return true;
            },
            Purpose.Add);
    }

    /// <summary>Finds an operation.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The operation; or null.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public StoredOperation? Find(string id) => _database.Select(connection => connection.Query(
        """
        SELECT id, knowledge_base_id, kind, author, state, created_at, changed_at, outcome, result_bytes FROM operations WHERE id = $id
        """,
        reader => new StoredOperation(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.Instant(5),
            reader.Instant(6), reader.Text(7), reader.GetInt64(8) > 0),
        ("$id", id)).FirstOrDefault());

    /// <summary>Reads the file that came of an operation.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The file; or null.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public byte[]? ResultOf(string id) => _database.Select(connection => connection.Query(
        "SELECT result FROM operations WHERE id = $id AND result IS NOT NULL", reader => reader.GetFieldValue<byte[]>(0), ("$id", id))
        .FirstOrDefault()) is { } compressed ? CompressedDocument.Read(compressed).ToArray() : null;

    private static void RemoveLargest(StoreConnection connection)
    {
        long kept = 0;
        foreach ((string id, long bytes) in connection.Query(
            "SELECT id, result_bytes FROM operations WHERE result_bytes > 0 ORDER BY created_at DESC, id",
            reader => (reader.GetString(0), reader.GetInt64(1))))
        {
            kept += bytes;
            if (kept > MostResultBytes)
            {
                connection.Execute("DELETE FROM operations WHERE id = $id", ("$id", id));
            }
        }
    }
}
