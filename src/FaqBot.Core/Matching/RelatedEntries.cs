using System.Numerics.Tensors;

namespace FaqBot.Core.Matching;

/// <summary>Entries that lie beside each other: what a reader of one answer may want to know next.</summary>
/// <remarks>Thread-safe. What lies beside an entry is computed when it is first asked for, and kept.</remarks>
public sealed class RelatedEntries
{
    /// <summary>Most entries to give.</summary>
    public const int Most = 10;

    // How far beyond the mean likeness of two entries, in deviations, two lie beside each other; and entries that tell that likeness.
    private const double LeastDeviations = 1.5;
    private const int MostMeasured = 300, FewestMeasured = 20;

    private readonly FaqCatalog _catalog;
    private readonly Neighbours?[] _kept;
    private readonly Lazy<double> _leastCosine;

    internal RelatedEntries(FaqCatalog catalog)
    {
        _catalog = catalog;
        _kept = new Neighbours?[catalog.Entries.Count];
        _leastCosine = new Lazy<double>(MeasureLeastCosine);
    }

    /// <summary>The entries beside one.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="filter">Which entries may answer; those that answer only in context are never given.</param>
    /// <param name="now">The present.</param>
    /// <param name="most">Most entries to give, 0…<see cref="Most"/>.</param>
    /// <returns>Indexes: those that its prompts lead to, in the owner's order, then the nearest, unless they are hardly nearer than any
    /// two entries.</returns>
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
            .Where(hit => hit.Entry != entry && hit.Cosine >= _leastCosine.Value).Select(hit => hit.Entry),
    ];

    /// <summary>What is near depends on the model and on how wide the subject is: entries of this catalog tell it.</summary>
    private double MeasureLeastCosine()
    {
        if (_catalog.Entries.Count < FewestMeasured)
        {
            return -1;
        }

        int step = Math.Max(1, _catalog.Entries.Count / MostMeasured);
        int[] rows = [.. Enumerable.Range(0, _catalog.Entries.Count).Where(entry => entry % step == 0).Select(entry =>
            _catalog.Rows(entry).First)];
        double sum = 0, squares = 0;
        long pairs = 0;
        for (int i = 1; i < rows.Length; i++)
        {
            ReadOnlySpan<float> one = _catalog.Vectors[rows[i]];
            for (int j = 0; j < i; j++)
            {
                double cosine = TensorPrimitives.Dot(one, _catalog.Vectors[rows[j]]);
                (sum, squares, pairs) = (sum + cosine, squares + (cosine * cosine), pairs + 1);
            }
        }

        double mean = sum / pairs;
        double deviation = Math.Sqrt(Math.Max(0, (squares / pairs) - (mean * mean)));

        // Entries that lie anywhere at all leave no room for deviations: half the way is near enough.
        return mean + Math.Min(LeastDeviations * deviation, (1 - mean) / 2);
    }

    private sealed record Neighbours(int[] Entries, DateTimeOffset Until);
}
