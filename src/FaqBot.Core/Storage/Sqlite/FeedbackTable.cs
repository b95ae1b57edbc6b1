using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>What users said about answers, for the owner to look through.</summary>
/// <remarks>
/// Thread-safe; every call works on a connection of its own. Bounded: the oldest rows of a knowledge base make room for new ones, and one user
/// can neither fill the table nor repeat a thing to give it weight.
/// </remarks>
public sealed class FeedbackTable
{
    /// <summary>Most rows of a knowledge base; the oldest go.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Most rows of one user in <see cref="UserPeriod"/>, of one knowledge base.</summary>
    public const int MaxRowsOfUser = 1_000;

    /// <summary>The time that <see cref="MaxRowsOfUser"/> counts in.</summary>
    public static readonly TimeSpan UserPeriod = TimeSpan.FromDays(1);

    private readonly KnowledgeDatabase _database;

    internal FeedbackTable(KnowledgeDatabase database) => _database = database;

    /// <summary>Makes the key that stands for a user in the table, so that names and addresses are not in it.</summary>
    /// <param name="knowledgeBaseId">The knowledge base: keys of one user differ between two.</param>
    /// <param name="user">Name or address of the user.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public static string UserKey(string knowledgeBaseId, string user) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{knowledgeBaseId}\n{user}")).AsSpan(0, 16));

    /// <summary>Adds rows, in one transaction.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>How many were kept: not those that the same user has said already, nor those beyond the user's limit.</returns>
    /// <exception cref="StoreException">The file cannot be written, or the knowledge base was never published.</exception>
    public int Add(IReadOnlyCollection<Feedback> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            using SqliteConnection connection = _database.Open();
            using SqliteTransaction transaction = connection.BeginTransaction();
            int kept = rows.Count(row => Insert(connection, row));
            foreach (string knowledgeBase in rows.Select(row => row.KnowledgeBaseId).Distinct(StringComparer.Ordinal))
            {
                Prune(connection, knowledgeBase);
            }

            transaction.Commit();
            return kept;
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
    }

    /// <summary>Lists rows, latest first.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="most">Most rows to give.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public IReadOnlyList<Feedback> Latest(string knowledgeBaseId, int most)
    {
        try
        {
            using SqliteConnection connection = _database.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """
                SELECT knowledge_base_id, version, question, entry_id, kind, user_key, source, created_at
                FROM feedback WHERE knowledge_base_id = $kb ORDER BY id DESC LIMIT $most
                """;
            command.Parameters.AddWithValue("$kb", knowledgeBaseId);
            command.Parameters.AddWithValue("$most", most);
            using SqliteDataReader reader = command.ExecuteReader();
            List<Feedback> rows = [];
            while (reader.Read())
            {
                rows.Add(new Feedback(
                    reader.GetString(0),
                    reader.GetInt32(1),
                    reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    Enum.Parse<FeedbackKind>(reader.GetString(4)),
                    reader.GetString(5),
                    reader.GetString(6),
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(7))));
            }

            return rows;
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
    }

    private static bool Insert(SqliteConnection connection, Feedback row)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO feedback (knowledge_base_id, version, question, entry_id, kind, user_key, source, created_at)
            SELECT $kb, $version, $question, $entry, $kind, $user, $source, $now
            WHERE (SELECT COUNT(*) FROM feedback WHERE knowledge_base_id = $kb AND user_key = $user AND created_at > $since) < $most
                AND NOT EXISTS (
                    SELECT 1 FROM feedback
                    WHERE knowledge_base_id = $kb AND user_key = $user AND created_at > $since AND question = $question AND entry_id IS $entry AND kind = $kind)
            """;
        command.Parameters.AddWithValue("$kb", row.KnowledgeBaseId);
        command.Parameters.AddWithValue("$version", row.Version);
        command.Parameters.AddWithValue("$question", row.Question);
        command.Parameters.AddWithValue("$entry", (object?)row.EntryId ?? DBNull.Value);
        command.Parameters.AddWithValue("$kind", row.Kind.ToString());
        command.Parameters.AddWithValue("$user", row.UserKey);
        command.Parameters.AddWithValue("$source", row.Source);
        command.Parameters.AddWithValue("$now", row.At.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$since", (row.At - UserPeriod).ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$most", MaxRowsOfUser);
        return command.ExecuteNonQuery() == 1;
    }

    private static void Prune(SqliteConnection connection, string knowledgeBaseId)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM feedback WHERE knowledge_base_id = $kb AND id <= (
                SELECT id FROM feedback WHERE knowledge_base_id = $kb ORDER BY id DESC LIMIT 1 OFFSET $most)
            """;
        command.Parameters.AddWithValue("$kb", knowledgeBaseId);
        command.Parameters.AddWithValue("$most", MaxRows);
        command.ExecuteNonQuery();
    }
}
