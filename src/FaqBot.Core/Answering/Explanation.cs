using FaqBot.Knowledge;
using FaqBot.Matching;
using FaqBot.Text;

namespace FaqBot.Answering;

/// <summary>What was decided about a question, and why: by the same steps as <see cref="Answerer"/>, without a cache.</summary>
/// <param name="Question">The question.</param>
/// <param name="Exact">The stored question that it equals, or null.</param>
/// <param name="Length">Its length in characters and words.</param>
/// <param name="Entries">The ranked entries, most probable first.</param>
/// <param name="Policy">The thresholds in force.</param>
/// <param name="Decision">What was decided.</param>
public sealed record Explanation(
    Question Question, Hit? Exact, int Length, IReadOnlyList<ExplainedEntry> Entries, MatchPolicy Policy, Decision Decision)
{
    /// <summary>Explains a question.</summary>
    /// <param name="published">The knowledge base with its encoder's confidence.</param>
    /// <param name="question">The question.</param>
    /// <param name="vector">Unit vector of <see cref="Text.Question.Essence"/>; not read when the question equals a stored one.</param>
    /// <param name="filter">Which entries may answer.</param>
    /// <param name="policy">Decides.</param>
    /// <param name="now">The present, for the entries' validity.</param>
    /// <returns>The explanation.</returns>
    public static Explanation Of(
        PublishedCatalog published, Question question, ReadOnlySpan<float> vector, EntryFilter filter, MatchPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(policy);
        (FaqCatalog catalog, _, ConfidenceModel confidence) = published;
        Hit? exact = FindExact(catalog, question, filter, now);
        (int length, List<EntryEvidence> entries) = EvidenceSearch.Find(
            catalog, question.Essence, exact is { } equal ? catalog.Vectors[equal.Row] : vector, confidence.Scale, filter, now);
        RankedEntry[] ranked = Ranking.Rank(entries, length, exact, confidence);
        Standing[] standings = confidence.StandingsOf(entries, length);
        ExplainedEntry[] explained =
        [
            .. ranked.Select(entry => entries.FindIndex(found => found.Entry == entry.Entry) is >= 0 and var i
                ? new ExplainedEntry(entry, entries[i].Evidence, standings[i])
                : new ExplainedEntry(entry, null, null)),
        ];
        return new Explanation(question, exact, length, explained, policy, policy.Decide(ranked));
    }

    private static Hit? FindExact(FaqCatalog catalog, Question question, EntryFilter filter, DateTimeOffset now)
    {
        int row = catalog.RowOf(question);
        FaqEntry? entry = row < 0 ? null : catalog.Entries[catalog.Questions[row].Entry];
        return entry is not null && filter.Allows(entry, catalog.PreviousOf(filter), now) ? new Hit(catalog.Questions[row].Entry, row, 1) : null;
    }
}

/// <summary>A ranked entry with what speaks for it.</summary>
/// <param name="Ranked">The entry with its confidence.</param>
/// <param name="Evidence">What speaks for it and against it; null when it leads by an exact match alone.</param>
/// <param name="Standing">How it stands among the others; null as above.</param>
public sealed record ExplainedEntry(RankedEntry Ranked, Evidence? Evidence, Standing? Standing);
