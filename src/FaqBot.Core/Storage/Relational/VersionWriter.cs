using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Writes vectors aside and makes a version visible in one transaction.</summary>
/// <remarks>
/// Not thread-safe. Vectors saved before a crash are found again by the next run; a version is published wholly or not at all.
/// </remarks>
public sealed partial class VersionWriter : IDisposable
{
    /// <summary>How many versions of a knowledge base are kept, the published one included.</summary>
    public const int KeptVersions = 5;

    /// <summary>How long a vector that no version uses any more is kept for reuse.</summary>
    public static readonly TimeSpan UnusedVectorLifetime = TimeSpan.FromDays(30);

    private static readonly PublishedFrom FromFile = new(new Authorship(Authorship.System, ChangeOrigin.File));
    private static readonly PublishedFrom Renewed = new(new Authorship(Authorship.System, ChangeOrigin.Renewal));

    private readonly KnowledgeDatabase _database;
    private readonly StoreConnection _connection;
    private readonly EncoderIdentity _model;
    private readonly VectorFormat _format;
    private readonly TimeProvider _time;
    private readonly long _modelId;
    private readonly VectorTable _vectors;
    private readonly VersionRows _rows;

    internal VersionWriter(KnowledgeDatabase database, EncoderIdentity model, VectorFormat format, TimeProvider time)
    {
        _database = database;
        _connection = database.Open(KnowledgeDatabase.LongPatience);
        _model = model;
        _format = format;
        _time = time;
        try
        {
            _modelId = database.Guarded(FindOrAddModel);
        }
        catch
        {
            Dispose();
            throw;
        }

        _vectors = _connection.Vectors(database, _modelId, model.Dimensions, format);
        _rows = new VersionRows(_connection, _vectors);
    }

    /// <summary>Publishes a version: from this moment it answers, and no draft is left.</summary>
    /// <param name="knowledge">The knowledge base; each of its questions and counter-examples must have a vector.</param>
    /// <param name="contentHash">Hash of its content: see <see cref="KnowledgeHash"/>.</param>
    /// <returns>What was published.</returns>
    /// <exception cref="StoreException">The file cannot be written, or a question has no vector; nothing was changed.</exception>
    public VersionIdentity Publish(KnowledgeBase knowledge, string contentHash) =>
        Publish(knowledge, contentHash, default, _ => true, context => context.EndDraft(knowledge.Id), Deployment.Production)!;

    /// <summary>Publishes a version, unless another model was chosen for the knowledge base meanwhile.</summary>
    /// <param name="knowledge">The knowledge base; each of its questions and counter-examples must have a vector.</param>
    /// <param name="contentHash">Hash of its content: see <see cref="KnowledgeHash"/>.</param>
    /// <param name="assignment">The choice of a model that the vectors were computed under, or null.</param>
    /// <param name="deployment">Where it answers. In production it ends the draft: the test deployment follows production again.</param>
    /// <param name="confidence">Constants of the confidence, as JSON, that were fitted on these vectors; null: those that belong to the
    /// model.</param>
    /// <param name="taught">What the questions taught the ranking, as JSON; null: they were not asked.</param>
    /// <param name="from">What it is published from; null: from a file, whose content is that of the working copy from then on.</param>
    /// <returns>What was published.</returns>
    /// <exception cref="StoreException">
    /// The file cannot be written, a question has no vector, or another model was chosen; nothing was changed.
    /// </exception>
    /// <exception cref="WorkingCopyMovedException">The working copy is another one by now; nothing was changed.</exception>
    public VersionIdentity Publish(
        KnowledgeBase knowledge, string contentHash, ModelAssignment? assignment, Deployment deployment = Deployment.Production,
            string? confidence = null, string? taught = null, PublishedFrom? from = null) =>
        Publish(
            knowledge,
            contentHash,
            new Fitted(confidence, taught),
            reader => reader.Assignment(knowledge.Id) == assignment,
            context =>
            {
                if (deployment == Deployment.Production)
                {
                    context.EndDraft(knowledge.Id);
                }
            },
            deployment,
            from: from)
            ?? throw new StoreException(
                _database.Path, StoreFault.Refused,
                    $"another model was chosen for '{knowledge.Id}' while it was encoded with {_model.Display}; nothing was changed, index "
                    + $"again");

    /// <summary>Publishes the content of a version anew with the vectors of this model, and the choice of the model with it.</summary>
    /// <param name="from">The version, which must be the published one still.</param>
    /// <param name="assignment">The choice; null: the default encoder applies from now on.</param>
    /// <param name="confidence">Constants of the confidence, as JSON, that were fitted on these vectors; null: those that belong to the
    /// model.</param>
    /// <param name="taught">What the questions taught the ranking, as JSON; null: they were not asked.</param>
    /// <returns>What was published; null when another version was published meanwhile, and nothing was changed.</returns>
    /// <exception cref="StoreException">The file cannot be written, or a question has no vector; nothing was changed.</exception>
    public VersionIdentity? Switch(
        StoredVersion from, ModelAssignment? assignment, string? confidence = null, string? taught = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        string id = from.Identity.KnowledgeBaseId;
        return Publish(
            from.Knowledge,
            from.Identity.ContentHash,
            new Fitted(confidence, taught),
            reader => reader.List().Exists(version => version.Identity == from.Identity),
            context => context.Replace(id, assignment),
            Deployment.Production,
            from: Renewed);
    }

    /// <summary>Publishes the content of a version anew, where it answers, with the vectors of this model.</summary>
    /// <remarks>Unlike what an owner publishes, it displaces no version and ends no draft.</remarks>
    /// <param name="from">The version, which must answer there still, without a choice of a model.</param>
    /// <param name="deployment">Where it answers.</param>
    /// <param name="confidence">Constants of the confidence, as JSON, that were fitted on these vectors; null: those that belong to the
    /// model.</param>
    /// <param name="fitted">What was fitted for the knowledge base anew; null: what is there stays.</param>
    /// <param name="taught">What the questions taught the ranking, as JSON; null: they were not asked.</param>
    /// <returns>What was published; null when another version or model came meanwhile, and nothing was changed.</returns>
    /// <exception cref="StoreException">The file cannot be written, or a question has no vector; nothing was changed.</exception>
    public VersionIdentity? Renew(
        StoredVersion from, Deployment deployment, string? confidence, FittedConfidence? fitted, string? taught = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        return Publish(
            from.Knowledge,
            from.Identity.ContentHash,
            new Fitted(confidence, taught),
            reader => reader.Assignment(from.Knowledge.Id) is null
                && reader.List(deployment).Exists(version => version.Identity == from.Identity),
            context =>
            {
                if (fitted is not null)
                {
                    context.Replace(fitted);
                }
            },
            deployment,
            keptVersions: int.MaxValue,
            Renewed);
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private VersionIdentity? Publish(
        KnowledgeBase knowledge,
        string contentHash,
        Fitted constants,
        Func<PlainReader, bool> holds,
        Action<KnowledgeContext> besides,
        Deployment deployment,
        int keptVersions = KeptVersions,
        PublishedFrom? from = null)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        PublishedFrom origin = from ?? FromFile;

        // Before the transaction, which nobody else can write beside.
        byte[] document = deployment == Deployment.Production ? ContentDocument.Write(knowledge) : [];
        return _database.Guarded(() =>
        {
            _database.RefuseMoved(_connection);
            KnowledgeContext.MakeReady(_connection);
            VersionIdentity? published = _connection.Within(Purpose.Change, VersionIdentity? (transaction) =>
            {
                if (!holds(new PlainReader(_database.Path, _connection)))
                {
                    return null;
                }

                AuthoringRows authoring = new(_connection);
                int? revision = authoring.BringUp(knowledge, deployment, origin, _time.GetUtcNow());
                using KnowledgeContext context = _connection.Context(transaction);
                VersionRow version = AddVersion(context, knowledge, contentHash, constants);
                _rows.Write(version.Id, knowledge);
                context.Point(version, DeploymentName.Of(deployment));
                besides(context);
                authoring.Note(version, deployment, origin with { Revision = revision }, document);
                _rows.Prune(version, keptVersions, _time.GetUtcNow() - UnusedVectorLifetime);
                KnowledgeDatabase.Commit(_connection, transaction, Purpose.Change);
                return Identity(version);
            });
            _database.RefuseMoved(_connection);
            return published;
        });
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private long FindOrAddModel() =>
        _connection.Within(Purpose.Read, _ => _connection.Number(
            "SELECT id FROM models WHERE fingerprint = $fingerprint AND normalizer = $normalizer",
            ("$fingerprint", _model.Fingerprint), ("$normalizer", TextNormalizer.Version))) is > 0 and var known
            ? known
            : _connection.Within(Purpose.Change, transaction =>
            {
                using KnowledgeContext context = _connection.Context(transaction);
                long id = context.FindOrAdd(_model, TextNormalizer.Version);
                transaction.Commit();
                return id;
            });

    private VersionRow AddVersion(KnowledgeContext context, KnowledgeBase knowledge, string contentHash, Fitted constants)
    {
        KnowledgeBaseRow? owner = context.KnowledgeBases.FirstOrDefault(row => row.Id == knowledge.Id);
        if (owner is null)
        {
            owner = new KnowledgeBaseRow { Id = knowledge.Id };
            context.KnowledgeBases.Add(owner);
        }

        // Its row first: the mapper knows no foreign keys.
        owner.LastNumber++;
        context.SaveChanges();
        VersionRow version = new()
        {
            KnowledgeBaseId = knowledge.Id,
            Number = owner.LastNumber,
            ModelId = _modelId,
            Format = _format,
            ContentHash = contentHash,
            Confidence = constants.Confidence,
            Taught = constants.Taught,
            BuiltAt = Now(),
            Name = StoredJson.WriteName(knowledge.Name),
            Languages = StoredJson.Write(knowledge.Languages),
            DefaultAnswer = StoredJson.Write(knowledge.DefaultAnswer),
            Starters = StoredJson.Write(knowledge.Starters),
            Greeting = knowledge.Greeting is { } greeting ? StoredJson.Write(greeting) : null,
            Categories = StoredJson.Write(knowledge.Categories),
            EntryCount = knowledge.Entries.Count,
            QuestionCount = knowledge.Entries.Sum(entry => 1 + entry.Alternates.Count),
        };
        context.Versions.Add(version);
        context.SaveChanges();
        if (knowledge.Synonyms.Count + knowledge.StopPhrases.Count + knowledge.Contrasts.Count > 0)
        {
            context.Vocabularies.Add(new VocabularyRow
            {
                VersionId = version.Id,
                Synonyms = StoredJson.Write(knowledge.Synonyms),
                StopPhrases = StoredJson.Write(knowledge.StopPhrases),
                Contrasts = StoredJson.Write(knowledge.Contrasts),
            });
            context.SaveChanges();
        }

        return version;
    }

    private VersionIdentity Identity(VersionRow version) => new(
        version.KnowledgeBaseId, version.Number, _model, TextNormalizer.Version, version.Format, version.ContentHash,
        DateTimeOffset.FromUnixTimeMilliseconds(version.BuiltAt))
    {
        Taught = version.Taught,
    };

    /// <summary>What was fitted on a version's vectors, as JSON.</summary>
    private readonly record struct Fitted(string? Confidence, string? Taught);
}
