using System.Globalization;

namespace FaqBot.Core.Evaluation;

/// <summary>What an evaluation must reach, for builds and before publishing; null: anything will do.</summary>
public sealed record EvaluationGoals
{
    /// <summary>Least accuracy, 0…1.</summary>
    public double? MinAccuracy { get; init; }

    /// <summary>Least precision at the threshold, 0…1.</summary>
    public double? MinPrecision { get; init; }

    /// <summary>Greatest expected calibration error, 0…1.</summary>
    public double? MaxCalibrationError { get; init; }

    /// <summary>Compares what was found. What could not be measured is missed, too.</summary>
    /// <param name="scores">What was found.</param>
    /// <returns>A line for each goal that is missed.</returns>
    public IReadOnlyList<string> Missed(Scores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        (string Name, double? Found, double? Goal, bool IsLeast)[] goals =
        [
            ("accuracy", scores.Accuracy, MinAccuracy, true),
            ("precision", scores.Precision, MinPrecision, true),
            ("calibration error", scores.CalibrationError, MaxCalibrationError, false),
        ];
        return
        [
            .. from goal in goals
               where goal.Goal is not null && (goal.Found is null || (goal.IsLeast ? goal.Found < goal.Goal : goal.Found > goal.Goal))
               let found = goal.Found?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "of no question"
               select string.Create(
                   CultureInfo.InvariantCulture,
                   $"Found {goal.Name} {found}, expected {(goal.IsLeast ? "at least" : "at most")} {goal.Goal}."),
        ];
    }
}
