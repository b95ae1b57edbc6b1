using System.Diagnostics;
using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using Microsoft.Extensions.Logging;

namespace FaqBot.Core.Caching;

/// <summary>Remembers the rankings of asked questions, by exact key only.</summary>
/// <remarks>
/// Thread-safe. Whatever happens to the store behind it, a look-up gives the very ranking that would be computed, or none.
/// Counts in the meter <c>FaqBot</c>: <c>faqbot.cache.requests</c> by result (hit, miss, error, skipped) and
/// <c>faqbot.cache.stores</c> by result (stored, error, dropped).
/// </remarks>
public sealed class ReplyCache : IAsyncDisposable
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);

    private static readonly ActivitySource Source = new("FaqBot");

    private readonly TimeSpan _lifetime;
    private readonly CacheCounters _counters;
    private IReplyStore? _store;

    internal ReplyCache(IReplyStore? store, TimeSpan lifetime, CacheCounters counters)
    {
        _store = store;
        _lifetime = lifetime;
        _counters = counters;
    }

    /// <summary>Opens the cache that the options ask for; never waits for Redis.</summary>
    /// <param name="options">The options, without faults.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it is said that Redis fails.</param>
    /// <param name="seal">Signs what lies in Redis; needed with Redis.</param>
    /// <returns>The cache.</returns>
    public static ReplyCache Open(CacheOptions options, TimeProvider time, ILoggerFactory loggers, ValueSeal? seal = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        CacheCounters counters = new();
        IReplyStore? store = !options.Enabled ? null
            : string.IsNullOrWhiteSpace(options.Redis.Configuration) ? new MemoryReplyStore(options.MaxMegabytes, time, counters)
            : new RedisReplyStore(options.Redis, ValueSeal.Needed(seal), time, counters, loggers);
        return new ReplyCache(store, options.Lifetime, counters);
    }

    /// <summary>Finds a ranking.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="catalog">The catalog that the key names.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The ranking, not to be changed; or null.</returns>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public async ValueTask<RankedEntry[]?> FindAsync(ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(catalog);
        if (_store is not { } store)
        {
            return null;
        }

        using Activity? step = Source.StartActivity("faqbot.cache.find");
        step?.SetTag("faqbot.cache", store.Kind);
        (CacheOutcome outcome, RankedEntry[]? ranked) = await store.FindAsync(key, catalog, cancellationToken);
        _counters.Count(outcome);
        step?.SetTag("faqbot.result", CacheCounters.NameOf(outcome));
        return ranked;
    }

    /// <summary>Whether this process still holds a ranking, so that a look-up would find the same object; counts nothing.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="ranked">The ranking.</param>
    /// <returns>False, too, where another process holds it.</returns>
    internal bool Holds(ReplyKey key, IReadOnlyList<RankedEntry> ranked) => _store is MemoryReplyStore memory && memory.Holds(key, ranked);

    /// <summary>Counts a look-up that was spared because <see cref="Holds"/> told what it would find.</summary>
    internal void CountHit() => _counters.Count(CacheOutcome.Hit);

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
            using Activity? step = Source.StartActivity("faqbot.cache.store");
            _store?.Store(key, ranked, lifetime);
        }
    }

    /// <summary>How the cache fares.</summary>
    /// <returns>Numbers since the start.</returns>
    public CacheSnapshot Snapshot()
    {
        IReplyStore? store = _store;
        return new CacheSnapshot(
            store?.Kind ?? "off",
            store?.IsBroken == true ? CacheSnapshot.LeftAlone : "inUse",
            _counters[CacheOutcome.Hit],
            _counters[CacheOutcome.Miss],
            _counters[CacheOutcome.Error],
            _counters[CacheOutcome.Skipped],
            _counters[StoreOutcome.Stored],
            _counters[StoreOutcome.Error],
            _counters[StoreOutcome.Dropped])
        {
            Reason = store?.Trouble,
        };
    }

    /// <summary>Gives the store up without waiting for it; requests that are still under way find nothing.</summary>
    /// <returns>A task that is soon done, whatever state Redis is in.</returns>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _store, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>How the cache fares.</summary>
/// <param name="Kind"><c>memory</c>, <c>redis</c> or <c>off</c>.</param>
/// <param name="State"><c>inUse</c>, or <c>leftAlone</c> after failures.</param>
/// <param name="Hits">Look-ups that found a ranking.</param>
/// <param name="Misses">Look-ups that found none.</param>
/// <param name="Errors">Look-ups that failed, or found what is not a ranking.</param>
/// <param name="Skipped">Look-ups that were not made, because the store was left alone.</param>
/// <param name="Stored">Rankings that were kept.</param>
/// <param name="StoreErrors">Rankings that the store failed to keep or refused, for example for want of memory.</param>
/// <param name="Dropped">Rankings that were not sent, because the store was left alone or too many were on their way.</param>
public sealed record CacheSnapshot(
    string Kind, string State, long Hits, long Misses, long Errors, long Skipped, long Stored, long StoreErrors, long Dropped)
{
    /// <summary>The <see cref="State"/> of a store that failed shortly before and is not asked for a while.</summary>
    public const string LeftAlone = "leftAlone";

    /// <summary>Why the store is left alone; null when it is not.</summary>
    public string? Reason { get; init; }
}
