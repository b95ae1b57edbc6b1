using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Matching;

/// <summary>How several metadata conditions are joined.</summary>
public enum FilterJoin
{
    /// <summary>All must hold.</summary>
    And,

    /// <summary>One must hold.</summary>
    Or,
}

/// <summary>Decides, before ranking, which entries may answer a question.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class EntryFilter
{
    /// <summary>Most metadata conditions of one question.</summary>
    public const int MaxConditions = 20;

    /// <summary>No condition and no context.</summary>
    public static readonly EntryFilter None = new([], FilterJoin.And, null);

    /// <summary>Takes the conditions of a request.</summary>
    /// <param name="metadata">Conditions; names and values are compared without regard to case.</param>
    /// <param name="join">How they are joined.</param>
    /// <param name="previousEntryId">The entry that was answered before, whose prompts may lead to context-only entries; or null.</param>
    public EntryFilter(IReadOnlyList<KeyValuePair<string, string>> metadata, FilterJoin join, string? previousEntryId)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(metadata.Count, MaxConditions);
        Metadata = metadata;
        Join = join;
        PreviousEntryId = previousEntryId;
    }

    /// <summary>Conditions on metadata.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; }

    /// <summary>How they are joined.</summary>
    public FilterJoin Join { get; }

    /// <summary>Sources of entries, one of which must be the entry's; compared without regard to case. Empty: any source or none.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>How the condition on sources is joined with those on metadata, where there are both.</summary>
    public FilterJoin SourceJoin { get; init; }

    /// <summary>Ids of entries that must not answer: those of which the question is a counter-example.</summary>
    public IReadOnlyList<string> Excluded { get; private init; } = [];

    /// <summary>Whether metadata, source or a counter-example decide about entries.</summary>
    public bool HasConditions => AsksForSome || Excluded.Count > 0;

    private bool AsksForSome => Metadata.Count > 0 || Sources.Count > 0;

    /// <summary>The entry that was answered before, or null.</summary>
    public string? PreviousEntryId { get; }

    /// <summary>The same filter after another answer.</summary>
    /// <param name="previousEntryId">The entry that was answered before, or null.</param>
    /// <returns>The filter.</returns>
    public EntryFilter After(string? previousEntryId) => previousEntryId == PreviousEntryId
        ? this
        : new EntryFilter(Metadata, Join, previousEntryId) { Sources = Sources, SourceJoin = SourceJoin, Excluded = Excluded };

    /// <summary>The same filter without some entries.</summary>
    /// <param name="ids">Ids of the entries.</param>
    /// <returns>The filter.</returns>
    public EntryFilter Without(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new EntryFilter(Metadata, Join, PreviousEntryId)
        {
            Sources = Sources,
            SourceJoin = SourceJoin,
            Excluded = [.. Excluded.Union(ids, StringComparer.Ordinal)],
        };
    }

    /// <summary>Decides about an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="previous">The entry of <see cref="PreviousEntryId"/>, if the catalog has it.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether it may answer.</returns>
    public bool Allows(FaqEntry entry, FaqEntry? previous, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Enabled
            && !(entry.ValidFrom > now)
            && !(entry.ValidUntil <= now)
            && (!entry.ContextOnly || previous?.Prompts.Any(prompt => prompt.EntryId == entry.Id) == true)
            && !Excluded.Contains(entry.Id)
            && (!AsksForSome || HasWhatIsAskedFor(entry));
    }

    /// <summary>Whether more than the conditions of a filter decides about an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>False when every filter without conditions allows it at any time.</returns>
    internal static bool IsConditional(FaqEntry entry) =>
        !entry.Enabled || entry.ContextOnly || entry.ValidFrom is not null || entry.ValidUntil is not null;

    private bool HasWhatIsAskedFor(FaqEntry entry) =>
        Sources.Count == 0 ? HasMetadata(entry)
        : Metadata.Count == 0 ? HasSource(entry)
        : SourceJoin == FilterJoin.And ? HasMetadata(entry) && HasSource(entry)
        : HasMetadata(entry) || HasSource(entry);

    private bool HasSource(FaqEntry entry) => Sources.Any(source => source.Equals(entry.Source, StringComparison.OrdinalIgnoreCase));

    private bool HasMetadata(FaqEntry entry)
    {
        foreach (KeyValuePair<string, string> condition in Metadata)
        {
            bool holds = false;
            foreach (KeyValuePair<string, string> pair in entry.Metadata)
            {
                holds |= pair.Key.Equals(condition.Key, StringComparison.OrdinalIgnoreCase)
                    && pair.Value.Equals(condition.Value, StringComparison.OrdinalIgnoreCase);
            }

            if (holds == (Join == FilterJoin.Or))
            {
                return holds;
            }
        }

        return Join == FilterJoin.And;
    }
}
