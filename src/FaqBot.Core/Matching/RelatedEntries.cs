namespace FaqBot.Core.Matching;

/// <summary>Entries that lie beside each other: what a reader of one answer may want to know next.</summary>
/// <remarks>Thread-safe. What lies beside an entry is computed when it is first asked for, and kept.</remarks>
public sealed class RelatedEntries
{
    /// <summary>Most entries to give.</summary>
    public const int Most = 10;

    private readonly FaqCatalog _catalog;
    private readonly Neighbours?[] _kept;

    internal RelatedEntries(FaqCatalog catalog)
    {
        _catalog = catalog;
        _kept = new Neighbours?[catalog.Entries.Count];
    }

    /// <summary>The entries beside one.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="filter">Which entries may answer; those that answer only in context are never given.</param>
    /// <param name="now">The present.</param>
    /// <param name="most">Most entries to give, 0…<see cref="Most"/>.</param>
    /// <returns>Indexes: those that its prompts lead to, in the owner's order, then the nearest.</returns>
    public IReadOnlyList<int> Of(int entry, EntryFilter filter, DateTimeOffset now, int most)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, Most);
        if (most == 0)
        {
            return [];
        }

        List<int> related = new(most);
        IEnumerable<int> prompted = _catalog.Entries[entry].Prompts.Select(prompt => _catalog.IndexOf(prompt.EntryId));
        foreach (int other in prompted.Concat(Near(entry, filter, now)))
        {
            if (other >= 0 && other != entry && !_catalog.Entries[other].ContextOnly && !related.Contains(other)
                && filter.Allows(_catalog.Entries[other], null, now))
            {
                related.Add(other);
                if (related.Count == most)
                {
                    break;
                }
            }
        }

        return related;
    }

    private int[] Near(int entry, EntryFilter filter, DateTimeOffset now)
    {
        if (filter.HasConditions)
        {
            return Search(entry, filter, now);
        }

        // Two that compute the same at once do no harm.
        if (_kept[entry] is not { } kept || kept.Until <= now)
        {
            kept = new Neighbours(Search(entry, EntryFilter.None, now), _catalog.NextValidityChange(now) ?? DateTimeOffset.MaxValue);
            _kept[entry] = kept;
        }

        return kept.Entries;
    }

    private int[] Search(int entry, EntryFilter filter, DateTimeOffset now) =>
    [
        .. CatalogSearch.Nearest(_catalog, _catalog.Vectors[_catalog.Rows(entry).First], filter.After(null), now, Most + 1)
            .Select(hit => hit.Entry).Where(other => other != entry),
    ];

    private sealed record Neighbours(int[] Entries, DateTimeOffset Until);
}
