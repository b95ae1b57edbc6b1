using System.Security.Cryptography;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The keys that sign tokens and shared values, and those of data protection: one set for all that open the store.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own. Plain SQL: a start waits for them.</remarks>
public sealed class StoreKeyTable
{
    private const string Insert = "INSERT INTO store_keys (purpose, value, created_at) VALUES ($purpose, $value, $at)";

    // What one of these keys signed is nowhere accepted for longer.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(60);

    private readonly KnowledgeDatabase _database;

    internal StoreKeyTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Lists the keys, after making those that are missing.</summary>
    /// <param name="now">The present.</param>
    /// <returns>All of them, the newest first; too short ones, which nobody here made, too.</returns>
    /// <exception cref="StoreException">The file cannot be read, or not be written when one is missing.</exception>
    public IReadOnlyList<StoreKey> Ensure(DateTimeOffset now)
    {
        KeyPurpose[] missing = [.. Missing(All())];
        if (missing.Length > 0)
        {
            Write(connection =>
            {
                foreach (KeyPurpose purpose in Missing(Read(connection)))
                {
                    Add(connection, purpose, now);
                }
            });
            _database.KeepToOwner();
        }

        return All();
    }

    /// <summary>Lists the keys.</summary>
    /// <returns>All of them, the newest first.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<StoreKey> All() => _database.Readable(() =>
    {
        using StoreConnection connection = _database.Open(KnowledgeDatabase.Patience);
        return connection.Within(Purpose.Read, _ => Read(connection));
    });

    /// <summary>Makes new keys for all purposes. The former ones stay for those who must still read what they signed.</summary>
    /// <param name="now">The present.</param>
    /// <param name="unlessSince">Changes nothing for purposes that have a key of this time or later: another process was first.</param>
    /// <exception cref="StoreException">The file cannot be written; nothing was changed.</exception>
    public void Rotate(DateTimeOffset now, DateTimeOffset? unlessSince = null) => Write(connection =>
    {
        List<StoreKey> keys = Read(connection);
        foreach (KeyPurpose purpose in Enum.GetValues<KeyPurpose>())
        {
            if (unlessSince is not { } since || !keys.Exists(key => key.Purpose == purpose && key.IsLongEnough && key.CreatedAt >= since))
            {
                Add(connection, purpose, now);
            }
        }

        // What counts is for how long a key has not signed any more.
        connection.Execute(
            "DELETE FROM store_keys WHERE EXISTS (SELECT 1 FROM store_keys later WHERE later.purpose = store_keys.purpose "
            + "AND later.id > store_keys.id AND later.created_at < $before)",
            ("$before", (now - KeptFor).ToUnixTimeMilliseconds()));
    });

    /// <summary>Lists the elements of data protection.</summary>
    /// <returns>All of them, in the order in which they came.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<ProtectionElement> Protection() => _database.Readable(() =>
    {
        using StoreConnection connection = _database.Open(KnowledgeDatabase.Patience);
        return connection.Within(Purpose.Read, _ => connection.Query(
            "SELECT name, xml FROM protection_keys ORDER BY id", row => new ProtectionElement(row.GetString(0), row.GetString(1))));
    });

    /// <summary>Adds an element of data protection.</summary>
    /// <param name="element">The element.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Add(ProtectionElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        Write(connection => connection.Execute(
            "INSERT INTO protection_keys (name, xml) VALUES ($name, $xml)", ("$name", element.Name), ("$xml", element.Xml)));
        _database.KeepToOwner();
    }

    private static IEnumerable<KeyPurpose> Missing(IReadOnlyList<StoreKey> keys) =>
        Enum.GetValues<KeyPurpose>().Where(purpose => !keys.Any(key => key.Purpose == purpose && key.IsLongEnough));

    private static void Add(StoreConnection connection, KeyPurpose purpose, DateTimeOffset now) => connection.Execute(
        Insert,
        ("$purpose", purpose.ToString()), ("$value", RandomNumberGenerator.GetBytes(StoreKey.Bytes)),
        ("$at", now.ToUnixTimeMilliseconds()));

    /// <summary>Rows of a purpose that this build does not know are a newer build's.</summary>
    private static List<StoreKey> Read(StoreConnection connection) => [.. connection.Query(
        "SELECT purpose, value, created_at FROM store_keys ORDER BY id DESC",
        row => Enum.TryParse(row.GetString(0), out KeyPurpose purpose)
            ? new StoreKey(purpose, row.GetValue(1) as byte[] ?? [], row.Instant(2))
            : null).OfType<StoreKey>()];

    private void Write(Action<StoreConnection> work) => _database.Change(
        connection =>
        {
            work(connection);
            return true;
        },
        Purpose.Change);
}
