using System.Buffers;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Matching;

/// <summary>The best question of an entry for a query.</summary>
/// <param name="Entry">Index of the entry.</param>
/// <param name="Row">Row of the question.</param>
/// <param name="Cosine">Cosine of the question and the query, −1…1.</param>
public readonly record struct Hit(int Entry, int Row, float Cosine);

/// <summary>Search by vectors over a catalog.</summary>
/// <remarks>
/// Exact for up to <see cref="ExactRows"/> questions, and whenever a filter on metadata is asked for. In larger catalogs a
/// <see cref="SignSketch"/> chooses <see cref="SketchedRows"/> questions, which are then compared in full (bench: decide, with its recall).
/// </remarks>
public static class CatalogSearch
{
    /// <summary>Most questions that are all compared in full.</summary>
    internal const int ExactRows = 16_000;

    /// <summary>Questions that a sketch chooses.</summary>
    internal const int SketchedRows = 768;

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
        TopItems best = new(stackalloc (float, int)[top]);
        BoundedQuery bounded = new(catalog.Vectors, query);
        if (catalog.Sketch is { } sketch && !filter.HasConditions)
        {
            ScanSketch(catalog, bounded, sketch.Nearest(query, SketchedRows), filter, now, ref best);
        }
        else
        {
            ScanAll(catalog, bounded, filter, now, ref best);
        }

        Hit[] hits = new Hit[best.Count];
        for (int i = 0; i < hits.Length; i++)
        {
            (float cosine, int row) = best.Items[i];
            hits[i] = new Hit(catalog.EntriesByRow[row], row, cosine);
        }

        return hits;
    }

    private static void ScanSketch(
        FaqCatalog catalog, BoundedQuery query, List<int> rows, EntryFilter filter, DateTimeOffset now, ref TopItems best)
    {
        FaqEntry? previous = catalog.PreviousOf(filter);
        ReadOnlySpan<int> entries = catalog.EntriesByRow;
        Span<float> cosine = stackalloc float[1];
        float threshold = best.Threshold;
        for (int i = 0; i < rows.Count; i++)
        {
            int entry = entries[rows[i]];
            if (!filter.Allows(catalog.Entries[entry], previous, now))
            {
                continue;
            }

            (float Cosine, int Row) nearest = (float.NegativeInfinity, -1);
            for (; i < rows.Count && entries[rows[i]] == entry; i++)
            {
                query.UpperBounds(rows[i], cosine);
                if (cosine[0] > threshold)
                {
                    query.MakeExact(rows[i], ref cosine[0]);
                }

                nearest = cosine[0] > nearest.Cosine ? (cosine[0], rows[i]) : nearest;
            }

            i--;
            if (nearest.Cosine > threshold)
            {
                best.Offer(nearest.Cosine, nearest.Row);
                threshold = best.Threshold;
            }
        }
    }

    private static void ScanAll(FaqCatalog catalog, BoundedQuery query, EntryFilter filter, DateTimeOffset now, ref TopItems best)
    {
        FaqEntry? previous = catalog.PreviousOf(filter);
        float[] cosines = ArrayPool<float>.Shared.Rent(catalog.Questions.Count);
        try
        {
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
        finally
        {
            ArrayPool<float>.Shared.Return(cosines);
        }
    }

    /// <summary>Offers the best row of each entry of a range, all of which may answer.</summary>
    private static void Scan(
        FaqCatalog catalog, BoundedQuery query, int firstEntry, int endEntry, float[] cosines, ref TopItems best)
    {
        if (firstEntry == endEntry)
        {
            return;
        }

        int firstRow = catalog.Rows(firstEntry).First;
        Span<float> scanned = cosines.AsSpan(firstRow, catalog.Rows(endEntry - 1).End - firstRow);
        query.UpperBounds(firstRow, scanned);
        ReadOnlySpan<int> entries = catalog.EntriesByRow.Slice(firstRow, scanned.Length);
        float threshold = best.Threshold;
        for (int row = 0; row < scanned.Length; row++)
        {
            // Hardly any row gets past this line: most entries are never looked at one by one.
            if (scanned[row] > threshold)
            {
                int nearest = row;
                query.MakeExact(firstRow + row, ref scanned[row]);
                for (int next = row + 1; next < scanned.Length && entries[next] == entries[nearest]; next++)
                {
                    query.MakeExact(firstRow + next, ref scanned[next]);
                    nearest = scanned[next] > scanned[nearest] ? next : nearest;
                    row = next;
                }

                best.Offer(scanned[nearest], firstRow + nearest);
                threshold = best.Threshold;
            }
        }
    }
}
