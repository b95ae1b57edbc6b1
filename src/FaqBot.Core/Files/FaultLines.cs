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
    /// <returns>A line each in their order, and one for the others of a kind below the last that is told.</returns>
    public static string Join(IEnumerable<string> faults, string indent = "")
    {
        ArgumentNullException.ThrowIfNull(faults);
        (string Fault, string Kind)[] all = [.. faults.Select(fault => (fault, Varying().Replace(fault, "")))];
        Dictionary<string, int> left = all.CountBy(fault => fault.Kind, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        Dictionary<string, int> told = new(StringComparer.Ordinal);
        List<string> lines = [];
        foreach ((string fault, string kind) in all)
        {
            int number = told[kind] = told.GetValueOrDefault(kind) + 1;
            int others = left[kind] - MostOfAKind;
            if (number <= MostOfAKind || others <= 1)
            {
                lines.Add(indent + fault);
            }

            if (number == MostOfAKind && others > 1)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{indent}… and {others} more of this kind"));
            }
        }

        return string.Join('\n', lines);
    }

    [GeneratedRegex("'[^']*'|[0-9]+")]
    private static partial Regex Varying();
}
