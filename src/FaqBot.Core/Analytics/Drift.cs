using System.Numerics.Tensors;

namespace FaqBot.Core.Analytics;

/// <summary>A week, and whether it differs from the eight before by more than chance.</summary>
/// <param name="Week">Monday of the week.</param>
/// <param name="Asked">Questions.</param>
/// <param name="NoMatchShare">Share without a match, 0…1.</param>
/// <param name="MeanConfidence">Mean confidence in the best entry.</param>
/// <param name="NoMatchAlarm">Whether the share lies beyond three standard deviations of the eight weeks before.</param>
/// <param name="ConfidenceAlarm">The same of the confidence.</param>
public sealed record DriftWeek(
    DateOnly Week, long Asked, double NoMatchShare, double MeanConfidence, bool NoMatchAlarm, bool ConfidenceAlarm)
{
    /// <summary>How far what was asked lies from the four weeks before: 1 − cosine of the mean vectors; null where too little is
    /// known.</summary>
    public double? TopicDistance { get; init; }

    /// <summary>Whether that is more than three standard deviations above the eight weeks before: people ask about other things.</summary>
    public bool TopicAlarm { get; init; }
}

/// <summary>Watches whether customers begin to ask otherwise, or answers get worse.</summary>
public static class Drift
{
    /// <summary>Weeks that a week is compared with.</summary>
    public const int Weeks = 8;

    /// <summary>Weeks whose questions together are what was asked before.</summary>
    public const int WeeksBefore = 4;

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
            .. days.GroupBy(day => WeekOf(day.Day))
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

    /// <summary>The Monday of a day's week.</summary>
    /// <param name="day">The day.</param>
    /// <returns>The Monday.</returns>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>Compares what weeks were about.</summary>
    /// <param name="weeks">The weeks, ascending.</param>
    /// <param name="centroids">The mean vectors of their questions, by their Mondays.</param>
    /// <returns>The weeks with distances and alarms, as far as vectors are there.</returns>
    public static IReadOnlyList<DriftWeek> WithTopics(IReadOnlyList<DriftWeek> weeks, IReadOnlyDictionary<DateOnly, float[]> centroids)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        ArgumentNullException.ThrowIfNull(centroids);
        List<(DriftWeek Week, double Distance)> before = [];
        List<DriftWeek> compared = new(weeks.Count);
        foreach (DriftWeek week in weeks)
        {
            float[][] former =
            [
                .. Enumerable.Range(1, WeeksBefore).Select(ago => centroids.GetValueOrDefault(week.Week.AddDays(-7 * ago)))
                    .OfType<float[]>(),
            ];
            if (former.Length < WeeksBefore || !centroids.TryGetValue(week.Week, out float[]? own))
            {
                compared.Add(week);
                continue;
            }

            float[] sum = new float[own.Length];
            Array.ForEach(former, vector => TensorPrimitives.Add(sum, vector, sum));
            double distance = Math.Round(1 - TensorPrimitives.CosineSimilarity(own, sum), 4);
            double[] eight = [.. before.TakeLast(Weeks).Select(one => one.Distance)];
            compared.Add(week with
            {
                TopicDistance = distance,
                TopicAlarm = IsBeyond(distance, eight) && distance > eight.Average(),
            });
            before.Add((week, distance));
        }

        return compared;
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
