using FaqBot.Core.Access;

namespace FaqBot.Core.Storage.Relational;

/// <summary>The keys by which programs do what they are allowed to do.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own. Only hashes are stored: a key is told once.</remarks>
public sealed class AccessKeyTable
{
    private readonly KnowledgeDatabase _database;

    internal AccessKeyTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Lists the keys.</summary>
    /// <returns>All of them, ended ones too, by name.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<AccessKey> All() => _database.Select(Read);

    /// <summary>Makes a key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="grants">What it may do.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="now">The present.</param>
    /// <param name="expiresAt">When it ends; null: never.</param>
    /// <returns>The key and its text, which is nowhere else; null when another has the name, or there are too many.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public (AccessKey Key, string Secret)? Create(
        string name, IReadOnlyCollection<Grant> grants, string by, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(grants);
        return _database.Write<(AccessKey, string)?>(connection =>
        {
            if (connection.Number("SELECT COUNT(*) FROM access_keys WHERE name = $name", ("$name", name)) > 0
                || connection.Number("SELECT COUNT(*) FROM access_keys") >= AccessKey.Most)
            {
                return null;
            }

            long id = connection.Number(
                "INSERT INTO access_keys (name, created_by, created_at, expires_at) VALUES ($name, $by, $at, $end) RETURNING id",
                ("$name", name), ("$by", by), ("$at", now.ToUnixTimeMilliseconds()), ("$end", expiresAt?.ToUnixTimeMilliseconds()));
            foreach (Grant grant in grants.Distinct())
            {
                connection.Execute(
                    "INSERT INTO access_key_grants (key_id, scope, role) VALUES ($id, $scope, $role)",
                    ("$id", id), ("$scope", grant.Scope), ("$role", grant.Role.Name()));
            }

            string secret = AddSecret(connection, id, now);
            return (Find(connection, id)!, secret);
        });
    }

    /// <summary>Makes a second text for a key. The former one ends after a time in which clients change over, or with the key.</summary>
    /// <param name="id">The key.</param>
    /// <param name="now">The present.</param>
    /// <param name="formerEndsAt">When the former text ends; null: it does not.</param>
    /// <returns>The key and its new text, which is nowhere else; null when there is no such key, or two texts open it now.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public (AccessKey Key, string Secret)? Rotate(long id, DateTimeOffset now, DateTimeOffset? formerEndsAt) =>
        _database.Write<(AccessKey, string)?>(connection =>
        {
            connection.Execute(
                "DELETE FROM access_key_secrets WHERE key_id = $id AND expires_at <= $now",
                ("$id", id), ("$now", now.ToUnixTimeMilliseconds()));
            if (Find(connection, id) is not { Secrets.Count: < AccessKey.MostSecrets })
            {
                return null;
            }

            if (formerEndsAt is { } end)
            {
                connection.Execute(
                    "UPDATE access_key_secrets SET expires_at = $end WHERE key_id = $id AND (expires_at IS NULL OR expires_at > $end)",
                    ("$id", id), ("$end", end.ToUnixTimeMilliseconds()));
            }

            string secret = AddSecret(connection, id, now);
            return (Find(connection, id)!, secret);
        });

    /// <summary>Removes a key: it opens nothing from now on.</summary>
    /// <param name="id">The key.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool Remove(long id) => _database.Write(connection =>
        connection.Execute("DELETE FROM access_keys WHERE id = $id", ("$id", id)) > 0);

    /// <summary>Removes one of two texts of a key.</summary>
    /// <param name="id">The key.</param>
    /// <param name="secret">The text.</param>
    /// <returns>Whether it was removed: the only one is not, for the key would be good for nothing.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool RemoveSecret(long id, long secret) => _database.Write(connection =>
        connection.Number("SELECT COUNT(*) FROM access_key_secrets WHERE key_id = $id", ("$id", id)) > 1
        && connection.Execute(
            "DELETE FROM access_key_secrets WHERE key_id = $id AND id = $secret", ("$id", id), ("$secret", secret)) > 0);

    /// <summary>Notes when texts were used.</summary>
    /// <param name="uses">Texts by number, and when.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void NoteUses(IReadOnlyCollection<KeyValuePair<long, DateTimeOffset>> uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        _database.Write(connection => uses.Sum(use => connection.Execute(
            "UPDATE access_key_secrets SET last_used_at = $at WHERE id = $id AND (last_used_at IS NULL OR last_used_at < $at)",
            ("$id", use.Key), ("$at", use.Value.ToUnixTimeMilliseconds()))));
    }

    private static string AddSecret(StoreConnection connection, long id, DateTimeOffset now)
    {
        string secret = KeySecret.Generate();
        connection.Execute(
            "INSERT INTO access_key_secrets (key_id, hash, shown, created_at) VALUES ($id, $hash, $shown, $at)",
            ("$id", id), ("$hash", KeySecret.HashOf(secret)), ("$shown", KeySecret.ShownOf(secret)),
            ("$at", now.ToUnixTimeMilliseconds()));
        return secret;
    }

    private static AccessKey? Find(StoreConnection connection, long id) => Read(connection).Find(key => key.Id == id);

    private static List<AccessKey> Read(StoreConnection connection)
    {
        ILookup<long, AccessSecret> secrets = connection.Query(
            "SELECT key_id, id, hash, shown, created_at, expires_at, last_used_at FROM access_key_secrets ORDER BY id",
            reader => (Key: reader.GetInt64(0), Secret: new AccessSecret(
                reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.Instant(4), reader.MaybeInstant(5),
                reader.MaybeInstant(6)))).ToLookup(row => row.Key, row => row.Secret);
        ILookup<long, Grant> grants = connection.Query(
            "SELECT key_id, scope, role FROM access_key_grants ORDER BY scope, role",
            reader => (Key: reader.GetInt64(0), Grant: StoredGrant.Of(reader.GetString(1), reader.GetString(2))))
            .Where(row => row.Grant is not null).ToLookup(row => row.Key, row => row.Grant!);
        return connection.Query(
            "SELECT id, name, created_by, created_at, expires_at FROM access_keys ORDER BY name",
            reader => new AccessKey(
                reader.GetInt64(0), reader.GetString(1), [.. grants[reader.GetInt64(0)]], [.. secrets[reader.GetInt64(0)]],
                reader.GetString(2), reader.Instant(3), reader.MaybeInstant(4)));
    }
}

/// <summary>Roles as they are stored.</summary>
internal static class StoredGrant
{
    /// <summary>Reads a role; null for one that this build does not know, which allows nothing.</summary>
    public static Grant? Of(string scope, string role) =>
        RoleRights.TryParse(role, out Role known) && new Grant(scope, known) is { IsPossible: true } grant ? grant : null;
}
