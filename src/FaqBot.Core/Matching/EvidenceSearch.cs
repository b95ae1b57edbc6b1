using System.Buffers;
using System.Numerics.Tensors;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Matching;

/// <summary>Finds the entries that a question may mean, by its vector and by its words, and gathers the evidence for each.</summary>
public static class EvidenceSearch
{
    /// <summary>Entries that come in by their cosine, and questions by their words; more changed no answer of any evaluation set.</summary>
    internal const int ByCosine = 16, ByWords = 30;

    // Beyond these the questions of an entry are so far away that they say nothing.
    private const int QuestionsOfEntry = 64;

    private const double Sharpness = 10;

    // What shared terms amount to on average between questions of one entry: stands in where the scripts differ.
    private const double UsualCoverage = 0.35, UsualStoredCoverage = 0.3;

    /// <summary>Gathers the evidence for the entries that a question may mean.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="text">The question: see <see cref="Text.Question.Essence"/>.</param>
    /// <param name="vector">Its unit vector, [dimensions of the catalog].</param>
    /// <param name="scale">Where cosines of its encoder lie.</param>
    /// <param name="filter">Which entries may answer; the others are not even compared.</param>
    /// <param name="now">The present, for the entries' validity.</param>
    /// <returns>The entries in no order.</returns>
    public static FoundEntries Find(
        FaqCatalog catalog, string text, ReadOnlySpan<float> vector, CosineScale scale, EntryFilter filter, DateTimeOffset now) =>
        Find(catalog, text, vector, scale, filter, now, withoutRow: -1);

    /// <summary>The same as if one question were not stored: a row of the catalog, or after those one of its counter-examples.</summary>
    internal static FoundEntries Find(
        FaqCatalog catalog, string text, ReadOnlySpan<float> vector, CosineScale scale, EntryFilter filter, DateTimeOffset now,
            int withoutRow)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(filter);
        LexicalQuery query = catalog.Words.Prepare(text);
        FaqEntry? previous = catalog.PreviousOf(filter);
        int rows = catalog.Questions.Count;
        float[] shared = ArrayPool<float>.Shared.Rent(rows);
        try
        {
            TopItems similar = new(stackalloc (float, int)[ByWords]);
            shared.AsSpan(0, rows).Clear();
            catalog.Words.Search(query, ref similar, shared);
            List<int> entries = [.. CatalogSearch.Nearest(catalog, vector, filter, now, ByCosine).Select(hit => hit.Entry)];
            IEnumerable<int> children = previous is null
                ? [] : previous.Prompts.Select(prompt => catalog.IndexOf(prompt.EntryId)).Where(entry => entry >= 0);
            foreach (int entry in ToEntries(catalog, similar.Items).Concat(children))
            {
                if (!entries.Contains(entry) && filter.Allows(catalog.Entries[entry], previous, now))
                {
                    entries.Add(entry);
                }
            }

            List<EntryEvidence> found = new(entries.Count);
            foreach (int entry in entries)
            {
                if (Gather(catalog, query, entry, vector, scale, withoutRow) is { } evidence)
                {
                    found.Add(evidence with { Evidence = evidence.Evidence with { Context = catalog.ContextOf(entry, previous) } });
                }
            }

            return new FoundEntries(query.Length, query.Unknown, found);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(shared);
        }
    }

    private static int[] ToEntries(FaqCatalog catalog, ReadOnlySpan<(float Score, int Row)> items)
    {
        int[] entries = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            entries[i] = catalog.EntriesByRow[items[i].Row];
        }

        return entries;
    }

    private static EntryEvidence? Gather(
        FaqCatalog catalog, LexicalQuery query, int entry, ReadOnlySpan<float> vector, CosineScale scale, int withoutRow)
    {
        (int first, int end) = catalog.Rows(entry);
        float[] cosines = ArrayPool<float>.Shared.Rent(end - first);
        catalog.Vectors.Cosines(vector, first, cosines.AsSpan(0, end - first));
        TopItems rows = new(stackalloc (float, int)[Math.Min(QuestionsOfEntry, end - first)]);
        for (int row = first; row < end; row++)
        {
            if (row != withoutRow)
            {
                rows.Offer(cosines[row - first], row);
            }
        }

        double sum = TensorPrimitives.Sum<float>(cosines.AsSpan(0, end - first));
        bool isLeftOut = withoutRow >= first && withoutRow < end;
        sum -= isLeftOut ? cosines[withoutRow - first] : 0;
        ArrayPool<float>.Shared.Return(cosines);

        if (rows.Count == 0)
        {
            return null;
        }

        float best = rows.Items[0].Score, second = rows.Items[Math.Min(1, rows.Count - 1)].Score;
        double votes = 0, overlap = -1, storedCoverage = 0;
        bool comparable = false;
        Span<bool> covered = query.Known.Length <= 256 ? stackalloc bool[query.Known.Length] : new bool[query.Known.Length];
        foreach ((float cosine, int row) in rows.Items)
        {
            votes += Math.Exp(Sharpness * (scale.Of(cosine) - scale.Of(best)));
            LexicalMatch match = catalog.Words.Compare(query, row, covered);
            comparable |= !match.OtherScript;
            if (match.Overlap > overlap)
            {
                (overlap, storedCoverage) = (match.Overlap, match.StoredCoverage);
            }
        }

        LexicalMatch nearest = catalog.Words.Compare(query, rows.Items[0].Item, covered);
        return new EntryEvidence(entry, rows.Items[0].Item, new Evidence
        {
            Cosine = best,
            Nearest = scale.Of(best),
            NearestTwo = scale.Of((best + second) / 2),
            Votes = scale.Of(best) + (Math.Log(votes) / Sharpness),
            Coverage = comparable ? query.Coverage(covered) : UsualCoverage,
            StoredCoverage = comparable ? storedCoverage : UsualStoredCoverage,
            NumbersDiffer = nearest.NumbersDiffer,
            NegationDiffers = nearest.NegationDiffers,
            Opposed = nearest.Opposed,
            OtherScript = !comparable,
            NotThis = catalog.CounterExamples.NearestCosine(entry, vector, withoutRow - catalog.Questions.Count) is { } against
                ? Math.Max(0, scale.Of(against) - scale.Of(best)) : 0,
            Mean = sum / (end - first - (isLeftOut ? 1 : 0)),
            Questions = end - first,
        })
        {
            SecondRow = rows.Count > 1 ? rows.Items[1].Item : -1,
        };
    }
}
