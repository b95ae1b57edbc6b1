using FaqBot.Core.Knowledge;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>The owner's words of versions; those without any have no row.</summary>
internal static class VocabularyTable
{
    /// <summary>Writes the words of a version.</summary>
    public static void Write(SqliteConnection connection, long versionId, KnowledgeBase knowledge)
    {
        if (knowledge.Synonyms.Count + knowledge.StopPhrases.Count == 0)
        {
            return;
        }

        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO vocabularies (version_id, synonyms, stop_phrases) VALUES ($version, $synonyms, $stopPhrases)";
        command.Parameters.AddWithValue("$version", versionId);
        command.Parameters.AddWithValue("$synonyms", StoredJson.Write(knowledge.Synonyms));
        command.Parameters.AddWithValue("$stopPhrases", StoredJson.Write(knowledge.StopPhrases));
        command.ExecuteNonQuery();
    }

    /// <summary>Reads the words of a version.</summary>
    public static (string[][] Synonyms, string[] StopPhrases) Read(SqliteConnection connection, long versionId)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT synonyms, stop_phrases FROM vocabularies WHERE version_id = $version";
        command.Parameters.AddWithValue("$version", versionId);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? (StoredJson.ReadGroups(reader.GetString(0)), StoredJson.ReadList(reader.GetString(1))) : ([], []);
    }
}
