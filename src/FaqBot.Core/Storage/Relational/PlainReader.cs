using System.Data.Common;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Reads all that answers need, the vectors straight into one block.</summary>
/// <remarks>
/// Plain SQL: the mapper's first query costs a second of computing, which no start shall pay for, and for every vector an object more.
/// </remarks>
internal sealed partial class PlainReader(string path, StoreConnection connection, VectorFile? near = null)
{
    private const int MostDimensions = 65_536;

    private const string Header = """
        SELECT v.id, d.knowledge_base_id, v.number, m.name, m.fingerprint, m.dimensions, m.normalizer, v.format, v.content_hash, v.built_at,
            v.name, v.languages, v.default_answer, v.entry_count, v.question_count, v.confidence,
            v.taught, v.starters, v.greeting, v.categories
        FROM deployments d LEFT JOIN versions v ON v.id = d.version_id LEFT JOIN models m ON m.id = v.model_id
        WHERE d.name = $deployment
        """;

    /// <summary>Lists the versions of a deployment that can be read, ordered by knowledge base.</summary>
    public List<PublishedVersion> List(Deployment deployment = Deployment.Production) =>
        [.. Listing(deployment).Select(listed => listed.Version).OfType<PublishedVersion>()];

    /// <summary>Lists the versions of a deployment, ordered by knowledge base; one that is damaged hides no other.</summary>
    public List<ListedVersion> Listing(Deployment deployment)
    {
        using DbCommand command = Command(Header + " ORDER BY d.knowledge_base_id", ("$deployment", DeploymentName.Of(deployment)));
        using DbDataReader reader = command.ExecuteReader();
        List<ListedVersion> versions = [];
        while (reader.Read())
        {
            string id = reader.GetString(1);
            try
            {
                versions.Add(new ListedVersion(id, Published(reader), Fault: null));
            }
            catch (Exception exception) when (!StoreFaults.IsOfMachine(exception))
            {
                versions.Add(new ListedVersion(id, Version: null, Damaged(id, exception)));
            }
        }

        return versions;
    }

    /// <summary>Reads the version of a knowledge base that answers in a deployment, or null.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public StoredVersion? Load(string knowledgeBaseId, Deployment deployment = Deployment.Production)
    {
        try
        {
            return LoadWhole(knowledgeBaseId, deployment);
        }
        catch (Exception exception) when (exception is not StoreException && !StoreFaults.IsOfMachine(exception))
        {
            throw Damaged(knowledgeBaseId, exception);
        }
    }

    private static PublishedVersion Published(DbDataReader header) => new(
        Identity(header), StoredJson.ReadName(header.GetString(10)), StoredJson.ReadList(header.GetString(11)), header.GetInt32(13),
        header.GetInt32(14))
    {
        Confidence = Confidence(header),
    };

    private StoredVersion? LoadWhole(string knowledgeBaseId, Deployment deployment)
    {
        if (HeaderOf(knowledgeBaseId, deployment) is not var (version, published, texts))
        {
            return null;
        }

        VersionIdentity identity = published.Identity;
        (StoredQuestion[] questions, float[] vectors) = ReadQuestions(version, identity, published.Questions);
        (CounterExample[] counterExamples, float[] counterVectors) = ReadCounterExamples(version, identity, published.Entries);
        KnowledgeBase knowledge = WithVocabulary(
            version, texts with { Entries = ReadEntries(version, identity, published.Entries, questions, counterExamples) });
        return new StoredVersion(identity, knowledge, questions, vectors)
        {
            Assignment = Assignment(knowledgeBaseId),
            Fitted = FittedConfidences().Find(fitted => fitted.KnowledgeBaseId == knowledgeBaseId),
            Confidence = published.Confidence,
            EntryNumbers = ReadNumbers(knowledge),
            CounterExamples = counterExamples,
            CounterVectors = counterVectors,
        };
    }

    private (long Version, PublishedVersion Published, KnowledgeBase Texts)? HeaderOf(string knowledgeBaseId, Deployment deployment)
    {
        using DbCommand command = Command(
            Header + " AND d.knowledge_base_id = $id", ("$deployment", DeploymentName.Of(deployment)), ("$id", knowledgeBaseId));
        using DbDataReader header = command.ExecuteReader();
        return header.Read()
            ? (header.GetInt64(0), Published(header), new KnowledgeBase
            {
                Id = header.GetString(1),
                Name = StoredJson.ReadName(header.GetString(10)),
                Languages = StoredJson.ReadList(header.GetString(11)),
                DefaultAnswer = StoredJson.ReadText(header.GetString(12)),
                Starters = StoredJson.ReadTexts(header.GetString(17)),
                Greeting = header.IsDBNull(18) ? null : StoredJson.ReadText(header.GetString(18)),
                Categories = StoredJson.ReadCategories(header.GetString(19)),
                Entries = [],
            })
            : null;
    }

    /// <summary>Reads the choice of a model for a knowledge base, or null.</summary>
    public ModelAssignment? Assignment(string knowledgeBaseId) =>
        Assignments().Find(assignment => assignment.KnowledgeBaseId == knowledgeBaseId);

    /// <summary>Lists the confidences that were fitted for knowledge bases, ordered by id.</summary>
    public List<FittedConfidence> FittedConfidences()
    {
        using DbCommand command =
            Command("SELECT knowledge_base_id, confidence, since FROM fitted_confidences ORDER BY knowledge_base_id");
        using DbDataReader reader = command.ExecuteReader();
        List<FittedConfidence> all = [];
        while (reader.Read())
        {
            all.Add(new FittedConfidence(reader.GetString(0), reader.GetString(1), NotedInstant(reader, 2)));
        }

        return all;
    }

    /// <summary>Lists the keys, ordered by knowledge base and place.</summary>
    public List<EndpointKey> EndpointKeys()
    {
        using DbCommand command =
            Command("SELECT knowledge_base_id, slot, hash, created_at FROM endpoint_keys ORDER BY knowledge_base_id, slot");
        using DbDataReader reader = command.ExecuteReader();
        List<EndpointKey> keys = [];
        try
        {
            while (reader.Read())
            {
                keys.Add(new EndpointKey(
                    reader.GetString(0),
                    Enum.Parse<KeySlot>(reader.GetString(1)),
                    reader.GetFieldValue<byte[]>(2),
                    NotedInstant(reader, 3)));
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidCastException)
        {
            throw new StoreException(
                path, StoreFault.Damaged, "the table of keys is damaged; revoke the keys and create others", exception);
        }

        return keys;
    }

    /// <summary>Lists the questions of all other knowledge bases that answer customers.</summary>
    public List<string> QuestionsOfOthers(string knowledgeBaseId)
    {
        using DbCommand command = Command(
            """
            SELECT q.text FROM deployments d JOIN questions q ON q.version_id = d.version_id
            WHERE d.name = $deployment AND d.knowledge_base_id <> $id ORDER BY d.knowledge_base_id, q.entry_ordinal, q.ordinal
            """, ("$deployment", DeploymentName.Of(Deployment.Production)), ("$id", knowledgeBaseId));
        using DbDataReader reader = command.ExecuteReader();
        List<string> questions = [];
        while (reader.Read())
        {
            questions.Add(reader.GetString(0));
        }

        return questions;
    }

    /// <summary>Lists the choices of models, ordered by knowledge base.</summary>
    public List<ModelAssignment> Assignments()
    {
        using DbCommand command =
            Command("SELECT knowledge_base_id, model, since, confidence FROM model_assignments ORDER BY knowledge_base_id");
        using DbDataReader reader = command.ExecuteReader();
        List<ModelAssignment> assignments = [];
        while (reader.Read())
        {
            assignments.Add(new ModelAssignment(
                reader.GetString(0), reader.GetString(1), NotedInstant(reader, 2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        }

        return assignments;
    }

    private static string? Confidence(DbDataReader header) => TextOf(header, 15);

    private static string? TextOf(DbDataReader header, int column) => header.IsDBNull(column) ? null : header.GetString(column);

    private static VersionIdentity Identity(DbDataReader header) => new(
        header.GetString(1),
        header.GetInt32(2),
        new EncoderIdentity(header.GetString(3), header.GetString(4), header.GetInt32(5)),
        header.GetString(6),
        (VectorFormat)header.GetInt32(7),
        header.GetString(8),
        DateTimeOffset.FromUnixTimeMilliseconds(header.GetInt64(9)))
    {
        Taught = TextOf(header, 16),
    };

    private (StoredQuestion[] Questions, float[] Vectors) ReadQuestions(long version, VersionIdentity identity, int expected)
    {
        int dimensions = identity.Model.Dimensions;
        long stored = Count("questions", version);
        if (stored != expected || dimensions is < 1 or > MostDimensions)
        {
            throw Damaged(identity, $"it has {stored} questions of {dimensions} dimensions, expected {expected} of 1 to {MostDimensions}");
        }

        StoredQuestion[] questions = new StoredQuestion[expected];
        float[] vectors = GC.AllocateUninitializedArray<float>(checked(expected * dimensions), pinned: true);
        if (near is not null)
        {
            ReadNear(version, identity, near, questions, vectors);
            return (questions, vectors);
        }

        int size = VectorBlob.Size(identity.Format, dimensions);
        using DbCommand command = Command(
            """
            SELECT q.entry_ordinal, q.text, q.match_key, v.value
            FROM questions q JOIN vectors v ON v.id = q.vector_id
            WHERE q.version_id = $version ORDER BY q.entry_ordinal, q.ordinal
            """, ("$version", version));
        using DbDataReader reader = command.ExecuteReader();
        int count = 0;
        for (; reader.Read() && count < expected; count++)
        {
            questions[count] = new StoredQuestion(reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
            byte[] blob = reader.GetFieldValue<byte[]>(3);
            if (blob.Length != size || !VectorBlob.TryRead(blob, identity.Format, vectors.AsSpan(count * dimensions, dimensions)))
            {
                throw Damaged(
                    identity,
                    $"the vector of question '{questions[count].Text}' has {blob.Length} bytes or is not a unit vector, expected {size} "
                    + $"bytes");
            }
        }

        return count == expected ? (questions, vectors) : throw Damaged(identity, $"it has {count} vectors, expected {expected}");
    }

    /// <summary>Before memory is taken for what a damaged row announces.</summary>
    private long Count(string table, long version) =>
        connection.Number($"SELECT COUNT(*) FROM {table} WHERE version_id = $version", ("$version", version));

    private static DateTimeOffset? ReadInstant(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : InstantOf(reader, column);

    private static DateTimeOffset InstantOf(DbDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    /// <summary>An instant that is only shown: one that never was hides no more than itself.</summary>
    private static DateTimeOffset NotedInstant(DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        reader.GetInt64(column),
        DateTimeOffset.MinValue.ToUnixTimeMilliseconds(),
        DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        connection.Prepare(sql, parameters);

    private StoreException Damaged(VersionIdentity version, string fault) => new(
        path,
        StoreFault.Damaged,
        $"version {version.Number} of '{version.KnowledgeBaseId}' is damaged: {fault}; index the knowledge base again, or "
        + "restore a backup");

    private StoreException Damaged(string knowledgeBaseId, Exception exception) =>
        StoreFaults.Damaged(path, $"the version of '{knowledgeBaseId}'", exception);
}
