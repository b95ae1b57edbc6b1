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
        float[] cosines = ArrayPool<float>.Shared.Rent(catalog.Questions.Count);
        try
        {
            TopItems best = new(stackalloc (float, int)[top]);
            Scan(catalog, query, filter, now, cosines, ref best);
            Hit[] hits = new Hit[best.Count];
            for (int i = 0; i < hits.Length; i++)
            {
                (float cosine, int row) = best.Items[i];
                hits[i] = new Hit(catalog.EntriesByRow[row], row, cosine);
            }

            return hits;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(cosines);
        }
    }

    /// <summary>Offers the best row of each entry that may answer.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="query">A unit vector, [dimensions of the catalog].</param>
    /// <param name="filter">Which entries may answer.</param>
    /// <param name="now">The present.</param>
    /// <param name="cosines">Receives a cosine for each row of those entries, at least [rows]; the others are not written.</param>
    /// <param name="best">Receives the rows.</param>
    internal static void Scan(
        FaqCatalog catalog, ReadOnlySpan<float> query, EntryFilter filter, DateTimeOffset now, float[] cosines, ref TopItems best)
    {
        FaqEntry? previous = catalog.PreviousOf(filter);
        int first = 0;
        foreach (int entry in !filter.HasConditions ? catalog.ConditionalEntries : catalog.AllEntries)
        {
            if (!filter.Allows(catalog.Entries[entry], previous, now))
            {
                Scan(catalog, query, first, entry, cosines, ref best);
                first = entry + 1;
            }
        }

        Scan(catalog, query, first, catalog.Entries.Count, cosines, ref best);
    }

    /// <summary>Offers the best row of each entry of a range, all of which may answer.</summary>
    private static void Scan(FaqCatalog catalog, ReadOnlySpan<float> query, int firstEntry, int endEntry, float[] cosines, ref TopItems best)
    {
        if (firstEntry == endEntry)
        {
            return;
        }

        int firstRow = catalog.Rows(firstEntry).First;
        Span<float> scanned = cosines.AsSpan(firstRow, catalog.Rows(endEntry - 1).End - firstRow);
        catalog.Vectors.Cosines(query, firstRow, scanned);
        ReadOnlySpan<int> entries = catalog.EntriesByRow.Slice(firstRow, scanned.Length);
        float threshold = best.Threshold;
        for (int row = 0; row < scanned.Length; row++)
        {
            // Hardly any row gets past this line: most entries are never looked at one by one.
            if (scanned[row] > threshold)
            {
                int nearest = row;
                for (int next = row + 1; next < scanned.Length && entries[next] == entries[nearest]; next++)
                {
                    nearest = scanned[next] > scanned[nearest] ? next : nearest;
                    row = next;
                }

                best.Offer(scanned[nearest], firstRow + nearest);
                threshold = best.Threshold;
            }
        }
    }
}
