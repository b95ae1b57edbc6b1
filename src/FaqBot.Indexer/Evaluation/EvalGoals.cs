using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Evaluation;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Evaluation;

/// <summary>What an evaluation must reach for the command to end well, for builds and before publishing.</summary>
internal sealed class EvalGoals
{
    private readonly Option<double?> _minAccuracy = Goal("--min-accuracy", "Least accuracy");
    private readonly Option<double?> _minPrecision = Goal("--min-precision", "Least precision at the threshold");
    private readonly Option<double?> _maxCalibrationError = Goal("--max-calibration-error", "Greatest expected calibration error");

    /// <summary>Adds the options to the command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new[] { _minAccuracy, _minPrecision, _maxCalibrationError })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Compares; names every goal that is missed. What could not be measured is missed, too.</summary>
    /// <returns>The exit code.</returns>
    public int Judge(ParseResult parsed, Scores scores)
    {
        (string Name, double? Found, double? Goal, bool IsLeast)[] goals =
        [
            ("accuracy", scores.Accuracy, parsed.GetValue(_minAccuracy), true),
            ("precision", scores.Precision, parsed.GetValue(_minPrecision), true),
            ("calibration error", scores.CalibrationError, parsed.GetValue(_maxCalibrationError), false),
        ];
        bool missed = false;
        foreach ((string name, double? found, double? goal, bool isLeast) in goals.Where(goal => goal.Goal is not null))
        {
            if (found is null || (isLeast ? found < goal : found > goal))
            {
                missed = true;
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"Found {name} {found?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "of no question"}, expected {(isLeast ? "at least" : "at most")} {goal}."));
            }
        }

        return missed ? ExitCode.GoalMissed : ExitCode.Success;
    }

    private static Option<double?> Goal(string name, string what)
    {
        Option<double?> option = new(name) { Description = $"{what}, 0 to 1; exit code {ExitCode.GoalMissed} otherwise." };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double value) && value is not (>= 0 and <= 1))
            {
                result.AddError($"{name} must be 0 to 1.");
            }
        });
        return option;
    }
}
