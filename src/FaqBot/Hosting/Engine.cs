using FaqBot.Answering;
using FaqBot.Caching;
using FaqBot.Encoding;
using FaqBot.EndpointKeys;
using FaqBot.KnowledgeBases;
using FaqBot.Similarity;
using FaqBot.Storage;
using FaqBot.Tei;

namespace FaqBot.Hosting;

/// <summary>What answers questions, once it is loaded.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Engine
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
/// <param name="Model">The default encoder's model: tokenizer, limits.</param>
/// <param name="Encoder">The default encoder: encodes for requests, many at once.</param>
/// <param name="Switch">Switches knowledge bases to other models.</param>
internal sealed record LoadedEngine(
    Answerer Answerer, PublishedCatalogs Catalogs, ReplyCache Cache, TextEncoder Model, IEncoder Encoder, ModelSwitch Switch)
{
    /// <summary>What cosines of the default model mean.</summary>
    public required SimilarityScale Scale { get; init; }

    /// <summary>The keys of clients of other services.</summary>
    public required EndpointKeyRing Keys { get; init; }

    /// <summary>What users said about answers.</summary>
    public required FeedbackTable Feedback { get; init; }

    /// <summary>The cosine of unrelated texts with the default encoder.</summary>
    public required double UnrelatedCosine { get; init; }

    /// <summary>Judges pairs of texts; null when none is configured.</summary>
    public Reranker? Reranker { get; init; }
}

/// <summary>The service is still loading its model and knowledge bases.</summary>
internal sealed class NotReadyException() : Exception("The service is still loading.");
