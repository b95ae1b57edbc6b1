using System.Collections.Frozen;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Answering;

/// <summary>A question ranked against one catalog: what replies, explanations and evaluations share.</summary>
/// <param name="SearchedFor">What was searched for.</param>
/// <param name="Exact">The stored question that it equals, or null.</param>
/// <param name="Length">Characters and words of what was searched for.</param>
/// <param name="Entries">The entries that it may mean, in no order.</param>
/// <param name="Ranked">The most probable of them.</param>
internal sealed record QuestionMatch(string SearchedFor, Hit? Exact, int Length, IReadOnlyList<EntryEvidence> Entries, RankedEntry[] Ranked)
{
    /// <summary>What a cross-encoder gave for each entry that it read; empty without one.</summary>
    public IReadOnlyDictionary<int, double> Logits { get; init; } = FrozenDictionary<int, double>.Empty;

    /// <summary>Ranks beside a stored question that equals the asked one: its vector stands in for an encoding.</summary>
    public static QuestionMatch OfExact(
        PublishedCatalog published, QuestionReading reading, Hit exact, EntryFilter filter, DateTimeOffset now) =>
        Of(published, reading.Text, published.Catalog.Vectors[exact.Row], filter, now, exact);

    /// <summary>Ranks a question that equals no stored one.</summary>
    public static async ValueTask<QuestionMatch> OfAsync(
        PublishedCatalog published, QuestionReading reading, EntryFilter filter, DateTimeOffset now, Func<string,
            ValueTask<float[]>> encode)
    {
        QuestionMatch alone = Of(published, reading.Text, await encode(reading.Text), filter, now, null);
        return reading.InContext is { } inContext
            ? reading.Surer(published.Catalog, alone,
                Of(published, inContext, await encode(inContext), filter, now, null, without: reading.PreviousEntry))
            : alone;
    }

    private static QuestionMatch Of(
        PublishedCatalog published, string text, ReadOnlySpan<float> query, EntryFilter filter, DateTimeOffset now, Hit? exact,
            int without = -1)
    {
        (FaqCatalog catalog, _, ConfidenceModel confidence) = published;
        (int length, List<EntryEvidence> entries) = EvidenceSearch.Find(catalog, text, query, confidence.Scale, filter, now);
        entries.RemoveAll(entry => entry.Entry == without);
        catalog.Taught?.Teach(entries, confidence.Ranking);
        return new QuestionMatch(text, exact, length, entries, Ranking.Rank(entries, length, exact, confidence));
    }
}
