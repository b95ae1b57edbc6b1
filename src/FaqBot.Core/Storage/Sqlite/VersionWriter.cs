using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaqBot.Core.Storage.Sqlite;

/// <summary>Writes vectors aside and makes a version visible in one transaction.</summary>
/// <remarks>
/// Not thread-safe. Vectors saved before a crash are found again by the next run; a version is published wholly or not at all.
/// </remarks>
public sealed class VersionWriter : IDisposable
{
    /// <summary>How many versions of a knowledge base are kept, the published one included.</summary>
    public const int KeptVersions = 5;

    /// <summary>How long a vector that no version uses any more is kept for reuse.</summary>
    public static readonly TimeSpan UnusedVectorLifetime = TimeSpan.FromDays(30);

    private readonly KnowledgeDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly EncoderIdentity _model;
    private readonly VectorFormat _format;
    private readonly TimeProvider _time;
    private readonly long _modelId;
    private readonly VectorTable _vectors;

    internal VersionWriter(KnowledgeDatabase database, EncoderIdentity model, VectorFormat format, TimeProvider time)
    {
        _database = database;
        _connection = database.Open();
        _model = model;
        _format = format;
        _time = time;
        _modelId = Guarded(FindOrAddModel);
        _vectors = new VectorTable(database, _connection, _modelId, model.Dimensions, format);
    }

    /// <summary>Tells which texts have no vector of this model, normalisation and format yet.</summary>
    /// <param name="texts">Normalised texts, each once.</param>
    /// <returns>Those without a vector, in the same order.</returns>
    public IReadOnlyList<string> Missing(IEnumerable<string> texts) => Guarded(() => _vectors.Missing(texts));

    /// <summary>Saves vectors, in one transaction. A text that already has one keeps it.</summary>
    /// <param name="texts">Normalised texts.</param>
    /// <param name="vectors">Their unit vectors, row-major [texts × dimensions].</param>
    public void SaveVectors(IReadOnlyList<string> texts, ReadOnlySpan<float> vectors)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length, texts.Count * _model.Dimensions);
        byte[][] blobs = _vectors.ToBlobs(vectors);
        Guarded(() =>
        {
            _vectors.Save(texts, blobs, Now());
            return blobs.Length;
        });
    }

    /// <summary>Publishes a version: from this moment it answers, and no draft is left.</summary>
    /// <param name="knowledge">The knowledge base; each of its questions must have a vector.</param>
    /// <param name="contentHash">Hash of its content: see <see cref="KnowledgeHash"/>.</param>
    /// <returns>What was published.</returns>
    /// <exception cref="StoreException">The file cannot be written, or a question has no vector; nothing was changed.</exception>
    public VersionIdentity Publish(KnowledgeBase knowledge, string contentHash) =>
        Publish(knowledge, contentHash, null, _ => true, id => DeploymentTable.EndDraft(_connection, id), Deployment.Production)!;

    /// <summary>Publishes a version, unless another model was chosen for the knowledge base meanwhile.</summary>
    /// <param name="knowledge">The knowledge base; each of its questions must have a vector.</param>
    /// <param name="contentHash">Hash of its content: see <see cref="KnowledgeHash"/>.</param>
    /// <param name="assignment">The choice of a model that the vectors were computed under, or null.</param>
    /// <param name="deployment">Where it answers. In production it ends the draft: the test deployment follows production again.</param>
    /// <param name="confidence">Constants of the confidence, as JSON, that were fitted on these vectors; null: those that belong to the model.</param>
    /// <returns>What was published.</returns>
    /// <exception cref="StoreException">
    /// The file cannot be written, a question has no vector, or another model was chosen; nothing was changed.
    /// </exception>
    public VersionIdentity Publish(
        KnowledgeBase knowledge, string contentHash, ModelAssignment? assignment, Deployment deployment = Deployment.Production, string? confidence = null) =>
        Publish(
            knowledge,
            contentHash,
            confidence,
            reader => reader.Assignment(knowledge.Id) == assignment,
            deployment == Deployment.Production ? id => DeploymentTable.EndDraft(_connection, id) : _ => { },
            deployment)
            ?? throw new StoreException(
                _database.Path, $"another model was chosen for '{knowledge.Id}' while it was encoded with {_model.Display}; nothing was changed, index again");

    /// <summary>Publishes the content of a version anew with the vectors of this model, and the choice of the model with it.</summary>
    /// <param name="from">The version, which must be the published one still.</param>
    /// <param name="assignment">The choice; null: the default encoder applies from now on.</param>
    /// <param name="confidence">Constants of the confidence, as JSON, that were fitted on these vectors; null: those that belong to the model.</param>
    /// <returns>What was published; null when another version was published meanwhile, and nothing was changed.</returns>
    /// <exception cref="StoreException">The file cannot be written, or a question has no vector; nothing was changed.</exception>
    public VersionIdentity? Switch(StoredVersion from, ModelAssignment? assignment, string? confidence = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        string id = from.Identity.KnowledgeBaseId;
        return Publish(
            from.Knowledge,
            from.Identity.ContentHash,
            confidence,
            reader => reader.List().Exists(version => version.Identity == from.Identity),
            _ => ModelAssignment.Write(_connection, id, assignment),
            Deployment.Production);
    }

    /// <summary>Reads vectors of this model, normalisation and format.</summary>
    /// <param name="texts">Normalised texts that all have one.</param>
    /// <returns>The unit vectors, row-major [texts × dimensions].</returns>
    /// <exception cref="StoreException">A text has no vector, or a damaged one.</exception>
    public float[] ReadVectors(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Guarded(() => _vectors.Read(texts));
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private VersionIdentity? Publish(
        KnowledgeBase knowledge, string contentHash, string? confidence, Func<VersionReader, bool> holds, Action<string> besides, Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        return Guarded(() =>
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            if (!holds(new VersionReader(_database.Path, _connection)))
            {
                return null;
            }

            using KnowledgeContext context = KnowledgeDatabase.Context(_connection);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
            context.Database.UseTransaction(transaction);
            VersionRow version = AddVersion(context, knowledge, contentHash, confidence);
            VocabularyTable.Write(_connection, version.Id, knowledge);
            InsertEntries(version.Id, knowledge);
            InsertQuestions(version.Id, knowledge);
            EntryNumber.Give(_connection, knowledge);
            DeploymentTable.Point(context, version, deployment);
            besides(knowledge.Id);
            Prune(version);
            transaction.Commit();
            return Identity(version);
        });
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw _database.Unusable(exception);
        }
        catch (DbUpdateException exception) when (exception.InnerException is SqliteException inner)
        {
            throw _database.Unusable(inner);
        }
    }

    private long FindOrAddModel()
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using KnowledgeContext context = KnowledgeDatabase.Context(_connection);
        context.Database.UseTransaction(transaction);
        ModelRow? row = context.Models.FirstOrDefault(
            model => model.Fingerprint == _model.Fingerprint && model.Normalizer == TextNormalizer.Version);
        if (row is null)
        {
            row = new ModelRow
            {
                Name = _model.Name,
                Fingerprint = _model.Fingerprint,
                Dimensions = _model.Dimensions,
                Normalizer = TextNormalizer.Version,
            };
            context.Models.Add(row);
            context.SaveChanges();
        }

        transaction.Commit();
        return row.Id;
    }

    private VersionRow AddVersion(KnowledgeContext context, KnowledgeBase knowledge, string contentHash, string? confidence)
    {
        KnowledgeBaseRow? owner = context.KnowledgeBases.FirstOrDefault(row => row.Id == knowledge.Id);
        if (owner is null)
        {
            owner = new KnowledgeBaseRow { Id = knowledge.Id };
            context.KnowledgeBases.Add(owner);
        }

        owner.LastNumber++;
        VersionRow version = new()
        {
            KnowledgeBaseId = knowledge.Id,
            Number = owner.LastNumber,
            Model = context.Models.First(model => model.Id == _modelId),
            Format = _format,
            ContentHash = contentHash,
            Confidence = confidence,
            BuiltAt = Now(),
            Name = knowledge.Name,
            Languages = StoredJson.Write(knowledge.Languages),
            DefaultAnswer = StoredJson.Write(knowledge.DefaultAnswer),
            EntryCount = knowledge.Entries.Count,
            QuestionCount = knowledge.Entries.Sum(entry => 1 + entry.Alternates.Count),
        };
        context.Versions.Add(version);
        context.SaveChanges();
        return version;
    }

    private VersionIdentity Identity(VersionRow version) => new(
        version.KnowledgeBaseId, version.Number, _model, TextNormalizer.Version, version.Format, version.ContentHash,
        DateTimeOffset.FromUnixTimeMilliseconds(version.BuiltAt));

    private void InsertEntries(long versionId, KnowledgeBase knowledge)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = """
            INSERT INTO entries (version_id, ordinal, entry_id, answer, metadata, prompts, source, context_only, enabled, valid_from, valid_until)
            VALUES ($version, $ordinal, $id, $answer, $metadata, $prompts, $source, $contextOnly, $enabled, $from, $until)
            """;
        for (int i = 0; i < knowledge.Entries.Count; i++)
        {
            FaqEntry entry = knowledge.Entries[i];
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$version", versionId);
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

    private void InsertQuestions(long versionId, KnowledgeBase knowledge)
    {
        using SqliteCommand command = _vectors.Command(
            """
            INSERT INTO questions (version_id, entry_ordinal, ordinal, text, match_key, vector_id)
            SELECT $version, $entry, $ordinal, $original, $key, id
            FROM vectors WHERE model_id = $model AND format = $format AND text = $text
            """, "$version", "$entry", "$ordinal", "$original", "$key", "$text");
        command.Parameters["$version"].Value = versionId;
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
                    throw new StoreException(_database.Path, $"question '{original}' has no vector; index again");
                }
            }
        }
    }

    private void Prune(VersionRow version)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = """
            DELETE FROM versions WHERE knowledge_base_id = $owner AND number <= $oldest
                AND id NOT IN (SELECT version_id FROM deployments);
            DELETE FROM vectors WHERE created_at < $unusedSince AND id NOT IN (SELECT vector_id FROM questions);
            """;
        command.Parameters.AddWithValue("$owner", version.KnowledgeBaseId);
        command.Parameters.AddWithValue("$oldest", version.Number - KeptVersions);
        command.Parameters.AddWithValue("$unusedSince", Now() - (long)UnusedVectorLifetime.TotalMilliseconds);
        command.ExecuteNonQuery();
    }
}
