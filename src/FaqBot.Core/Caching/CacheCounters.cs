using System.Diagnostics.Metrics;

namespace FaqBot.Core.Caching;

/// <summary>What a look-up in the cache came to.</summary>
internal enum CacheOutcome
{
    /// <summary>A ranking was there.</summary>
    Hit,

    /// <summary>None was there.</summary>
    Miss,

    /// <summary>The store failed, or what it held is not a ranking of the catalog.</summary>
    Error,

    /// <summary>The store was not asked, because it failed shortly before or is not connected.</summary>
    Skipped,
}

/// <summary>What keeping a ranking came to.</summary>
internal enum StoreOutcome
{
    /// <summary>It was handed over and accepted.</summary>
    Stored,

    /// <summary>The store failed or refused it.</summary>
    Error,

    /// <summary>The store was not asked: it is left alone, or too many rankings were on their way already.</summary>
    Dropped,
}

/// <summary>Counts what becomes of look-ups and stores, for the meter <c>FaqBot</c> and for a page of status.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CacheCounters
{
    private static readonly Meter Meter = new("FaqBot");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "faqbot.cache.requests", description: "Look-ups in the reply cache, by result.");

    private static readonly Counter<long> Stores = Meter.CreateCounter<long>(
        "faqbot.cache.stores", description: "Rankings given to the reply cache, by result.");

    private static readonly KeyValuePair<string, object?>[] RequestTags = Tags<CacheOutcome>();
    private static readonly KeyValuePair<string, object?>[] StoreTags = Tags<StoreOutcome>();

    private readonly long[] _requests = new long[RequestTags.Length];
    private readonly long[] _stores = new long[StoreTags.Length];

    /// <summary>Number of look-ups that came to an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public long this[CacheOutcome outcome] => Interlocked.Read(ref _requests[(int)outcome]);

    /// <summary>Number of stores that came to an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public long this[StoreOutcome outcome] => Interlocked.Read(ref _stores[(int)outcome]);

    /// <summary>How metrics and traces name an outcome.</summary>
    public static object? NameOf(CacheOutcome outcome) => RequestTags[(int)outcome].Value;

    /// <summary>Counts a look-up.</summary>
    /// <param name="outcome">What it came to.</param>
    public void Count(CacheOutcome outcome)
    {
        Interlocked.Increment(ref _requests[(int)outcome]);
        Requests.Add(1, RequestTags[(int)outcome]);
    }

    /// <summary>Counts a store.</summary>
    /// <param name="outcome">What it came to.</param>
    public void Count(StoreOutcome outcome)
    {
        Interlocked.Increment(ref _stores[(int)outcome]);
        Stores.Add(1, StoreTags[(int)outcome]);
    }

    private static KeyValuePair<string, object?>[] Tags<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => new KeyValuePair<string, object?>("result", name.ToLowerInvariant()))];
}
