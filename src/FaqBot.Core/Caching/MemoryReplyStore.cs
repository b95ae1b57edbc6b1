using FaqBot.Core.Matching;
using Microsoft.Extensions.Caching.Memory;

namespace FaqBot.Core.Caching;

/// <summary>Keeps rankings in this process, within a limit of memory.</summary>
internal sealed class MemoryReplyStore : IReplyStore
{
    // What an entry takes beside its texts: objects, dictionary slot, and the cache's own bookkeeping.
    private const int BytesPerKey = 400;
    private const int BytesPerEntry = 56;

    private readonly MemoryCache _cache;
    private readonly TimeProvider _time;
    private readonly CacheCounters _counters;

    public MemoryReplyStore(int maxMegabytes, TimeProvider time, CacheCounters counters)
    {
        _cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = maxMegabytes * 1024L * 1024L, CompactionPercentage = 0.1 });
        _time = time;
        _counters = counters;
    }

    public string Kind => "memory";

    public bool IsBroken => false;

    public string? Trouble => null;

    public ValueTask<(CacheOutcome Outcome, RankedEntry[]? Ranked)> FindAsync(
        ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_cache.TryGetValue(key, out Kept? kept) && kept!.Until > _time.GetUtcNow()
            ? (CacheOutcome.Hit, kept.Ranked)
            : (CacheOutcome.Miss, (RankedEntry[]?)null));
    }

    /// <summary>Whether a ranking is kept as this very object.</summary>
    public bool Holds(ReplyKey key, IReadOnlyList<RankedEntry> ranked) =>
        _cache.TryGetValue(key, out Kept? kept) && ReferenceEquals(kept!.Ranked, ranked) && kept.Until > _time.GetUtcNow();

    public void Store(ReplyKey key, RankedEntry[] ranked, TimeSpan lifetime)
    {
        _cache.Set(key, new Kept(ranked, _time.GetUtcNow() + lifetime), new MemoryCacheEntryOptions
        {
            AbsoluteExpirationRelativeToNow = lifetime,
            Size = BytesPerKey + (key.Text.Length * sizeof(char)) + (ranked.Length * BytesPerEntry),
        });
        _counters.Count(StoreOutcome.Stored);
    }

    /// <summary>Gives the memory up. The cache itself stays usable, for requests that are still under way.</summary>
    public ValueTask DisposeAsync()
    {
        _cache.Compact(1);
        return ValueTask.CompletedTask;
    }

    private sealed record Kept(RankedEntry[] Ranked, DateTimeOffset Until);
}
