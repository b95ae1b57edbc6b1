using System.Diagnostics.Metrics;
using FaqBot.Matching;
using Microsoft.Extensions.Logging;

namespace FaqBot.Caching;

/// <summary>Remembers the rankings of asked questions, by exact key only.</summary>
/// <remarks>
/// Thread-safe. Whatever happens to the store behind it, a look-up gives the very ranking that would be computed, or none.
/// </remarks>
public sealed class ReplyCache : IAsyncDisposable
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);

    private static readonly Meter Meter = new("FaqBot");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "faqbot.cache.requests", description: "Look-ups in the reply cache, by result.");

    private static readonly KeyValuePair<string, object?>[] Tags =
        [.. Enum.GetValues<CacheOutcome>().Select(outcome => new KeyValuePair<string, object?>("result", outcome.ToString().ToLowerInvariant()))];

    private readonly IReplyStore? _store;
    private readonly TimeSpan _lifetime;
    private readonly long[] _counts = new long[Enum.GetValues<CacheOutcome>().Length];

    internal ReplyCache(IReplyStore? store, TimeSpan lifetime)
    {
        _store = store;
        _lifetime = lifetime;
    }

    /// <summary>Opens the cache that the options ask for; never waits for Redis.</summary>
    /// <param name="options">The options, without faults.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it is said that Redis fails.</param>
    /// <returns>The cache.</returns>
    public static ReplyCache Open(CacheOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReplyStore? store = !options.Enabled ? null
            : string.IsNullOrWhiteSpace(options.Redis.Configuration) ? new MemoryReplyStore(options.MaxMegabytes, time)
            : new RedisReplyStore(options.Redis, time, loggers);
        return new ReplyCache(store, options.Lifetime);
    }

    /// <summary>Finds a ranking.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="catalog">The catalog that the key names.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The ranking, or null.</returns>
    public async ValueTask<RankedEntry[]?> FindAsync(ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(catalog);
        if (_store is null)
        {
            return null;
        }

        (CacheOutcome outcome, RankedEntry[]? ranked) = await _store.FindAsync(key, catalog, cancellationToken);
        Interlocked.Increment(ref _counts[(int)outcome]);
        Requests.Add(1, Tags[(int)outcome]);
        return ranked;
    }

    /// <summary>Keeps a ranking; returns at once.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="ranked">The complete ranking, not to be changed afterwards.</param>
    /// <param name="validFor">How long the ranking can hold, or null without limit; less than a second is not kept.</param>
    public void Store(ReplyKey key, RankedEntry[] ranked, TimeSpan? validFor)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(ranked);
        TimeSpan lifetime = validFor < _lifetime ? validFor.Value : _lifetime;
        if (lifetime >= ShortestLifetime)
        {
            _store?.Store(key, ranked, lifetime);
        }
    }

    /// <summary>How the cache fares.</summary>
    /// <returns>Numbers since the start.</returns>
    public CacheSnapshot Snapshot() => new(
        _store?.Kind ?? "off",
        _store?.IsBroken == true ? "leftAlone" : "inUse",
        Interlocked.Read(ref _counts[(int)CacheOutcome.Hit]),
        Interlocked.Read(ref _counts[(int)CacheOutcome.Miss]),
        Interlocked.Read(ref _counts[(int)CacheOutcome.Error]),
        Interlocked.Read(ref _counts[(int)CacheOutcome.Skipped]));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>How the cache fares.</summary>
/// <param name="Kind"><c>memory</c>, <c>redis</c> or <c>off</c>.</param>
/// <param name="State"><c>inUse</c>, or <c>leftAlone</c> after failures.</param>
/// <param name="Hits">Look-ups that found a ranking.</param>
/// <param name="Misses">Look-ups that found none.</param>
/// <param name="Errors">Look-ups that failed, or found what is not a ranking.</param>
/// <param name="Skipped">Look-ups that were not made, because the store was left alone.</param>
public sealed record CacheSnapshot(string Kind, string State, long Hits, long Misses, long Errors, long Skipped);
