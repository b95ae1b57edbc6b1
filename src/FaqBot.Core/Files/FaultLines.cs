using System.Globalization;
using System.Text.RegularExpressions;

namespace FaqBot.Core.Files;

/// <summary>Tells many faults of a file: the first of each kind in words, the others by their number.</summary>
public static partial class FaultLines
{
    /// <summary>How many faults of a kind are told in words.</summary>
    public const int MostOfAKind = 5;

    /// <summary>Joins faults; those that differ in nothing but numbers and what they quote are of one kind.</summary>
    /// <param name="faults">The faults in their order.</param>
    /// <param name="indent">What comes before each.</param>
    /// <returns>A line each, and one for the others of a kind below its last.</returns>
    public static string Join(IEnumerable<string> faults, string indent = "")
    {
        ArgumentNullException.ThrowIfNull(faults);
        IEnumerable<string> lines = faults.GroupBy(fault => Varying().Replace(fault, ""), StringComparer.Ordinal).SelectMany(kind =>
        {
            string[] told = [.. kind];
            string[] shown = told.Length > MostOfAKind + 1 ? told[..MostOfAKind] : told;
            return told.Length == shown.Length ? shown
                : [.. shown, string.Create(CultureInfo.InvariantCulture, $"… and {told.Length - shown.Length} more of this kind")];
        });
        return string.Join('\n', lines.Select(line => indent + line));
    }

    [GeneratedRegex("'[^']*'|[0-9]+")]
    private static partial Regex Varying();
}
