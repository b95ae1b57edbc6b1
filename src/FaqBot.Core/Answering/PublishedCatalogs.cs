using System.Collections.Frozen;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>The catalogs of all published knowledge bases, and of their drafts.</summary>
/// <remarks>
/// Thread-safe. The next catalog is built aside and swapped in by one reference: a question sees the old version or the new one,
/// wholly, each with the encoder of its vectors. A failed build leaves the old one in place.
/// </remarks>
public sealed class PublishedCatalogs(KnowledgeStore store, Encoders encoders) : IDisposable
{
    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> _catalogs =
        FrozenDictionary<(string, Deployment), PublishedCatalog>.Empty;

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

    /// <summary>The catalogs that answer customers, by knowledge base.</summary>
    public IReadOnlyDictionary<string, FaqCatalog> All => _catalogs.Where(pair => pair.Key.Deployment == Deployment.Production)
        .ToDictionary(pair => pair.Key.Id, pair => pair.Value.Catalog, StringComparer.Ordinal);

    /// <summary>What is published and cannot be loaded, and why; what was loaded before goes on answering.</summary>
    public IReadOnlyDictionary<(string Id, Deployment Deployment), Exception> Faults => _faults;

    /// <summary>Finds a catalog.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where it answers; the test deployment without a draft is that of production.</param>
    /// <returns>The catalog, or null.</returns>
    public FaqCatalog? Find(string knowledgeBaseId, Deployment deployment = Deployment.Production) =>
        Get(knowledgeBaseId, deployment)?.Catalog;

    /// <summary>Finds what questions to an encoder's catalogs are judged by.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <returns>That of its first catalog by id; null while it has none.</returns>
    public ConfidenceModel? ConfidenceOf(EncoderIdentity encoder) =>
        _catalogs.Where(pair => pair.Value.Confidence.ModelFingerprint == encoder.Fingerprint)
        .OrderBy(pair => pair.Key.Id, StringComparer.Ordinal).Select(pair => pair.Value.Confidence).FirstOrDefault();

    /// <summary>Finds what questions to a catalog are judged by.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>Its constants; null when it was replaced.</returns>
    public ConfidenceModel? ConfidenceOf(FaqCatalog catalog) =>
        _catalogs.Values.FirstOrDefault(published => published.Catalog == catalog)?.Confidence;

    /// <summary>Whether what was fitted for the knowledge base of a catalog is of no use to it.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>See <see cref="PublishedCatalog.HasLapsedFit"/>; false when the catalog was replaced.</returns>
    public bool HasLapsedFit(FaqCatalog catalog) =>
        _catalogs.Values.Any(published => published.Catalog == catalog && published.HasLapsedFit);

    /// <summary>Finds a catalog for a question.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="deployment">Where it answers; the test deployment without a draft is that of production.</param>
    /// <returns>The catalog, whose encoder is in use by the caller until <see cref="LoadedEncoder.Release"/>; or null.</returns>
    public PublishedCatalog? Use(string knowledgeBaseId, Deployment deployment = Deployment.Production)
    {
        while (Get(knowledgeBaseId, deployment) is { } catalog)
        {
            // An encoder is let go of after its catalog was replaced: the next look finds the next one.
            if (catalog.Encoder.TryUse())
            {
                return catalog;
            }
        }

        return null;
    }

    /// <summary>What to tell who asks for a knowledge base that <see cref="Find"/> and <see cref="Use"/> do not find.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="unknown">How to tell that it is not published, or null: by <see cref="UnknownKnowledgeBaseException"/>.</param>
    /// <returns>That it is being encoded anew, that it cannot be read, or that it is not published.</returns>
    public Exception Missing(string knowledgeBaseId, Exception? unknown = null) =>
        IsAwaited(knowledgeBaseId) ? new KnowledgeBaseAwaitedException(knowledgeBaseId)
            : _faults.TryGetValue((knowledgeBaseId, Deployment.Production), out Exception? fault)
                ? new KnowledgeBaseUnusableException(knowledgeBaseId, fault)
            : unknown ?? new UnknownKnowledgeBaseException(knowledgeBaseId, All.Keys);

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

            return Find(knowledgeBaseId);
        }
        finally
        {
            _building.Release();
        }
    }

    /// <summary>Lets go of all encoders; dispose only after the last question was answered.</summary>
    public void Dispose()
    {
        Replace(FrozenDictionary<(string, Deployment), PublishedCatalog>.Empty);
        _building.Dispose();
    }

    private PublishedCatalog? Get(string id, Deployment deployment)
    {
        FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> catalogs = _catalogs;
        return catalogs.GetValueOrDefault((id, deployment)) ?? catalogs.GetValueOrDefault((id, Deployment.Production));
    }

    private bool IsRefused((string Id, Deployment Deployment) key, VersionIdentity version) =>
        _refused.TryGetValue(key, out (VersionIdentity Version, ModelAssignment? Assignment) refused)
        && refused.Version == version && refused.Assignment == store.AssignmentOf(version.KnowledgeBaseId);

    private bool IsInPlace(
        (string Id, Deployment Deployment) key, VersionIdentity version, IReadOnlyList<FittedConfidence> fitted) =>
        _catalogs.GetValueOrDefault(key) is { } answering && answering.Catalog.Identity == version
        && answering.Fitted == fitted.FirstOrDefault(own => own.KnowledgeBaseId == key.Id);

    /// <summary>Loads, and puts catalogs and faults in place, each by one reference: none is missed while it is looked for.</summary>
    private (List<FaqCatalog> Loaded, List<Exception> Faults) Swap(
        IEnumerable<(string Id, Deployment Deployment)> load,
        Func<(string Id, Deployment Deployment), bool> keep,
        Dictionary<(string Id, Deployment Deployment), Exception> known,
        List<Exception> faults)
    {
        Dictionary<(string Id, Deployment Deployment), PublishedCatalog> next = _catalogs.Where(pair => keep(pair.Key)).ToDictionary();
        List<FaqCatalog> loaded = [];
        foreach ((string Id, Deployment Deployment) key in load)
        {
            try
            {
                if (store.Load(key.Id, key.Deployment) is { } version)
                {
                    if (_awaited.Contains(version.Identity))
                    {
                        throw new KnowledgeBaseAwaitedException(key.Id);
                    }

                    loaded.Add((next[key] = Build(key, version)).Catalog);
                }

                known.Remove(key);
            }
            catch (Exception exception)
            {
                // Whatever it is, it is this knowledge base's alone.
                faults.Add(exception);
                if (exception is not KnowledgeBaseAwaitedException)
                {
                    known[key] = exception;
                }

                if (_catalogs.GetValueOrDefault(key) is { } old)
                {
                    next[key] = old;
                }
            }
        }

        Replace(next.ToFrozenDictionary());
        _faults = known.ToFrozenDictionary();
        return (loaded, faults);
    }

    private PublishedCatalog Build((string Id, Deployment Deployment) key, StoredVersion version)
    {
        _refused[key] = (version.Identity, version.Assignment);
        LoadedEncoder encoder = encoders.UseFor(version.Identity, version.Assignment);
        try
        {
            PublishedCatalog built = PublishedCatalog.Build(version, encoder);
            _refused.Remove(key);
            return built;
        }
        catch
        {
            encoder.Release();
            throw;
        }
    }

    private void Replace(FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> next)
    {
        FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> former = _catalogs;
        _catalogs = next;
        foreach (((string Id, Deployment Deployment) key, PublishedCatalog catalog) in former)
        {
            if (!ReferenceEquals(next.GetValueOrDefault(key), catalog))
            {
                catalog.Encoder.Release();
            }
        }
    }
}
