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
    /// <summary>Suggestions at least, where the catalog has as many entries, and at most.</summary>
    public const int FewestSuggestions = 2, MostSuggestions = 4;

    /// <summary>Least confidence of a suggestion that is not needed to reach <see cref="FewestSuggestions"/>.</summary>
    public const double SuggestionFloor = 0.03;

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
    /// <returns>Two to four of them in the same order; fewer where there are fewer.</returns>
    public static IReadOnlyList<RankedEntry> SuggestionsOf(IReadOnlyList<RankedEntry> ranked)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        return [.. ranked.Take(MostSuggestions).Where((entry, i) => i < FewestSuggestions || entry.Confidence >= SuggestionFloor)];
    }
}
