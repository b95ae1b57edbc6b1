using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>A bin of a calibration plot.</summary>
/// <param name="From">Least confidence of the bin.</param>
/// <param name="Questions">Questions in it.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Right">Share of them whose best entry is right.</param>
public sealed record CalibrationBin(double From, int Questions, double Confidence, double Right);

/// <summary>Compares confidence with the share of right answers.</summary>
public static class CalibrationPlot
{
    /// <summary>Number of bins.</summary>
    public const int Bins = 10;

    // How much of all questions near misses are taken to be where files hold more or fewer of them.
    private const double NearMissShare = 1.0 / 3;

    /// <summary>Sorts outcomes into ten equal bins; a question without an entry to answer it is never right.</summary>
    /// <param name="asked">The questions with what was made of them.</param>
    /// <returns>The bins that are not empty, ascending.</returns>
    public static IReadOnlyList<CalibrationBin> Of(IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return
        [
            .. asked.GroupBy(item => Math.Clamp((int)(item.Outcome.Score * Bins), 0, Bins - 1)).OrderBy(bin => bin.Key)
                .Select(bin => new CalibrationBin(
                    (double)bin.Key / Bins, bin.Count(), bin.Average(item => item.Outcome.Score),
                        bin.Average(item => item.Question.Label.RightOf(item.Outcome)))),
        ];
    }

    /// <summary>Expected calibration error: the mean distance of confidence and share of right answers.</summary>
    /// <param name="bins">The bins.</param>
    /// <returns>The error, 0…1.</returns>
    public static double ErrorOf(IReadOnlyList<CalibrationBin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        int all = bins.Sum(bin => bin.Questions);
        return all == 0 ? 0 : bins.Sum(bin => bin.Questions * Math.Abs(bin.Confidence - bin.Right)) / all;
    }

    /// <summary>The same with near misses weighing a third of all questions, however many there are.</summary>
    /// <param name="asked">The questions with what was made of them.</param>
    /// <returns>The error, 0…1; null without near misses, or with nothing else.</returns>
    public static double? NearMissErrorOf(IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        int near = asked.Count(IsNearMiss), others = asked.Count - near;
        double perNearMiss = NearMissShare / (1 - NearMissShare) * others / Math.Max(1, near);
        return near == 0 || others == 0 ? null : ConfidenceFit.CalibrationError(
        [
            .. asked.SelectMany(item => item.Question.Label.Judge(item.Outcome, IsNearMiss(item) ? perNearMiss : 1))
                .Select(judged => (judged.Confidence, judged.Right, judged.Weight)),
        ]);
    }

    private static bool IsNearMiss((EvaluationQuestion Question, Outcome Outcome) item) =>
        item.Question.Label.Expectation == Expectation.NearMiss;
}
