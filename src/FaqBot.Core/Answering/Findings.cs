using FaqBot.Core.Caching;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Answering;

/// <summary>What was found for a question, before it is put into words.</summary>
/// <param name="Catalog">The version that all of it comes from.</param>
/// <param name="Ranked">Entries, most probable first.</param>
/// <param name="Policy">The policy in force.</param>
/// <param name="Cached">Whether the ranking came from the cache.</param>
public sealed record Findings(FaqCatalog Catalog, IReadOnlyList<RankedEntry> Ranked, MatchPolicy Policy, bool Cached)
{
    /// <summary>Which entries may be offered beside.</summary>
    public EntryFilter Filter { get; init; } = EntryFilter.None;

    /// <summary>Whether a stored question was equal.</summary>
    public bool Exact { get; init; }

    /// <summary>The catalog with its encoder, as it was in place; null where nothing was searched.</summary>
    internal PublishedCatalog? Published { get; init; }

    /// <summary>By what the cache was asked; null where it was not.</summary>
    internal ReplyKey? Key { get; init; }
}
