using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Core.Answering;

/// <content>Lets catalogs leave memory that were not asked lately, and brings them back.</content>
public sealed partial class PublishedCatalogs
{
    private static readonly Meter Meter = new("FaqBot");

    private static readonly Histogram<double> Warming = Meter.CreateHistogram<double>(
        "faqbot.catalog.load.duration", "s", "Time to bring a knowledge base back into memory that a question asked for.");

    /// <summary>The head of every version that answers customers, by knowledge base, in memory or not.</summary>
    public IReadOnlyDictionary<string, CatalogHead> Heads
    {
        get
        {
            Held held = _held;
            return held.Catalogs.Select(pair => (pair.Key, pair.Value.Head)).Concat(held.Cold.Select(pair => (pair.Key, pair.Value.Head)))
                .Where(pair => pair.Key.Deployment == Deployment.Production)
                .ToDictionary(pair => pair.Key.Id, pair => pair.Head, StringComparer.Ordinal);
        }
    }

    /// <summary>Memory of all catalogs in bytes, about.</summary>
    public long Bytes => InPlace.Values.Sum(catalog => catalog.Bytes);

    /// <summary>How many catalogs lie in memory.</summary>
    public int InMemory => InPlace.Count;

    /// <summary>The head of the version that answers customers.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <returns>Its head, in memory or not; null when none can be used.</returns>
    public CatalogHead? HeadOf(string knowledgeBaseId)
    {
        Held held = _held;
        (string, Deployment) key = (knowledgeBaseId, Deployment.Production);
        return held.Catalogs.GetValueOrDefault(key)?.Head ?? held.Cold.GetValueOrDefault(key)?.Head;
    }

    /// <summary>How long one waits at most for others that are being loaded, before one's own load begins.</summary>
    public TimeSpan LoadPatience { get; init; } = TimeSpan.FromSeconds(10);

    private async ValueTask<PublishedCatalog?> GetAsync(string id, Deployment deployment, CancellationToken cancellationToken)
    {
        Held held = _held;
        return held.IsCold(id, deployment) is not { } key ? InMemoryOf(held, id, deployment)
            : WarmInTurn(key, await _building.WaitAsync(LoadPatience, cancellationToken));
    }

    private PublishedCatalog? Get(string id, Deployment deployment)
    {
        Held held = _held;
        return held.IsCold(id, deployment) is not { } key ? InMemoryOf(held, id, deployment)
            : WarmInTurn(key, _building.Wait(LoadPatience));
    }

    private PublishedCatalog? WarmInTurn((string Id, Deployment Deployment) key, bool hasTurn)
    {
        if (!hasTurn)
        {
            throw KnowledgeBaseAwaitedException.BehindOthers(key.Id);
        }

        try
        {
            return Warm(key);
        }
        finally
        {
            _building.Release();
        }
    }

    private PublishedCatalog? InMemoryOf(Held held, string id, Deployment deployment)
    {
        PublishedCatalog? found = held.Catalogs.GetValueOrDefault((id, deployment))
            ?? held.Catalogs.GetValueOrDefault((id, Deployment.Production));
        if (MaxBytes > 0 && found is not null)
        {
            found.LastUse.Value = Environment.TickCount64;
        }

        return found;
    }

    /// <summary>Loads a catalog that has left memory; only used while building.</summary>
    /// <returns>The catalog; null when it was withdrawn meanwhile.</returns>
    private PublishedCatalog? Warm((string Id, Deployment Deployment) key)
    {
        Held held = _held;
        if (held.Catalogs.TryGetValue(key, out PublishedCatalog? there) || !held.Cold.TryGetValue(key, out ColdCatalog? left))
        {
            return there;
        }

        using Activity? step = AnswerTrace.Begin("faqbot.catalog.load");
        step?.SetTag("faqbot.kb", key.Id);
        long started = Stopwatch.GetTimestamp();
        Dictionary<(string, Deployment), PublishedCatalog> next = new(held.Catalogs);
        Dictionary<(string, Deployment), ColdCatalog> cold = new(held.Cold);
        try
        {
            if (_awaited.Contains(left.Head.Identity))
            {
                throw new KnowledgeBaseAwaitedException(key.Id);
            }

            cold.Remove(key);
            PublishedCatalog? loaded = store.Load(key.Id, key.Deployment) is { } version ? Build(key, version) : null;
            if (loaded is not null)
            {
                next[key] = loaded;
                Cool(next, cold, except: key);
            }

            Replace(next.ToFrozenDictionary(), cold.ToFrozenDictionary());
            Warming.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            return loaded;
        }
        catch (Exception exception) when (exception is StoreException or VersionMismatchException or ModelException or IOException)
        {
            // It stays cold: the next question tries again.
            throw new KnowledgeBaseUnusableException(key.Id, exception);
        }
    }

    /// <summary>Takes catalogs out of memory that were asked longest ago, until the others have room.</summary>
    private void Cool(
        Dictionary<(string Id, Deployment Deployment), PublishedCatalog> next, Dictionary<(string, Deployment), ColdCatalog> cold,
        (string, Deployment) except)
    {
        long bytes = MaxBytes == 0 ? 0 : next.Values.Sum(catalog => catalog.Bytes);
        if (bytes <= MaxBytes)
        {
            return;
        }

        foreach (((string, Deployment) key, PublishedCatalog catalog) in next.OrderBy(pair => pair.Value.LastUse.Value).ToArray())
        {
            if (bytes <= MaxBytes)
            {
                return;
            }

            if (key != except)
            {
                bytes -= catalog.Bytes;
                next.Remove(key);
                cold[key] = new ColdCatalog(catalog.Head, catalog.Fitted);
                if (!ReferenceEquals(InPlace.GetValueOrDefault(key), catalog))
                {
                    // It was never in place: what is, is let go of when it is replaced.
                    catalog.Encoder.Release();
                }
            }
        }
    }

    /// <summary>A catalog that has left memory.</summary>
    private sealed record ColdCatalog(CatalogHead Head, FittedConfidence? Fitted);

    /// <summary>All catalogs, in memory or not, of one moment.</summary>
    private sealed record Held(
        FrozenDictionary<(string Id, Deployment Deployment), PublishedCatalog> Catalogs,
        FrozenDictionary<(string Id, Deployment Deployment), ColdCatalog> Cold)
    {
        /// <summary>Where the catalog that answers is, if it has left memory.</summary>
        public (string Id, Deployment Deployment)? IsCold(string id, Deployment deployment) => Cold.Count == 0
            || Catalogs.ContainsKey((id, deployment)) ? null
            : Cold.ContainsKey((id, deployment)) ? (id, deployment)
            : deployment != Deployment.Production && Cold.ContainsKey((id, Deployment.Production)) ? (id, Deployment.Production)
            : null;
    }
}
