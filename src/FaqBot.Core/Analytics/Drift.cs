namespace FaqBot.Core.Analytics;

/// <summary>A week, and whether it differs from the eight before by more than chance.</summary>
/// <param name="Week">Monday of the week.</param>
/// <param name="Asked">Questions.</param>
/// <param name="NoMatchShare">Share without a match, 0…1.</param>
/// <param name="MeanConfidence">Mean confidence in the best entry.</param>
/// <param name="NoMatchAlarm">Whether the share lies beyond three standard deviations of the eight weeks before.</param>
/// <param name="ConfidenceAlarm">The same of the confidence.</param>
public sealed record DriftWeek(
    DateOnly Week, long Asked, double NoMatchShare, double MeanConfidence, bool NoMatchAlarm, bool ConfidenceAlarm);

/// <summary>Watches whether customers begin to ask otherwise, or answers get worse.</summary>
public static class Drift
{
    /// <summary>Weeks that a week is compared with.</summary>
    public const int Weeks = 8;

    /// <summary>Least questions of a week that is compared.</summary>
    public const int LeastAsked = 50;

    private const double Deviations = 3;

    // Weeks that happen to be alike are no reason for an alarm at the first that is not.
    private const double LeastDeviation = 0.005;

    /// <summary>Compares weeks.</summary>
    /// <param name="days">Days, ascending; the last week may be incomplete.</param>
    /// <returns>The weeks in which enough was asked, ascending.</returns>
    public static IReadOnlyList<DriftWeek> Of(IEnumerable<DayTotals> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        (DateOnly Monday, long Asked, double NoMatch, double Confidence)[] weeks =
        [
            .. days.GroupBy(day => day.Day.AddDays(-(((int)day.Day.DayOfWeek + 6) % 7)))
                .Select(week => (Monday: week.Key, Asked: week.Sum(day => day.Asked), Days: week.ToArray()))
                .Where(week => week.Asked >= LeastAsked).OrderBy(week => week.Monday)
                .Select(week => (
                    week.Monday, week.Asked, (double)week.Days.Sum(day => day.NoMatch) / week.Asked,
                    week.Days.Sum(day => day.MeanConfidence * day.Asked) / week.Asked)),
        ];
        return
        [
            .. weeks.Select((week, index) =>
            {
                var before = weeks[Math.Max(0, index - Weeks)..index];
                return new DriftWeek(
                    week.Monday, week.Asked, Math.Round(week.NoMatch, 4), Math.Round(week.Confidence, 4),
                    IsBeyond(week.NoMatch, [.. before.Select(other => other.NoMatch)]),
                    IsBeyond(week.Confidence, [.. before.Select(other => other.Confidence)]));
            }),
        ];
    }

    /// <summary>Whether a value lies beyond three standard deviations of all the values before.</summary>
    private static bool IsBeyond(double value, double[] before)
    {
        if (before.Length < Weeks)
        {
            return false;
        }

        double mean = before.Average();
        double deviation = Math.Sqrt(before.Sum(other => (other - mean) * (other - mean)) / (before.Length - 1));
        return Math.Abs(value - mean) > Deviations * Math.Max(deviation, LeastDeviation);
    }
}
