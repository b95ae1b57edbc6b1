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

    /// <summary>Sorts outcomes into ten equal bins; a question without an entry to answer it is never right.</summary>
    /// <param name="outcomes">The outcomes.</param>
    /// <returns>The bins that are not empty, ascending.</returns>
    public static IReadOnlyList<CalibrationBin> Of(IReadOnlyCollection<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return
        [
            .. outcomes.GroupBy(outcome => Math.Clamp((int)(outcome.Score * Bins), 0, Bins - 1)).OrderBy(bin => bin.Key)
                .Select(bin => new CalibrationBin(
                    (double)bin.Key / Bins, bin.Count(), bin.Average(outcome => outcome.Score),
                        bin.Average(outcome => outcome.IsRight ? 1d : 0))),
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
}
