namespace FaqBot.Matching;

/// <summary>An entry with the confidence that it answers a question.</summary>
/// <param name="Entry">Index of the entry.</param>
/// <param name="Row">Row of its best question.</param>
/// <param name="Cosine">Cosine of that question and the query, −1…1.</param>
/// <param name="Confidence">Probability that the entry is right, 0…1; 1 for an exact match only.</param>
public sealed record RankedEntry(int Entry, int Row, double Cosine, double Confidence);

/// <summary>Orders entries by how probably they answer a question.</summary>
public static class Ranking
{
    /// <summary>Most entries that a ranking holds.</summary>
    public const int MaxEntries = 10;

    /// <summary>Ranks hits.</summary>
    /// <param name="hits">Hits, best first, at most one an entry.</param>
    /// <param name="exact">The question that the typed one equals, or null.</param>
    /// <param name="confidence">Turns evidence into confidence.</param>
    /// <returns>Entries, most probable first; an exact match leads with confidence 1.</returns>
    public static RankedEntry[] Rank(ReadOnlySpan<Hit> hits, Hit? exact, ConfidenceModel confidence)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        List<RankedEntry> ranked = new(hits.Length + 1);
        if (exact is { } equal)
        {
            ranked.Add(new RankedEntry(equal.Entry, equal.Row, 1, 1));
        }

        for (int i = 0; i < hits.Length; i++)
        {
            if (hits[i].Entry != exact?.Entry)
            {
                double other = hits.Length == 1 ? confidence.UnrelatedCosine : hits[i == 0 ? 1 : 0].Cosine;
                Evidence evidence = new(hits[i].Cosine, hits[i].Cosine - other);
                ranked.Add(new RankedEntry(hits[i].Entry, hits[i].Row, Math.Round(hits[i].Cosine, 4), confidence.Of(evidence)));
            }
        }

        ranked.Sort((a, b) => b.Confidence != a.Confidence
            ? b.Confidence.CompareTo(a.Confidence)
            : b.Cosine != a.Cosine ? b.Cosine.CompareTo(a.Cosine) : a.Entry.CompareTo(b.Entry));
        return [.. ranked];
    }
}
