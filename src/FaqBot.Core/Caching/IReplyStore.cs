using FaqBot.Core.Matching;

namespace FaqBot.Core.Caching;

/// <summary>Keeps rankings for those who ask the same again.</summary>
/// <remarks>Thread-safe, also while and after it is disposed of. Failures are outcomes, never exceptions.</remarks>
internal interface IReplyStore : IAsyncDisposable
{
    /// <summary>What it is, for people: <c>memory</c> or <c>redis</c>.</summary>
    string Kind { get; }

    /// <summary>Whether it is left alone at the moment.</summary>
    bool IsBroken { get; }

    /// <summary>Why it is left alone; null when it is not.</summary>
    string? Trouble { get; }

    /// <summary>Finds a ranking.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="catalog">The catalog that the key names.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The outcome, with the ranking of a hit.</returns>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    ValueTask<(
        CacheOutcome Outcome, RankedEntry[]? Ranked)> FindAsync(ReplyKey key, FaqCatalog catalog, CancellationToken cancellationToken);

    /// <summary>Keeps a ranking; returns at once and counts what became of it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="ranked">The ranking, not to be changed afterwards.</param>
    /// <param name="lifetime">How long to keep it.</param>
    void Store(ReplyKey key, RankedEntry[] ranked, TimeSpan lifetime);
}
