namespace FaqBot.Core.Matching;

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

    /// <summary>Ranks the best entries by their probability.</summary>
    /// <param name="contenders">The best entries that a question may mean.</param>
    /// <param name="exact">The question that the typed one equals, or null.</param>
    /// <param name="weights">Turns them into a distribution.</param>
    /// <param name="judged">Whether a judge has read the best of them.</param>
    /// <returns>
    /// At most <see cref="MaxEntries"/> with falling confidence, all together 1 at most; an exact match leads with confidence 1 and leaves
    /// nothing to the others.
    /// </returns>
    public static RankedEntry[] Rank(Contenders contenders, Hit? exact, ShareWeights weights, bool judged = false)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        ArgumentNullException.ThrowIfNull(weights);
        double[] shares = exact is null ? weights.Of(contenders, judged) : new double[contenders.Entries.Count];
        IEnumerable<RankedEntry> ranked = contenders.Entries
            .Select((contender, i) => new RankedEntry(
                contender.Found.Entry, contender.Found.Row, Math.Round(contender.Found.Evidence.Cosine, 4),
                ConfidenceModel.Shown(shares[i])))
            .Where(entry => entry.Entry != exact?.Entry);
        return exact is { } equal
            ? [new RankedEntry(equal.Entry, equal.Row, 1, 1), .. ranked.Take(MaxEntries - 1)]
            : [.. ranked.OrderByDescending(entry => entry.Confidence)];
    }
}
