using System.Collections.Frozen;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>The catalogs of all published knowledge bases, and of their drafts.</summary>
/// <remarks>
/// Thread-safe. The next catalog is built aside and swapped in by one reference: a question sees the old version or the new one,
/// wholly, each with the encoder of its vectors. A failed build leaves the old one in place. Where memory is limited, catalogs that
/// were not asked lately leave it, and come back from the store with the next question.
/// </remarks>
public sealed partial class PublishedCatalogs(KnowledgeStore store, Encoders encoders) : IDisposable
{
    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile Held _held = new(
        FrozenDictionary<(string, Deployment), PublishedCatalog>.Empty, FrozenDictionary<(string, Deployment), ColdCatalog>.Empty);

    // Versions that no encoder fits: looking for one again takes long, and only a reload promises another end. Only used while building.
    private readonly Dictionary<(string Id, Deployment Deployment), (VersionIdentity Version, ModelAssignment? Assignment)> _refused = [];

    // What cannot be loaded, and why; only changed while building.
    private volatile FrozenDictionary<(string Id, Deployment Deployment), Exception> _faults =
        FrozenDictionary<(string, Deployment), Exception>.Empty;

    // Versions that are being encoded anew for the default encoder: nothing is gained by looking for the one that made them.
    private volatile FrozenSet<VersionIdentity> _awaited = [];

    // Latest request that a load of the knowledge base has served; only used while building.
    private readonly Dictionary<string, long> _served = new(StringComparer.Ordinal);
    private long _requested;
    private int _changes;

    /// <summary>How often catalogs have come or gone: what is kept of them beside is out of date with the next change.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Most memory of all catalogs in bytes, the one that is asked apart; 0: all stay in memory.</summary>
    public long MaxBytes { get; init; }

    /// <summary>Where exact vectors lie in files, so that memory holds a byte of four; null: all in memory.</summary>
    public string? VectorFolder { get; init; }

    /// <summary>The catalogs in memory that answer customers, by knowledge base.</summary>
    public IReadOnlyDictionary<string, FaqCatalog> All => InPlace.Where(pair => pair.Key.Deployment == Deployment.Production)
        .ToDictionary(pair => pair.Key.Id, pair => pair.Value.Catalog, StringComparer.Ordinal);

    /// <summary>What is published and cannot be loaded, and why; what was loaded before goes on answering.</summary>
    public IReadOnlyDictionary<(string Id, Deployment Deployment), Exception> Faults => _faults;

    /// <summary>Finds a catalog; one that left memory is loaded meanwhile.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where it answers; the test deployment without a draft is that of production.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The catalog, or null.</returns>
    /// <exception cref="KnowledgeBaseUnusableException">It left memory and cannot be read right now.</exception>
    /// <exception cref="KnowledgeBaseAwaitedException">It left memory, and is being encoded anew or waits for others that are
    /// loaded.</exception>
    public async ValueTask<FaqCatalog?> FindAsync(
        string knowledgeBaseId, Deployment deployment, CancellationToken cancellationToken) =>
        (await GetAsync(knowledgeBaseId, deployment, cancellationToken))?.Catalog;

    /// <summary>The same where nothing can be awaited: the thread stands still while the catalog is loaded.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where it answers; the test deployment without a draft is that of production.</param>
    /// <returns>The catalog, or null.</returns>
    public FaqCatalog? Find(string knowledgeBaseId, Deployment deployment = Deployment.Production) =>
        Get(knowledgeBaseId, deployment)?.Catalog;

    /// <summary>Finds what questions to an encoder's catalogs are judged by.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <returns>That of its first catalog by id; null while it has none.</returns>
    public ConfidenceModel? ConfidenceOf(EncoderIdentity encoder) =>
        InPlace.Where(pair => pair.Value.Confidence.ModelFingerprint == encoder.Fingerprint)
        .OrderBy(pair => pair.Key.Id, StringComparer.Ordinal).Select(pair => pair.Value.Confidence).FirstOrDefault();

    /// <summary>Finds what questions to a catalog are judged by.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>Its constants; null when it was replaced.</returns>
    public ConfidenceModel? ConfidenceOf(FaqCatalog catalog) =>
        InPlace.Values.FirstOrDefault(published => published.Catalog == catalog)?.Confidence;

    /// <summary>Whether what was fitted for the knowledge base of a catalog is of no use to it.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>See <see cref="PublishedCatalog.HasLapsedFit"/>; false when the catalog was replaced.</returns>
    public bool HasLapsedFit(FaqCatalog catalog) =>
        InPlace.Values.Any(published => published.Catalog == catalog && published.HasLapsedFit);

    /// <summary>Finds a catalog for a question; one that left memory is loaded meanwhile.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where it answers; the test deployment without a draft is that of production.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The catalog, whose encoder is in use by the caller until <see cref="LoadedEncoder.Release"/>; or null.</returns>
    /// <exception cref="KnowledgeBaseUnusableException">It left memory and cannot be read right now.</exception>
    /// <exception cref="KnowledgeBaseAwaitedException">It left memory, and is being encoded anew or waits for others that are
    /// loaded.</exception>
    public async ValueTask<PublishedCatalog?> UseAsync(
        string knowledgeBaseId, Deployment deployment, CancellationToken cancellationToken)
    {
        while (await GetAsync(knowledgeBaseId, deployment, cancellationToken) is { } catalog)
        {
            // An encoder is let go of after its catalog was replaced: the next look finds the next one.
            if (catalog.Encoder.TryUse())
            {
                return catalog;
            }
        }

        return null;
    }

    /// <summary>The same where nothing can be awaited: the thread stands still while the catalog is loaded.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where it answers; the test deployment without a draft is that of production.</param>
    /// <returns>The catalog, whose encoder is in use by the caller until <see cref="LoadedEncoder.Release"/>; or null.</returns>
    public PublishedCatalog? Use(string knowledgeBaseId, Deployment deployment = Deployment.Production)
    {
        while (Get(knowledgeBaseId, deployment) is { } catalog)
        {
            if (catalog.Encoder.TryUse())
            {
                return catalog;
            }
        }

        return null;
    }

    /// <summary>Whether a question would be answered from a catalog at once.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where it answers.</param>
    /// <param name="catalog">The catalog.</param>
    /// <returns>False when it was replaced, or has left memory.</returns>
    internal bool IsInPlace(string knowledgeBaseId, Deployment deployment, PublishedCatalog? catalog)
    {
        Held held = _held;
        return held.IsCold(knowledgeBaseId, deployment) is null && ReferenceEquals(InMemoryOf(held, knowledgeBaseId, deployment), catalog);
    }

    /// <summary>What to tell who asks for a knowledge base that <see cref="Find"/> and <see cref="Use"/> do not find.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="unknown">How to tell that it is not published, or null: by <see cref="UnknownKnowledgeBaseException"/>.</param>
    /// <returns>That it is being encoded anew, that it cannot be read, or that it is not published.</returns>
    public Exception Missing(string knowledgeBaseId, Exception? unknown = null) =>
        IsAwaited(knowledgeBaseId) ? new KnowledgeBaseAwaitedException(knowledgeBaseId)
            : _faults.TryGetValue((knowledgeBaseId, Deployment.Production), out Exception? fault)
                ? new KnowledgeBaseUnusableException(knowledgeBaseId, fault)
            : unknown ?? new UnknownKnowledgeBaseException(knowledgeBaseId, Heads.Keys);

    /// <summary>Whether a version of a knowledge base is being encoded anew: see <see cref="Await"/>.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>Whether one is; what was loaded before may answer meanwhile.</returns>
    public bool IsAwaited(string knowledgeBaseId) => _awaited.Any(version => version.KnowledgeBaseId == knowledgeBaseId);

    /// <summary>Names the versions that others are about to replace: they are not loaded.</summary>
    /// <param name="versions">All of them.</param>
    public void Await(IEnumerable<VersionIdentity> versions) => _awaited = versions.ToFrozenSet();

    /// <summary>Loads what was published since the last time, and drops what no longer is.</summary>
    /// <param name="cancellationToken">Ends the wait for another load.</param>
    /// <returns>The catalogs that are new.</returns>
    /// <exception cref="AggregateException">Versions cannot be loaded (one inner exception each); the others are in place.</exception>
    public async Task<IReadOnlyList<FaqCatalog>> RefreshAsync(CancellationToken cancellationToken)
    {
        (IReadOnlyList<FaqCatalog> loaded, IReadOnlyList<Exception> faults) = await TryRefreshAsync(cancellationToken);
        return faults.Count == 0 ? loaded : throw new AggregateException(faults);
    }

    /// <summary>Loads what was published since the last time, and drops what no longer is.</summary>
    /// <param name="cancellationToken">Ends the wait for another load.</param>
    /// <returns>The catalogs that are new, and why others are not: see <see cref="Faults"/>.</returns>
    /// <exception cref="StoreException">The store cannot be read; all is as it was.</exception>
    public async Task<(IReadOnlyList<FaqCatalog> Loaded, IReadOnlyList<Exception> Faults)> TryRefreshAsync(
        CancellationToken cancellationToken)
    {
        await _building.WaitAsync(cancellationToken);
        try
        {
            IReadOnlyList<FittedConfidence> fitted = store.FittedConfidences();
            ((string Id, Deployment Deployment) Key, ListedVersion Listed)[] published =
            [
                .. new[] { Deployment.Production, Deployment.Test }.SelectMany(
                    store.Listing, (deployment, listed) => ((listed.KnowledgeBaseId, deployment), listed)),
            ];
            Dictionary<(string Id, Deployment Deployment), Exception> damaged = published.Where(one => one.Listed.Fault is not null)
                .ToDictionary(one => one.Key, Exception (one) => one.Listed.Fault!);
            (string, Deployment)[] stale =
            [
                .. published.Where(one => one.Listed.Version is { } version && !_awaited.Contains(version.Identity)
                    && !IsInPlace(one.Key, version.Identity, fitted) && !IsRefused(one.Key, version.Identity)).Select(one => one.Key),
            ];
            HashSet<(string, Deployment)> known = [.. published.Select(one => one.Key)];
            HashSet<(string, Deployment)> refused =
            [
                .. published.Where(one => one.Listed.Version is { } version && IsRefused(one.Key, version.Identity))
                    .Select(one => one.Key),
            ];
            return Swap(
                stale, known.Contains, _faults.Where(fault => refused.Contains(fault.Key)).Concat(damaged).ToDictionary(),
                [.. damaged.Values]);
        }
        finally
        {
            _building.Release();
        }
    }

    /// <summary>Loads the published version of one knowledge base anew.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="cancellationToken">Ends the wait for another load.</param>
    /// <returns>The catalog in place; null when nothing is published under this id.</returns>
    /// <remarks>Calls that wait while another loads are served by one load together.</remarks>
    /// <exception cref="StoreException">The version cannot be read; the old one stays.</exception>
    /// <exception cref="VersionMismatchException">The version's model cannot be loaded; the old one stays.</exception>
    /// <exception cref="ModelException">The version's model has no confidence; the old one stays.</exception>
    /// <exception cref="KnowledgeBaseAwaitedException">The version is being encoded anew.</exception>
    public async Task<FaqCatalog?> ReloadAsync(string knowledgeBaseId, CancellationToken cancellationToken)
    {
        long ticket = Interlocked.Increment(ref _requested);
        await _building.WaitAsync(cancellationToken);
        try
        {
            if (_served.GetValueOrDefault(knowledgeBaseId) < ticket)
            {
                long last = Interlocked.Read(ref _requested);
                (string, Deployment) own = (knowledgeBaseId, Deployment.Production);
                (List<FaqCatalog> loaded, List<Exception> faults) = Swap([own], key => key != own, _faults.ToDictionary(), []);
                if (faults is [var fault, ..])
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
                }

                if (loaded.Count > 0)
                {
                    _served[knowledgeBaseId] = last;
                }
            }

            return Warm((knowledgeBaseId, Deployment.Production))?.Catalog;
        }
        finally
        {
            _building.Release();
        }
    }

    /// <summary>Lets go of all encoders; dispose only after the last question was answered.</summary>
    public void Dispose()
    {
        Replace(FrozenDictionary<(string, Deployment), PublishedCatalog>.Empty, FrozenDictionary<(string, Deployment), ColdCatalog>.Empty);
        _building.Dispose();
    }
}
