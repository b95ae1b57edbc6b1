using System.Collections.Frozen;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Running;
using FaqBot.Http;
using FaqBot.Jobs;

namespace FaqBot.Engine;

/// <summary>What answers questions, once it is loaded.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AnsweringEngine
{
    private volatile LoadedEngine? _loaded;

    /// <summary>The loaded parts, or null while they load.</summary>
    public LoadedEngine? Loaded => _loaded;

    /// <summary>The loaded parts.</summary>
    /// <exception cref="NotReadyException">They are still loading.</exception>
    public LoadedEngine Require() => _loaded ?? throw new NotReadyException();

    public void Start(LoadedEngine loaded) => _loaded = loaded;
}

/// <summary>The parts that answer questions.</summary>
/// <param name="Answerer">Answers.</param>
/// <param name="Catalogs">What is published.</param>
/// <param name="Cache">What was answered.</param>
/// <param name="Default">The default encoder.</param>
/// <param name="Switch">Switches knowledge bases to other models.</param>
internal sealed record LoadedEngine(
    Answerer Answerer, PublishedCatalogs Catalogs, ReplyCache Cache, LoadedEncoder Default, ModelSwitch Switch)
{
    /// <summary>The default encoder: encodes for requests, many at once.</summary>
    public IEncoder Encoder => Default.Encoder;

    /// <summary>What makes vectors of the default encoder comparable with others.</summary>
    public EncoderIdentity Identity => Default.Identity;

    /// <summary>Most tokens of a text; null where a service elsewhere counts them.</summary>
    public int? MaxTokens => Default.Model?.MaxTokens;

    /// <summary>Prompts of the default model by name.</summary>
    public IReadOnlyDictionary<string, string> Prompts => Default.Model?.Modules.Prompts ?? FrozenDictionary<string, string>.Empty;

    /// <summary>Number of tokens of the default model; 0 for a service elsewhere, which is asked in texts alone.</summary>
    public int VocabularySize => Default.Model?.Tokenizer.VocabularySize ?? 0;

    /// <summary>What cosines of the default model mean.</summary>
    /// <exception cref="WrongModelException">Nobody has calibrated it yet.</exception>
    public SimilarityScale Scale => new(Confidence);

    /// <summary>What the evidence of the default model means.</summary>
    /// <exception cref="WrongModelException">Nobody has calibrated it yet.</exception>
    public ConfidenceModel Confidence => Default.Confidence ?? Catalogs.ConfidenceOf(Identity)
        ?? throw new WrongModelException(
            "The encoder has no calibration, which the first knowledge base that is indexed with it brings; index one, or ask "
            + "/v1/embeddings.");

    /// <summary>When the default model was put where it is; of a service elsewhere, when this one began to ask it.</summary>
    public DateTimeOffset ModelMade { get; } = Default.Folder is { } folder
        ? new DirectoryInfo(folder).EnumerateFiles().Select(file => (DateTimeOffset)file.LastWriteTimeUtc)
            .DefaultIfEmpty(TimeProvider.System.GetUtcNow()).Max()
        : TimeProvider.System.GetUtcNow();

    /// <summary>The keys of clients of other services.</summary>
    public required EndpointKeyRing Keys { get; init; }

    /// <summary>What users said about answers.</summary>
    public required FeedbackTable Feedback { private get; init; }

    /// <summary>How the database fares.</summary>
    public required StorageHealth Storage { get; init; }

    /// <summary>The knowledge base that answers who names none.</summary>
    public required string DefaultKnowledgeBase { get; init; }

    /// <summary>Whether the default knowledge base is published, and nothing of it can be answered from.</summary>
    public bool IsDefaultUnusable => Catalogs.HeadOf(DefaultKnowledgeBase) is null
        && Catalogs.Faults.ContainsKey((DefaultKnowledgeBase, Deployment.Production));

    /// <summary>Keeps what users said.</summary>
    /// <exception cref="StoreException">It cannot be kept.</exception>
    public void Keep(IReadOnlyCollection<Feedback> said)
    {
        try
        {
            Feedback.Add(said);
            Storage.CanWrite();
        }
        catch (StoreException exception)
        {
            Storage.CannotWrite(exception);
            throw;
        }
    }

    /// <summary>Deletes what a user said.</summary>
    /// <exception cref="StoreException">It cannot be deleted.</exception>
    public int Forget(Func<string, IReadOnlyCollection<string>> keysOf, string? knowledgeBaseId) =>
        Feedback.Forget(keysOf, knowledgeBaseId);

    /// <summary>Deletes what users said before an instant.</summary>
    /// <exception cref="StoreException">It cannot be deleted.</exception>
    public int PurgeFeedback(DateTimeOffset before) => Feedback.Purge(before);

    /// <summary>Lists answers that did not help, latest first.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="entry">Of this entry only; null: of all.</param>
    /// <param name="most">Most to give.</param>
    /// <exception cref="StoreException">They cannot be read.</exception>
    public IReadOnlyList<Feedback> Complaints(string kb, string? entry, int most) => Feedback.Complaints(kb, entry, most);

    /// <summary>What is refused when more is asked than can be done.</summary>
    public required LoadPolicy Load { get; init; }

    /// <summary>Lets work begin that needs no encoder, unless more urgent work waits for too long.</summary>
    /// <exception cref="BusyException">It does.</exception>
    public void Admit(LoadKind kind)
    {
        if (Load.PatienceOf(kind) is { } patience && Default.LeastWait > patience)
        {
            throw EncoderMetrics.Refuse(LoadPolicy.NameOf(kind));
        }
    }

    /// <summary>What edits, tries and publishes knowledge bases.</summary>
    public required Editing Editing { get; init; }

    /// <summary>Judges pairs of texts; null when none is configured.</summary>
    public Reranker? Reranker { get; init; }

    /// <summary>Says whether two sentences want the same answer; null where none reads the default encoder's states.</summary>
    public PairJudge? Judge { get; init; }

    /// <summary>The default encoder's model: tokenizer, limits.</summary>
    /// <exception cref="WrongModelException">A service elsewhere encodes.</exception>
    public TextEncoder RequireModel() => Default.Model ?? throw new WrongModelException(
        "Texts are encoded by a service elsewhere, whose tokens are not known here; ask that service, or run a model of this machine "
        + "(FaqBot:Encoder:Folder without FaqBot:Encoder:Remote).");
}

/// <summary>The service is still loading its model and knowledge bases.</summary>
internal sealed class NotReadyException() : ServiceFaultException("The service is still loading.")
{
    public override int Status => StatusCodes.Status503ServiceUnavailable;

    public override string Title => "The service is not ready.";

    public override string Code => FaultCode.NotReady;

    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(1);
}
