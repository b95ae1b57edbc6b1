using System.Data.Common;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Storage.Relational;

/// <content>Entries of a version.</content>
internal sealed partial class PlainReader
{
    private FaqEntry[] ReadEntries(
        long version, VersionIdentity identity, int expected, StoredQuestion[] questions, CounterExample[] counterExamples)
    {
        if (Count("entries", version) != expected)
        {
            throw Damaged(identity, "it has lost entries or questions");
        }

        ILookup<int, string> notThis = counterExamples.ToLookup(example => example.Entry, example => example.Text);
        using DbCommand command = Command(
            """
            SELECT ordinal, entry_id, answer, metadata, prompts, source, context_only, enabled, valid_from, valid_until
            FROM entries WHERE version_id = $version ORDER BY ordinal
            """, ("$version", version));
        using DbDataReader reader = command.ExecuteReader();
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

            entries[count] = ReadEntry(reader, questions.AsSpan(first, row - first), notThis[count]);
        }

        return row == questions.Length ? entries : throw Damaged(identity, "it has lost entries or questions");
    }

    private KnowledgeBase WithVocabulary(long version, KnowledgeBase knowledge)
    {
        using DbCommand command =
            Command("SELECT synonyms, stop_phrases, contrasts FROM vocabularies WHERE version_id = $version", ("$version", version));
        using DbDataReader reader = command.ExecuteReader();
        return !reader.Read() ? knowledge : knowledge with
        {
            Synonyms = StoredJson.ReadGroups(reader.GetString(0)),
            StopPhrases = StoredJson.ReadList(reader.GetString(1)),
            Contrasts = StoredJson.ReadGroups(reader.GetString(2)),
        };
    }

    private (CounterExample[] Examples, float[] Vectors) ReadCounterExamples(long version, VersionIdentity identity, int entries)
    {
        long expected = Count("counter_examples", version);
        if (expected == 0)
        {
            return ([], []);
        }

        int dimensions = identity.Model.Dimensions;
        using DbCommand command = Command(
            """
            SELECT c.entry_ordinal, c.text, v.value
            FROM counter_examples c JOIN vectors v ON v.id = c.vector_id
            WHERE c.version_id = $version ORDER BY c.entry_ordinal, c.ordinal
            """, ("$version", version));
        using DbDataReader reader = command.ExecuteReader();
        List<CounterExample> examples = [];
        float[] vectors = new float[checked(expected * dimensions)];
        while (reader.Read() && examples.Count < expected)
        {
            CounterExample example = new(reader.GetInt32(0), reader.GetString(1));
            byte[] blob = reader.GetFieldValue<byte[]>(2);
            if (example.Entry < 0 || example.Entry >= entries || blob.Length != VectorBlob.Size(identity.Format, dimensions)
                || !VectorBlob.TryRead(blob, identity.Format, vectors.AsSpan(examples.Count * dimensions, dimensions)))
            {
                throw Damaged(identity, $"the counter-example '{example.Text}' is of no entry, or its vector is no unit vector");
            }

            examples.Add(example);
        }

        return examples.Count == expected ? ([.. examples], vectors) : throw Damaged(identity, "it has lost vectors of counter-examples");
    }

    private int[] ReadNumbers(KnowledgeBase knowledge)
    {
        using DbCommand command =
            Command("SELECT entry_id, number FROM entry_numbers WHERE knowledge_base_id = $kb", ("$kb", knowledge.Id));
        using DbDataReader reader = command.ExecuteReader();
        Dictionary<string, int> given = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            given[reader.GetString(0)] = reader.GetInt32(1);
        }

        return [.. knowledge.Entries.Select(entry => EntryNumber.Of(entry.Id) ?? (given.TryGetValue(entry.Id, out int number)
            ? number
            : throw new InvalidOperationException($"entry '{entry.Id}' of '{knowledge.Id}' has lost its number")))];
    }

    private static FaqEntry ReadEntry(DbDataReader reader, ReadOnlySpan<StoredQuestion> questions, IEnumerable<string> notThis)
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
            NotThis = [.. notThis],
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
