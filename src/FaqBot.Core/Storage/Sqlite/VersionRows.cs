using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>Writes what a version has by the ten thousand: entries, questions, counter-examples, and the numbers of entries that have none
/// yet.</summary>
/// <remarks>
/// Prepared commands: objects of the mapper would cost several times as much. Not thread-safe; errors of SQLite are its caller's to
/// translate.
/// </remarks>
internal sealed class VersionRows(KnowledgeDatabase database, SqliteConnection connection, VectorTable vectors)
{
    /// <summary>Writes the rows of a version, within its writer's transaction.</summary>
    /// <param name="version">Its row.</param>
    /// <param name="knowledge">The knowledge base.</param>
    /// <exception cref="StoreException">A question or a counter-example has no vector.</exception>
    public void Write(long version, KnowledgeBase knowledge)
    {
        WriteEntries(version, knowledge);
        WriteQuestions(version, knowledge);
        WriteCounterExamples(version, knowledge);
        new EntryNumberRows(connection).Give(knowledge.Id, knowledge.Entries.Select(entry => entry.Id));
    }

    /// <summary>Removes versions beyond those that are kept, and vectors that none has used for long.</summary>
    /// <param name="version">The latest version of a knowledge base.</param>
    /// <param name="kept">How many of its versions are kept, that one included.</param>
    /// <param name="unusedSince">What is older and unused goes.</param>
    public void Prune(VersionRow version, int kept, DateTimeOffset unusedSince)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM versions WHERE knowledge_base_id = $owner AND number <= $oldest
                AND id NOT IN (SELECT version_id FROM deployments);
            DELETE FROM vectors WHERE created_at < $unusedSince AND id NOT IN (SELECT vector_id FROM questions)
                AND id NOT IN (SELECT vector_id FROM counter_examples);
            """;
        command.Parameters.AddWithValue("$owner", version.KnowledgeBaseId);
        command.Parameters.AddWithValue("$oldest", (long)version.Number - kept);
        command.Parameters.AddWithValue("$unusedSince", unusedSince.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    private void WriteEntries(long version, KnowledgeBase knowledge)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO entries (
                version_id, ordinal, entry_id, answer, metadata, prompts, source, context_only, enabled, valid_from, valid_until)
            VALUES ($version, $ordinal, $id, $answer, $metadata, $prompts, $source, $contextOnly, $enabled, $from, $until)
            """;
        for (int i = 0; i < knowledge.Entries.Count; i++)
        {
            FaqEntry entry = knowledge.Entries[i];
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$version", version);
            command.Parameters.AddWithValue("$ordinal", i);
            command.Parameters.AddWithValue("$id", entry.Id);
            command.Parameters.AddWithValue("$answer", StoredJson.Write(entry.Answer));
            command.Parameters.AddWithValue("$metadata", StoredJson.Write(entry.Metadata));
            command.Parameters.AddWithValue("$prompts", StoredJson.Write(entry.Prompts));
            command.Parameters.AddWithValue("$source", (object?)entry.Source ?? DBNull.Value);
            command.Parameters.AddWithValue("$contextOnly", entry.ContextOnly);
            command.Parameters.AddWithValue("$enabled", entry.Enabled);
            command.Parameters.AddWithValue("$from", (object?)entry.ValidFrom?.ToUnixTimeMilliseconds() ?? DBNull.Value);
            command.Parameters.AddWithValue("$until", (object?)entry.ValidUntil?.ToUnixTimeMilliseconds() ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
    }

    private void WriteQuestions(long version, KnowledgeBase knowledge)
    {
        using SqliteCommand command = vectors.Command(
            """
            INSERT INTO questions (version_id, entry_ordinal, ordinal, text, match_key, vector_id)
            SELECT $version, $entry, $ordinal, $original, $key, id
            FROM vectors WHERE model_id = $model AND format = $format AND text = $text
            """, "$version", "$entry", "$ordinal", "$original", "$key", "$text");
        command.Parameters["$version"].Value = version;
        for (int i = 0; i < knowledge.Entries.Count; i++)
        {
            int ordinal = 0;
            foreach (string original in knowledge.Entries[i].Questions)
            {
                string text = TextNormalizer.Clean(original);
                command.Parameters["$entry"].Value = i;
                command.Parameters["$ordinal"].Value = ordinal++;
                command.Parameters["$original"].Value = original;
                command.Parameters["$key"].Value = TextNormalizer.MatchKey(text);
                command.Parameters["$text"].Value = TextNormalizer.ForEncoding(original);
                if (command.ExecuteNonQuery() != 1)
                {
                    throw new StoreException(database.Path, StoreFault.Refused, $"question '{original}' has no vector; index again");
                }
            }
        }
    }

    private void WriteCounterExamples(long version, KnowledgeBase knowledge)
    {
        using SqliteCommand command = vectors.Command(
            """
            INSERT INTO counter_examples (version_id, entry_ordinal, ordinal, text, vector_id)
            SELECT $version, $entry, $ordinal, $original, id
            FROM vectors WHERE model_id = $model AND format = $format AND text = $text
            """, "$version", "$entry", "$ordinal", "$original", "$text");
        command.Parameters["$version"].Value = version;
        foreach ((int entry, FaqEntry written) in knowledge.Entries.Index())
        {
            foreach ((int ordinal, string original) in written.NotThis.Index())
            {
                command.Parameters["$entry"].Value = entry;
                command.Parameters["$ordinal"].Value = ordinal;
                command.Parameters["$original"].Value = original;
                command.Parameters["$text"].Value = TextNormalizer.ForEncoding(original);
                if (command.ExecuteNonQuery() != 1)
                {
                    throw new StoreException(
                        database.Path, StoreFault.Refused, $"the counter-example '{original}' has no vector; index again");
                }
            }
        }
    }
}
