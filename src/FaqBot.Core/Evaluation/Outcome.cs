using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>What one way of matching made of a question.</summary>
/// <param name="Found">Id of the best entry, or null: none was found.</param>
/// <param name="Score">Its score; a probability where <see cref="EvaluatedSystem.IsProbability"/>.</param>
/// <param name="Rank">Place of the entry that answers, from 1; 0 when it is not among the best ten, or none answers.</param>
public sealed record Outcome(string? Found, double Score, int Rank)
{
    /// <summary>Whether the best entry is the one that answers.</summary>
    public bool IsRight => Rank == 1;

    /// <summary>Ids of what is shown where the score is enough for suggestions only; none where the score is no probability.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>What the service does at these thresholds.</summary>
    /// <param name="policy">The thresholds.</param>
    /// <returns>The decision.</returns>
    public Decision DecideBy(MatchPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Found is null ? Decision.NoMatch : policy.Decide(Score);
    }
}
