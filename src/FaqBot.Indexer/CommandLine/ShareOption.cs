using System.CommandLine;
using System.Globalization;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Options whose value is a share, 0 to 1.</summary>
internal static class ShareOption
{
    /// <summary>An option from 0 to 1.</summary>
    public static Option<double> Create(string name, string description, double otherwise)
    {
        Option<double> option = new(name)
        {
            Description =
            $"{description} Default: {otherwise.ToString(CultureInfo.InvariantCulture)}.",
            DefaultValueFactory = _ => otherwise
        };
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
