using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>The keys that open knowledge bases to clients of other services, two places each.</summary>
/// <remarks>Thread-safe; every call works on a connection of its own.</remarks>
public sealed class EndpointKeyTable
{
    private readonly KnowledgeDatabase _database;

    internal EndpointKeyTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Lists the keys.</summary>
    /// <returns>All of them, by knowledge base and place.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<EndpointKey> All()
    {
        try
        {
            using SqliteConnection connection = _database.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT knowledge_base_id, slot, hash, created_at FROM endpoint_keys ORDER BY knowledge_base_id, slot";
            using SqliteDataReader reader = command.ExecuteReader();
            List<EndpointKey> keys = [];
            while (reader.Read())
            {
                keys.Add(new EndpointKey(
                    reader.GetString(0), Enum.Parse<KeySlot>(reader.GetString(1)), reader.GetFieldValue<byte[]>(2), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3))));
            }

            return keys;
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidCastException)
        {
            throw new StoreException(_database.Path, "the table of keys is damaged; revoke the keys and create others", exception);
        }
    }

    /// <summary>Makes a key and stores its hash.</summary>
    /// <param name="knowledgeBaseId">The knowledge base that it opens; one that was published.</param>
    /// <param name="slot">Its place.</param>
    /// <param name="now">The present.</param>
    /// <param name="replace">Whether a key in that place is replaced, and opens nothing from then on.</param>
    /// <returns>The key, which is nowhere else; null when its place is taken and is not to be replaced.</returns>
    /// <exception cref="StoreException">The knowledge base was never published, or the file cannot be written.</exception>
    public string? Create(string knowledgeBaseId, KeySlot slot, DateTimeOffset now, bool replace)
    {
        string key = EndpointKey.Generate();
        string conflict = replace ? "UPDATE SET hash = excluded.hash, created_at = excluded.created_at" : "NOTHING";
        int written = Write(
            $"INSERT INTO endpoint_keys (knowledge_base_id, slot, hash, created_at) VALUES ($kb, $slot, $hash, $now) ON CONFLICT DO {conflict}",
            knowledgeBaseId,
            slot,
            command =>
            {
                command.Parameters.AddWithValue("$hash", EndpointKey.HashOf(key));
                command.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
            });
        return written == 1 ? key : null;
    }

    /// <summary>Removes a key: it opens nothing from now on.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="slot">Its place.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public bool Revoke(string knowledgeBaseId, KeySlot slot) =>
        Write("DELETE FROM endpoint_keys WHERE knowledge_base_id = $kb AND slot = $slot", knowledgeBaseId, slot, _ => { }) == 1;

    private int Write(string sql, string knowledgeBaseId, KeySlot slot, Action<SqliteCommand> complete)
    {
        ArgumentException.ThrowIfNullOrEmpty(knowledgeBaseId);
        try
        {
            using SqliteConnection connection = _database.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$kb", knowledgeBaseId);
            command.Parameters.AddWithValue("$slot", slot.ToString());
            complete(command);
            return command.ExecuteNonQuery();
        }
        catch (SqliteException exception) when (exception.SqliteExtendedErrorCode == 787)
        {
            // A foreign key without its row.
            throw new StoreException(_database.Path, $"knowledge base '{knowledgeBaseId}' was never published here; index it first", exception);
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
    }
}
