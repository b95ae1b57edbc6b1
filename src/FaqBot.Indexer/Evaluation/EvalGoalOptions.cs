using System.CommandLine;
using System.Globalization;
using FaqBot.Core.Evaluation;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Evaluation;

/// <summary>The options that name what an evaluation must reach for the command to end well.</summary>
internal sealed class EvalGoalOptions
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

    /// <summary>The goals that a command line names.</summary>
    public EvaluationGoals Read(ParseResult parsed) => new()
    {
        MinAccuracy = parsed.GetValue(_minAccuracy),
        MinPrecision = parsed.GetValue(_minPrecision),
        MaxCalibrationError = parsed.GetValue(_maxCalibrationError),
    };

    private static Option<double?> Goal(string name, string what)
    {
        Option<double?> option = new(name) { Description = $"{what}, 0 to 1; exit code {ExitCode.GoalMissed} otherwise." };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double value)
                && value is not (>= 0 and <= 1))
            {
                result.AddError($"{name} must be 0 to 1.");
            }
        });
        return option;
    }
}
