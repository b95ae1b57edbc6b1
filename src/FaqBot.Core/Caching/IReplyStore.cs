using FaqBot.Matching;

namespace FaqBot.Caching;

/// <summary>What a look-up in the cache came to.</summary>
internal enum CacheOutcome
{
    /// <summary>A ranking was there.</summary>
    Hit,

    /// <summary>None was there.</summary>
    Miss,

    /// <summary>The store failed, or what it held is not a ranking of the catalog.</summary>
    Error,

    /// <summary>The store was not asked, because it failed shortly before.</summary>
    Skipped,
}

/// <summary>Keeps rankings.</summary>
/// <remarks>Thread-safe. Failures are outcomes, never exceptions.</remarks>
internal interface IReplyStore : IAsyncDisposable
{
    /// <summary>What it is, for people: <c>memory</c> or <c>redis</c>.</summary>
    string Kind { get; }

    /// <summary>Whether it is left alone at the moment.</summary>
    bool IsBroken { get; }

    /// <summary>Finds a ranking.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="catalog">The catalog that the key names.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The outcome, with the ranking of a hit.</returns>
    ValueTask<(CacheOutcome Outcome, RankedEntry[]? Ranked)> FindAsync(ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken);

    /// <summary>Keeps a ranking; returns at once.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="ranked">The ranking, not to be changed afterwards.</param>
    /// <param name="lifetime">How long to keep it.</param>
    void Store(ReplyKey key, RankedEntry[] ranked, TimeSpan lifetime);
}
