using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>What a threshold costs: precision of the answers against coverage.</summary>
public static class PrecisionCurve
{
    /// <summary>Draws the curve.</summary>
    /// <param name="asked">The questions with what was made of them.</param>
    /// <returns>From the highest threshold down: X is coverage (see <see cref="Scores.Coverage"/>), Y is precision.</returns>
    public static IReadOnlyList<CurvePoint> Of(IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return CurvePoint.Thin(
        [
            .. ThresholdSuggestion.Steps([.. asked.SelectMany(item => item.Question.Label.Judge(item.Outcome))])
                .Select(step => new CurvePoint(step.Threshold, step.Coverage, step.Precision)),
        ]);
    }
}
