using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Answering;

/// <summary>A knowledge base to be asked, measured or examined: a published one, or files indexed aside while it is open.</summary>
public sealed class AskedKnowledge : IAsyncDisposable
{
    private readonly KnowledgeStore _store;
    private readonly Encoders _encoders;
    private readonly PublishedCatalogs _catalogs;
    private readonly string? _aside;

    private AskedKnowledge(KnowledgeStore store, Encoders encoders, PublishedCatalogs catalogs, string? aside)
    {
        _store = store;
        _encoders = encoders;
        _catalogs = catalogs;
        _aside = aside;
    }

    /// <summary>The knowledge base that was asked for.</summary>
    public required PublishedCatalog Published { get; init; }

    /// <summary>Its id.</summary>
    public string Id => Published.Catalog.Identity.KnowledgeBaseId;

    /// <summary>The questions of all knowledge bases beside it.</summary>
    public IEnumerable<string> QuestionsOfOthers =>
        _catalogs.All.Where(other => other.Key != Id).SelectMany(other => other.Value.Questions.Select(question => question.Text));

    /// <summary>Opens a knowledge base.</summary>
    /// <param name="source">What is to be asked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Told how a service that encodes fares.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The knowledge base, in use until it is disposed of.</returns>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    /// <exception cref="StoreException">The database cannot be used, or does not hold the knowledge base.</exception>
    /// <exception cref="InvalidKnowledgeException">A file has faults.</exception>
    public static async Task<AskedKnowledge> OpenAsync(
        AskedSource source, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        KnowledgeBase[] bases = KnowledgeFiles.Read(source.Files);
        string? aside = bases.Length > 0 ? Directory.CreateTempSubdirectory("faqbot-").FullName : null;
        try
        {
            KnowledgeStore store = KnowledgeStore.Open(
                aside is null ? source.Database : new StorePlace(Path.Combine(aside, HomeFolder.Database)));
            ChosenModels chosen = new(source.Encoders.Library, _ => source.Encoders.Options);
            Encoders encoders = new(await LoadDefaultAsync(source.Encoders, time, loggers, cancellationToken), chosen.Load);
            await IndexAsync(store, encoders.Default, bases, time, cancellationToken);
            string id = source.KnowledgeBaseId ?? (bases.Length > 0 ? bases[0].Id : new AnsweringOptions().DefaultKnowledgeBase);
            PublishedCatalogs catalogs = new(store, encoders);
            PublishedCatalog published = await UseAsync(catalogs, id, cancellationToken) ?? throw Missing(store, id);
            return new AskedKnowledge(store, encoders, catalogs, aside) { Published = published };
        }
        catch when (aside is not null)
        {
            Directory.Delete(aside, recursive: true);
            throw;
        }
    }

    /// <summary>Keeps a confidence that was fitted for it, which a running service finds at its next look.</summary>
    /// <param name="confidence">The confidence.</param>
    /// <param name="now">When it was fitted.</param>
    public void Keep(ConfidenceModel confidence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        _store.Save(new FittedConfidence(Id, confidence.ToJson(), now));
    }

    /// <summary>Takes away the confidence that was fitted for it: that of the model counts again.</summary>
    /// <returns>False when there was none.</returns>
    public bool RemoveFit() => _store.RemoveFittedConfidence(Id);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Published.Encoder.Release();
        _catalogs.Dispose();
        await _encoders.DisposeAsync();
        _store.Dispose();
        if (_aside is not null)
        {
            Directory.Delete(_aside, recursive: true);
        }
    }

    private static async Task<LoadedEncoder> LoadDefaultAsync(
        EncoderChoice choice, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        choice.Named is null && choice.Remote.IsUsed
            ? await LoadedEncoder.ConnectAsync(choice.Remote, time, loggers, cancellationToken)
            : LoadedEncoder.Load(choice.Named ?? choice.Bundled(), choice.Options);

    private static async Task IndexAsync(
        KnowledgeStore store, LoadedEncoder encoder, KnowledgeBase[] bases, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (KnowledgeBase knowledge in bases)
        {
            KnowledgeIndexer indexer = new(store, encoder.Bulk, time)
            {
                Fitting = ConfidenceFitting.For(encoder.Bulk, encoder.Folder),
                Teaching = VersionTeaching.For(encoder.Bulk, encoder.Folder),
            };
            await indexer.IndexAsync(knowledge, cancellationToken: cancellationToken);
        }
    }

    private static async Task<PublishedCatalog?> UseAsync(PublishedCatalogs catalogs, string id, CancellationToken cancellationToken)
    {
        try
        {
            await catalogs.RefreshAsync(cancellationToken);
        }
        catch (AggregateException)
        {
            // Of others perhaps: the one that was asked for says so itself.
            if (catalogs.HeadOf(id) is null)
            {
                await catalogs.ReloadAsync(id, cancellationToken);
            }
        }

        return await catalogs.UseAsync(id, Deployment.Production, cancellationToken);
    }

    private static StoreException Missing(KnowledgeStore store, string id)
    {
        string published = string.Join(", ", store.Published().Select(version => version.Identity.KnowledgeBaseId));
        return new StoreException(store.Path, StoreFault.Refused, $"found no knowledge base '{id}', expected one of: {published}");
    }
}
