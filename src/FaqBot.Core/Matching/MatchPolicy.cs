namespace FaqBot.Core.Matching;

/// <summary>What to do with a ranking.</summary>
public enum Decision
{
    /// <summary>Give the best entry's answer.</summary>
    Answer,

    /// <summary>Ask whether one of the best entries was meant.</summary>
    Suggestions,

    /// <summary>Say that nothing fits.</summary>
    NoMatch,
}

/// <summary>Decides by two thresholds of confidence.</summary>
/// <param name="AnswerThreshold">Least confidence of an answer, 0…1. At 0 the best entry always answers, at 1 only an exact match.</param>
/// <param name="SuggestThreshold">Least confidence of a suggestion, 0…<paramref name="AnswerThreshold"/>.</param>
public sealed record MatchPolicy(double AnswerThreshold, double SuggestThreshold)
{
    /// <summary>Suggestions at most.</summary>
    public const int MostSuggestions = 4;

    /// <summary>Least confidence of what is offered beside an entry that is sure: less is padding.</summary>
    public const double SuggestionFloor = 0.05;

    // Beside a best entry that is itself unsure, one that is a quarter as likely is not far-fetched.
    private const double LeastOfBest = 0.25;

    /// <summary>The same policy with another threshold for answers.</summary>
    /// <param name="threshold">Least confidence of an answer, 0…1; null for no change.</param>
    /// <returns>The policy; suggestions never ask for more confidence than answers.</returns>
    public MatchPolicy With(double? threshold) =>
        threshold is { } answer ? new MatchPolicy(answer, Math.Min(SuggestThreshold, answer)) : this;

    /// <summary>Decides by the best entry's confidence.</summary>
    /// <param name="ranked">Entries, most probable first.</param>
    /// <returns>What to do.</returns>
    public Decision Decide(IReadOnlyList<RankedEntry> ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        return ranked.Count == 0 ? Decision.NoMatch : Decide(ranked[0].Confidence);
    }

    /// <summary>Decides by the confidence in an entry.</summary>
    /// <param name="confidence">The confidence, 0…1.</param>
    /// <returns>What to do.</returns>
    public Decision Decide(double confidence) =>
        confidence >= AnswerThreshold ? Decision.Answer
        : confidence >= SuggestThreshold ? Decision.Suggestions
        : Decision.NoMatch;

    /// <summary>Chooses what to ask back.</summary>
    /// <param name="ranked">Entries, most probable first.</param>
    /// <returns>The best, and up to three more that are not far-fetched, in the same order.</returns>
    public static IReadOnlyList<RankedEntry> SuggestionsOf(IReadOnlyList<RankedEntry> ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        double floor = ranked.Count == 0 ? 0 : Math.Min(SuggestionFloor, LeastOfBest * ranked[0].Confidence);
        return [.. ranked.Take(MostSuggestions).Where((entry, i) => i == 0 || entry.Confidence >= floor)];
    }
}
