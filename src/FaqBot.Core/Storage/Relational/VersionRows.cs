using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Writes what a version has by the ten thousand: entries, questions, counter-examples, and the numbers of entries that have none
/// yet.</summary>
/// <remarks>
/// Rows by the thousand: objects of the mapper would cost several times as much. Not thread-safe; errors of the engine are its caller's to
/// translate.
/// </remarks>
internal sealed class VersionRows(StoreConnection connection, VectorTable vectors)
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
        connection.Execute(
            """
            DELETE FROM versions WHERE knowledge_base_id = $owner AND number <= $oldest
                AND id NOT IN (SELECT version_id FROM deployments)
            """, ("$owner", version.KnowledgeBaseId), ("$oldest", (long)version.Number - kept));
        connection.Execute(
            """
            DELETE FROM vectors WHERE created_at < $unusedSince
                AND NOT EXISTS (SELECT 1 FROM questions WHERE vector_id = vectors.id)
                AND NOT EXISTS (SELECT 1 FROM counter_examples WHERE vector_id = vectors.id)
            """, ("$unusedSince", unusedSince.ToUnixTimeMilliseconds()));
    }

    private void WriteEntries(long version, KnowledgeBase knowledge) => connection.Insert(
        "entries",
        [
            "version_id", "ordinal", "entry_id", "answer", "metadata", "prompts", "source", "context_only", "enabled", "valid_from",
            "valid_until",
        ],
        knowledge.Entries.Select((entry, ordinal) => new object?[]
        {
            version, ordinal, entry.Id, StoredJson.Write(entry.Answer), StoredJson.Write(entry.Metadata), StoredJson.Write(entry.Prompts),
            entry.Source, entry.ContextOnly, entry.Enabled, entry.ValidFrom?.ToUnixTimeMilliseconds(),
            entry.ValidUntil?.ToUnixTimeMilliseconds(),
        }));

    private void WriteQuestions(long version, KnowledgeBase knowledge) => vectors.Insert(
        "questions",
        "question",
        ["version_id", "entry_ordinal", "ordinal", "text", "match_key"],
        from entry in knowledge.Entries.Index()
        from question in entry.Item.Questions.Index()
        select (TextNormalizer.ForEncoding(question.Item), new object?[]
        {
            version, entry.Index, question.Index, question.Item, TextNormalizer.MatchKey(TextNormalizer.Clean(question.Item)),
        }),
        textColumn: 3);

    private void WriteCounterExamples(long version, KnowledgeBase knowledge) => vectors.Insert(
        "counter_examples",
        "the counter-example",
        ["version_id", "entry_ordinal", "ordinal", "text"],
        from entry in knowledge.Entries.Index()
        from example in entry.Item.NotThis.Index()
        select (TextNormalizer.ForEncoding(example.Item), new object?[] { version, entry.Index, example.Index, example.Item }),
        textColumn: 3);
}
