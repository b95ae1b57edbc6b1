using System.Buffers;
using FaqBot.Knowledge;
using FaqBot.Vectors;

namespace FaqBot.Matching;

/// <summary>The best question of an entry for a query.</summary>
/// <param name="Entry">Index of the entry.</param>
/// <param name="Row">Row of the question.</param>
/// <param name="Cosine">Cosine of the question and the query, −1…1.</param>
public readonly record struct Hit(int Entry, int Row, float Cosine);

/// <summary>Exact search over a catalog.</summary>
public static class CatalogSearch
{
    /// <summary>Finds the entries whose best question is nearest to a query.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="query">A unit vector, [dimensions of the catalog].</param>
    /// <param name="filter">Which entries may answer; the others are not even compared.</param>
    /// <param name="now">The present, for the entries' validity.</param>
    /// <param name="top">Most entries to give, 1–100.</param>
    /// <returns>The hits, best first; of equal cosines the entry that comes first in the knowledge base.</returns>
    public static Hit[] Nearest(FaqCatalog catalog, ReadOnlySpan<float> query, EntryFilter filter, DateTimeOffset now, int top)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, 100);
        FaqEntry? previous = filter.PreviousEntryId is { } id && catalog.IndexOf(id) is >= 0 and var index ? catalog.Entries[index] : null;
        float[] cosines = ArrayPool<float>.Shared.Rent(catalog.Questions.Count);
        try
        {
            TopItems best = new(stackalloc (float, int)[top]);
            for (int entry = 0; entry < catalog.Entries.Count; entry++)
            {
                (int first, int end) = catalog.Rows(entry);
                if (first < end && filter.Allows(catalog.Entries[entry], previous, now))
                {
                    Span<float> own = cosines.AsSpan(first, end - first);
                    catalog.Vectors.Cosines(query, first, own);
                    best.Offer(Max(own), entry);
                }
            }

            Hit[] hits = new Hit[best.Count];
            for (int i = 0; i < hits.Length; i++)
            {
                (float cosine, int entry) = best.Items[i];
                (int first, int end) = catalog.Rows(entry);
                hits[i] = new Hit(entry, first + cosines.AsSpan(first, end - first).IndexOf(cosine), cosine);
            }

            return hits;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(cosines);
        }
    }

    private static float Max(ReadOnlySpan<float> values)
    {
        float max = values[0];
        foreach (float value in values)
        {
            max = MathF.Max(max, value);
        }

        return max;
    }
}
