using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Running;
using Microsoft.Data.Sqlite;

namespace FaqBot.Core.Storage.Sqlite;

/// <content>Entries of a version.</content>
internal sealed partial class PlainReader
{
    private FaqEntry[] ReadEntries(long version, VersionIdentity identity, int expected, StoredQuestion[] questions)
    {
        using SqliteCommand command = Command(
            """
            SELECT ordinal, entry_id, answer, metadata, prompts, source, context_only, enabled, valid_from, valid_until
            FROM entries WHERE version_id = $version ORDER BY ordinal
            """, ("$version", version));
        using SqliteDataReader reader = command.ExecuteReader();
        if (Count("entries", version) != expected)
        {
            throw Damaged(identity, "it has lost entries or questions");
        }

        FaqEntry[] entries = new FaqEntry[expected];
        int count = 0, row = 0;
        for (; reader.Read() && count < expected; count++)
        {
            int first = row;
            while (row < questions.Length && questions[row].Entry == count)
            {
                row++;
            }

            if (reader.GetInt32(0) != count || row == first)
            {
                throw Damaged(identity, "it has lost entries or questions");
            }

            entries[count] = ReadEntry(reader, questions.AsSpan(first, row - first));
        }

        return row == questions.Length ? entries : throw Damaged(identity, "it has lost entries or questions");
    }

    private (string[][] Synonyms, string[] StopPhrases) ReadVocabulary(long version)
    {
        using SqliteCommand command =
            Command("SELECT synonyms, stop_phrases FROM vocabularies WHERE version_id = $version", ("$version", version));
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? (StoredJson.ReadGroups(reader.GetString(0)), StoredJson.ReadList(reader.GetString(1))) : ([], []);
    }

    private int[] ReadNumbers(KnowledgeBase knowledge)
    {
        using SqliteCommand command =
            Command("SELECT entry_id, number FROM entry_numbers WHERE knowledge_base_id = $kb", ("$kb", knowledge.Id));
        using SqliteDataReader reader = command.ExecuteReader();
        Dictionary<string, int> given = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            given[reader.GetString(0)] = reader.GetInt32(1);
        }

        return [.. knowledge.Entries.Select(entry => EntryNumber.Of(entry.Id) ?? (given.TryGetValue(entry.Id, out int number)
            ? number
            : throw new InvalidOperationException($"entry '{entry.Id}' of '{knowledge.Id}' has lost its number")))];
    }

    private static FaqEntry ReadEntry(SqliteDataReader reader, ReadOnlySpan<StoredQuestion> questions)
    {
        string[] alternates = questions.Length == 1 ? [] : new string[questions.Length - 1];
        for (int i = 0; i < alternates.Length; i++)
        {
            alternates[i] = questions[i + 1].Text;
        }

        return new FaqEntry
        {
            Id = reader.GetString(1),
            Question = questions[0].Text,
            Alternates = alternates,
            Answer = StoredJson.ReadText(reader.GetString(2)),
            Metadata = StoredJson.ReadPairs(reader.GetString(3)),
            Prompts = StoredJson.ReadPrompts(reader.GetString(4)),
            Source = reader.IsDBNull(5) ? null : reader.GetString(5),
            ContextOnly = reader.GetBoolean(6),
            Enabled = reader.GetBoolean(7),
            ValidFrom = ReadInstant(reader, 8),
            ValidUntil = ReadInstant(reader, 9),
        };
    }
}
