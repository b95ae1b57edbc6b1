namespace FaqBot.Evaluation;

/// <summary>What a threshold costs: precision of the answers against coverage.</summary>
public static class PrecisionCurve
{
    /// <summary>Draws the curve.</summary>
    /// <param name="asked">The questions with what was made of them.</param>
    /// <returns>From the highest threshold down: X is coverage (see <see cref="Scores.Coverage"/>), Y is precision.</returns>
    public static IReadOnlyList<CurvePoint> Of(IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return CurvePoint.Thin(Full([.. asked.Select(item => (item.Outcome.Score, item.Outcome.IsRight, item.Question.Entry is not null, 1d))]));
    }

    /// <summary>The threshold that answers the most while the answers are precise enough.</summary>
    /// <param name="judged">Confidence, whether the best entry is right, whether any is, and how often the question counts.</param>
    /// <param name="precision">The precision that is wanted, 0…1.</param>
    /// <returns>Threshold, and coverage and precision there; null when no threshold reaches it.</returns>
    public static ThresholdSuggestion? Suggest(
        IReadOnlyCollection<(double Confidence, bool Right, bool InScope, double Weight)> judged, double precision)
    {
        ArgumentNullException.ThrowIfNull(judged);
        List<CurvePoint> enough = Full(judged).FindAll(point => point.Y >= precision);
        return enough.Count == 0 ? null : new ThresholdSuggestion(precision, enough[^1].Threshold, Math.Round(enough[^1].X, 4), Math.Round(enough[^1].Y, 4));
    }

    private static List<CurvePoint> Full(IReadOnlyCollection<(double Confidence, bool Right, bool InScope, double Weight)> judged)
    {
        double inScope = judged.Where(item => item.InScope).Sum(item => item.Weight), answered = 0, right = 0, covered = 0;
        List<CurvePoint> curve = [];
        foreach (var same in judged.GroupBy(item => item.Confidence).OrderByDescending(same => same.Key))
        {
            answered += same.Sum(item => item.Weight);
            right += same.Where(item => item.Right).Sum(item => item.Weight);
            covered += same.Where(item => item.InScope).Sum(item => item.Weight);
            curve.Add(new CurvePoint(same.Key, inScope > 0 ? covered / inScope : 0, right / answered));
        }

        return curve;
    }
}

/// <summary>A threshold for a wanted precision.</summary>
/// <param name="Wanted">The precision that was asked for, 0…1.</param>
/// <param name="Threshold">Least confidence of an answer.</param>
/// <param name="Coverage">Share of the questions that an entry answers that are answered then.</param>
/// <param name="Precision">Precision of the answers then.</param>
public sealed record ThresholdSuggestion(double Wanted, double Threshold, double Coverage, double Precision);
