namespace FaqBot.Core.Storage.Relational;

/// <summary>Who is signed in. A browser holds a random text, of which the hash is stored here, beside what it stands for.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own.</remarks>
public sealed class SessionTable
{
    /// <summary>Most sessions; the oldest go.</summary>
    public const int Most = 10_000;

    private readonly KnowledgeDatabase _database;

    internal SessionTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Begins a session, or writes one over what it was; those that have ended go.</summary>
    /// <param name="hash">Hash of what the browser holds.</param>
    /// <param name="caller">Who is signed in.</param>
    /// <param name="ticket">What it stands for.</param>
    /// <param name="now">The present.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Put(byte[] hash, string caller, byte[] ticket, DateTimeOffset now, DateTimeOffset expiresAt) =>
        _database.Write(connection =>
    {
        connection.Execute("DELETE FROM access_sessions WHERE expires_at <= $now", ("$now", now.ToUnixTimeMilliseconds()));
        connection.Execute(
            "DELETE FROM access_sessions WHERE hash NOT IN (SELECT hash FROM access_sessions ORDER BY created_at DESC, hash LIMIT $most)",
            ("$most", Most - 1));
        return connection.Execute(
            """
            INSERT INTO access_sessions (hash, caller, ticket, created_at, expires_at) VALUES ($hash, $caller, $ticket, $at, $end)
            ON CONFLICT (hash) DO UPDATE SET ticket = excluded.ticket, expires_at = excluded.expires_at
            """,
            ("$hash", hash), ("$caller", caller), ("$ticket", ticket), ("$at", now.ToUnixTimeMilliseconds()),
            ("$end", expiresAt.ToUnixTimeMilliseconds()));
    });

    /// <summary>Finds a session.</summary>
    /// <param name="hash">Hash of what the browser holds.</param>
    /// <param name="now">The present.</param>
    /// <returns>What it stands for; null when there is none, or it has ended.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public byte[]? Find(byte[] hash, DateTimeOffset now) => _database.Select(connection => connection.Query(
        "SELECT ticket FROM access_sessions WHERE hash = $hash AND expires_at > $now", reader => reader.GetFieldValue<byte[]>(0),
        ("$hash", hash), ("$now", now.ToUnixTimeMilliseconds())).FirstOrDefault());

    /// <summary>Ends a session.</summary>
    /// <param name="hash">Hash of what the browser holds.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void End(byte[] hash) =>
        _database.Write(connection => connection.Execute("DELETE FROM access_sessions WHERE hash = $hash", ("$hash", hash)));

    /// <summary>Ends all sessions of somebody.</summary>
    /// <param name="caller">Who.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public int EndAll(string caller) =>
        _database.Write(connection => connection.Execute("DELETE FROM access_sessions WHERE caller = $caller", ("$caller", caller)));
}
