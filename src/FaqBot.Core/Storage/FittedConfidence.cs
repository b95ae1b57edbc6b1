using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage;

/// <summary>Constants of the confidence that were fitted for one knowledge base; they stay while versions come and go.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Confidence">The constants, as JSON: they name the encoder that they belong to, and are of no use with another.</param>
/// <param name="Since">When they were fitted.</param>
public sealed record FittedConfidence(string KnowledgeBaseId, string Confidence, DateTimeOffset Since)
{
    /// <summary>Reads those of all knowledge bases.</summary>
    internal static List<FittedConfidence> Read(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT knowledge_base_id, confidence, since FROM fitted_confidences ORDER BY knowledge_base_id";
        using SqliteDataReader reader = command.ExecuteReader();
        List<FittedConfidence> all = [];
        while (reader.Read())
        {
            all.Add(new FittedConfidence(reader.GetString(0), reader.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2))));
        }

        return all;
    }

    /// <summary>Writes those of one, in place of what it had.</summary>
    internal void Write(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT OR REPLACE INTO fitted_confidences (knowledge_base_id, confidence, since) VALUES ($id, $confidence, $since)";
        command.Parameters.AddWithValue("$id", KnowledgeBaseId);
        command.Parameters.AddWithValue("$confidence", Confidence);
        command.Parameters.AddWithValue("$since", Since.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    /// <summary>Takes those of a knowledge base away.</summary>
    /// <returns>Whether it had any.</returns>
    internal static bool Remove(SqliteConnection connection, string knowledgeBaseId)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM fitted_confidences WHERE knowledge_base_id = $id";
        command.Parameters.AddWithValue("$id", knowledgeBaseId);
        return command.ExecuteNonQuery() > 0;
    }
}
