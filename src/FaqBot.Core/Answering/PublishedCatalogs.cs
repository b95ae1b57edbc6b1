using System.Collections.Frozen;
using FaqBot.Encoding;
using FaqBot.Matching;
using FaqBot.Storage;

namespace FaqBot.Answering;

/// <summary>The catalogs of all published knowledge bases.</summary>
/// <remarks>
/// Thread-safe. The next catalog is built aside and swapped in by one reference: a question sees the old version or the new one,
/// wholly. A failed build leaves the old one in place.
/// </remarks>
public sealed class PublishedCatalogs(KnowledgeStore store, EncoderIdentity encoder) : IDisposable
{
    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile FrozenDictionary<string, FaqCatalog> _catalogs = FrozenDictionary<string, FaqCatalog>.Empty;

    // Latest request that a load of the knowledge base has served; only used while building.
    private readonly Dictionary<string, long> _served = new(StringComparer.Ordinal);
    private long _requested;

    /// <summary>The catalogs, by knowledge base.</summary>
    public IReadOnlyDictionary<string, FaqCatalog> All => _catalogs;

    /// <summary>Finds a catalog.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>The catalog, or null.</returns>
    public FaqCatalog? Find(string knowledgeBaseId) => _catalogs.GetValueOrDefault(knowledgeBaseId);

    /// <summary>Loads what was published since the last time, and drops what no longer is.</summary>
    /// <param name="cancellationToken">Ends the wait for another load.</param>
    /// <returns>The catalogs that are new.</returns>
    /// <exception cref="AggregateException">Versions cannot be loaded (one inner exception each); the others are in place.</exception>
    public async Task<IReadOnlyList<FaqCatalog>> RefreshAsync(CancellationToken cancellationToken)
    {
        await _building.WaitAsync(cancellationToken);
        try
        {
            IReadOnlyList<PublishedVersion> published = store.Published();
            string[] stale = [.. published.Select(version => version.Identity).Where(id => Find(id.KnowledgeBaseId)?.Identity != id).Select(id => id.KnowledgeBaseId)];
            HashSet<string> known = [.. published.Select(version => version.Identity.KnowledgeBaseId)];
            return Swap(stale, known.Contains);
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
    /// <exception cref="VersionMismatchException">The version belongs to another model; the old one stays.</exception>
    public async Task<FaqCatalog?> ReloadAsync(string knowledgeBaseId, CancellationToken cancellationToken)
    {
        long ticket = Interlocked.Increment(ref _requested);
        await _building.WaitAsync(cancellationToken);
        try
        {
            if (_served.GetValueOrDefault(knowledgeBaseId) < ticket)
            {
                long last = Interlocked.Read(ref _requested);
                if (Swap([knowledgeBaseId], id => id != knowledgeBaseId).Count > 0)
                {
                    _served[knowledgeBaseId] = last;
                }
            }

            return Find(knowledgeBaseId);
        }
        catch (AggregateException exception) when (exception.InnerExceptions is [var only])
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(only);
            throw;
        }
        finally
        {
            _building.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _building.Dispose();

    private List<FaqCatalog> Swap(IEnumerable<string> load, Func<string, bool> keep)
    {
        Dictionary<string, FaqCatalog> next = _catalogs.Where(pair => keep(pair.Key)).ToDictionary(StringComparer.Ordinal);
        List<FaqCatalog> loaded = [];
        List<Exception> faults = [];
        foreach (string id in load)
        {
            try
            {
                if (store.Load(id) is { } version)
                {
                    loaded.Add(next[id] = FaqCatalog.Build(version, encoder));
                }
            }
            catch (Exception exception) when (exception is StoreException or VersionMismatchException)
            {
                faults.Add(exception);
                if (Find(id) is { } old)
                {
                    next[id] = old;
                }
            }
        }

        _catalogs = next.ToFrozenDictionary(StringComparer.Ordinal);
        return faults.Count == 0 ? loaded : throw new AggregateException(faults);
    }
}
