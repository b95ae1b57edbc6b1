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

    /// <summary>Ranks entries.</summary>
    /// <param name="entries">The entries that a question may mean, none twice.</param>
    /// <param name="length">Characters and words of the question.</param>
    /// <param name="exact">The question that the typed one equals, or null.</param>
    /// <param name="confidence">Turns evidence into confidence.</param>
    /// <returns>At most <see cref="MaxEntries"/>, the highest score first, with falling confidence; an exact match leads with confidence
    /// 1.</returns>
    public static RankedEntry[] Rank(IReadOnlyList<EntryEvidence> entries, int length, Hit? exact, ConfidenceModel confidence)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(confidence);
        Standing[] standings = confidence.StandingsOf(entries, length);
        int[] order = [.. Enumerable.Range(0, entries.Count).Where(i => entries[i].Entry != exact?.Entry)];
        Array.Sort(order, (a, b) => standings[a].Score != standings[b].Score ? standings[b].Score.CompareTo(standings[a].Score)
            : entries[a].Evidence.Cosine != entries[b].Evidence.Cosine ? entries[b].Evidence.Cosine.CompareTo(entries[a].Evidence.Cosine)
            : entries[a].Entry.CompareTo(entries[b].Entry));
        List<RankedEntry> ranked = new(MaxEntries);
        if (exact is { } equal)
        {
            ranked.Add(new RankedEntry(equal.Entry, equal.Row, 1, 1));
        }

        double ceiling = 1;
        foreach (int i in order.Take(MaxEntries - ranked.Count))
        {
            // A later entry with fewer questions must not look surer than the one before it.
            ceiling = Math.Min(ceiling, confidence.Of(standings[i]));
            ranked.Add(new RankedEntry(entries[i].Entry, entries[i].Row, Math.Round(entries[i].Evidence.Cosine, 4), ceiling));
        }

        return [.. ranked];
    }
}
