using System.Data.Common;
using FaqBot.Core.Access;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The accounts that the service itself knows.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own.</remarks>
public sealed class AccountTable
{
    private const string Columns = "name, password_hash, failures, locked_until";

    private readonly KnowledgeDatabase _database;

    internal AccountTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Lists the accounts.</summary>
    /// <returns>All of them, by name.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<LocalAccount> All() => _database.Select(connection =>
        connection.Query($"SELECT {Columns} FROM access_accounts ORDER BY name", Read));

    /// <summary>Makes an account, or gives it another password and unlocks it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="passwordHash">What is stored of the password: see <see cref="LocalAccount.HashOf"/>.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether it was done; not when there are too many.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool Put(string name, string passwordHash, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _database.Write(connection =>
            connection.Number("SELECT COUNT(*) FROM access_accounts WHERE name <> $name", ("$name", name)) < LocalAccount.Most
            && connection.Execute(
                """
                INSERT INTO access_accounts (name, password_hash, set_at) VALUES ($name, $hash, $at)
                ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, failures = 0, locked_until = NULL,
                    set_at = excluded.set_at
                """,
                ("$name", name), ("$hash", passwordHash), ("$at", now.ToUnixTimeMilliseconds())) > 0);
    }

    /// <summary>Removes an account.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool Remove(string name) => _database.Write(connection =>
        connection.Execute("DELETE FROM access_accounts WHERE name = $name", ("$name", name)) > 0);

    /// <summary>
    /// Begins an attempt, which counts as failed until <see cref="Succeed"/>: however many come at once, no more passwords are tried than
    /// there are attempts.
    /// </summary>
    /// <param name="name">Name of an account.</param>
    /// <param name="rules">How often a password may be wrong.</param>
    /// <param name="now">The present.</param>
    /// <returns>The account as it was before; null when there is none. One that is locked is not to be tried.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public LocalAccount? Begin(string name, LockOut rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return _database.Write(connection =>
        {
            LocalAccount? account = connection.Query(
                $"SELECT {Columns} FROM access_accounts WHERE name = $name", Read, ("$name", name)).FirstOrDefault();
            if (account is null || account.LockedUntil > now)
            {
                return account;
            }

            // After a lock the count begins anew.
            int failures = (account.LockedUntil is null ? account.Failures : 0) + 1;
            connection.Execute(
                "UPDATE access_accounts SET failures = $failures, locked_until = $until WHERE name = $name",
                ("$name", name), ("$failures", failures),
                ("$until", failures >= rules.Attempts ? (now + rules.Duration).ToUnixTimeMilliseconds() : null));
            return account with { LockedUntil = null };
        });
    }

    /// <summary>Ends an attempt well.</summary>
    /// <param name="name">Name of the account.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Succeed(string name) => _database.Write(connection => connection.Execute(
        "UPDATE access_accounts SET failures = 0, locked_until = NULL WHERE name = $name", ("$name", name)));

    private static LocalAccount Read(DbDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.MaybeInstant(3));
}
