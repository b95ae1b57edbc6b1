using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>What was made of the labelled questions of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Expected">What is right for them.</param>
/// <param name="Asked">How many there are.</param>
/// <param name="Answered">How many are answered, rightly or wrongly.</param>
/// <param name="Right">How many answers are right; halves where one of two things is answered.</param>
/// <param name="Offered">How many see what is right, as the answer or among the suggestions:
/// see <see cref="QuestionLabel.OfferedBy"/>.</param>
/// <param name="MedianConfidence">Median confidence of their best entries.</param>
public sealed record KindScores(
    string Kind, Expectation Expected, int Asked, int Answered, double Right, double Offered, double MedianConfidence)
{
    /// <summary>Counts by kind.</summary>
    /// <param name="asked">The questions with what was made of them; those without a kind are left out.</param>
    /// <param name="policy">The thresholds.</param>
    /// <returns>A line for each kind and what is right for it, in this order.</returns>
    public static IReadOnlyList<KindScores> Of(
        IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked, MatchPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(policy);
        return
        [
            .. asked.Where(item => item.Question.Kind is not null)
                .GroupBy(item => (item.Question.Label.Expectation, Kind: item.Question.Kind!))
                .OrderBy(group => group.Key.Expectation).ThenBy(group => group.Key.Kind, StringComparer.Ordinal)
                .Select(group => new KindScores(
                    group.Key.Kind,
                    group.Key.Expectation,
                    group.Count(),
                    group.Count(item => item.Outcome.DecideBy(policy) == Decision.Answer),
                    group.Sum(item =>
                        item.Outcome.DecideBy(policy) == Decision.Answer ? item.Question.Label.RightOf(item.Outcome) : 0),
                    group.Sum(item => item.Question.Label.OfferedBy(item.Outcome, policy)),
                    MedianOf([.. group.Select(item => item.Outcome.Score).Order()]))),
        ];
    }

    private static double MedianOf(double[] sorted) =>
        Math.Round((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, 4, MidpointRounding.ToEven);
}
