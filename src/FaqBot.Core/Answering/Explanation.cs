using FaqBot.Core.Matching;
using FaqBot.Core.Spelling;
using FaqBot.Core.Text;

namespace FaqBot.Core.Answering;

/// <summary>What was decided about a question, and why: by the same steps as <see cref="Answerer"/>, without a cache and small
/// talk.</summary>
/// <param name="Question">The question.</param>
/// <param name="SearchedFor">What was searched for: without polite words, with the owner's synonyms, and of a follow-up in full.</param>
/// <param name="Exact">The stored question that it equals, or null.</param>
/// <param name="Length">Characters and words of what was searched for.</param>
/// <param name="Entries">The ranked entries, most probable first.</param>
/// <param name="Policy">The thresholds in force.</param>
/// <param name="Decision">What was decided.</param>
public sealed record Explanation(
    Question Question, string SearchedFor, Hit? Exact, int Length, IReadOnlyList<ExplainedEntry> Entries, MatchPolicy Policy,
        Decision Decision)
{
    /// <summary>What the question was meant to be, where that was searched for instead of what was typed; or null.</summary>
    public SpellingCorrection? Correction { get; init; }

    /// <summary>The clauses that ask for different entries, those that lead the ranked ones, in the same order; empty where the question
    /// asks one thing.</summary>
    public IReadOnlyList<string> Clauses { get; init; } = [];

    /// <summary>Ranks a question as a reply would, and keeps why.</summary>
    /// <param name="published">The knowledge base with its encoder's confidence.</param>
    /// <param name="question">The question.</param>
    /// <param name="filter">Which entries may answer, and the entry before.</param>
    /// <param name="policy">Decides.</param>
    /// <param name="now">The present, for the entries' validity.</param>
    /// <param name="encode">Encodes a text, to be judged or not; not asked when the question equals a stored one.</param>
    /// <param name="stages">Let a judge or a cross-encoder read the best entries, the one to prefer first.</param>
    /// <returns>The explanation.</returns>
    public static async ValueTask<Explanation> OfAsync(
        PublishedCatalog published,
        Question question,
        EntryFilter filter,
        MatchPolicy policy,
        DateTimeOffset now,
        Func<string, bool, ValueTask<AskedText>> encode,
        IReadOnlyList<RerankingStage> stages)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(encode);
        (PublishedCatalog inForce, RerankingStage? stage) = RerankingStage.InForce(published, stages);
        bool toJudge = inForce.Confidence.Judging is not null;
        QuestionReading reading = QuestionReading.Of(published.Catalog, question, filter);
        QuestionMatch match = reading.FindExact(published.Catalog, now) is { } exact
            ? QuestionMatch.OfExact(inForce, reading, exact, now, Contenders.ReadClosely)
            : await QuestionMatch.OfAsync(inForce, reading, policy, now, text => encode(text, toJudge));
        match = stage is null ? match : await stage.RerankAsync(inForce, match, CancellationToken.None);
        Dictionary<int, Contender> contenders = match.Contenders.Entries.ToDictionary(contender => contender.Found.Entry);
        ExplainedEntry[] explained =
        [
            .. match.Ranked.Select(entry => new ExplainedEntry(entry, contenders.GetValueOrDefault(entry.Entry))
            {
                Logit = match.Logits.TryGetValue(entry.Entry, out double logit) ? logit : null,
            }),
        ];
        Decision decision = policy.Decide(match.Ranked);
        return new Explanation(question, match.SearchedFor, match.Exact, match.Contenders.Length, explained, policy, decision)
        {
            Correction = match.Correction,
            Clauses = match.Clauses,
        };
    }
}

/// <summary>A ranked entry with what speaks for it.</summary>
/// <param name="Ranked">The entry with its confidence.</param>
/// <param name="Contender">What its confidence comes from, with the verdicts of a judge; null when it leads by an exact match alone, or by
/// a clause.</param>
public sealed record ExplainedEntry(RankedEntry Ranked, Contender? Contender)
{
    /// <summary>What a cross-encoder gave for it; null when none read it.</summary>
    public double? Logit { get; init; }

    /// <summary>What speaks for it and against it; null as above.</summary>
    public Evidence? Evidence => Contender?.Found.Evidence;
}
