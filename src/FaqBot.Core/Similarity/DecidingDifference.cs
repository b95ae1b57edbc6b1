using FaqBot.Core.Text;

namespace FaqBot.Core.Similarity;

/// <summary>Finds out whether two sentences differ in what decides: a value, a word of the same slot, a denial, the order of the same
/// words.</summary>
/// <remarks>A cosine hardly sees such a difference. It is a reason to look closer, not a verdict. Thread-safe.</remarks>
public static class DecidingDifference
{
    /// <summary>Looks for a difference.</summary>
    /// <param name="first">A sentence: see <see cref="TextNormalizer.ForEncoding"/>.</param>
    /// <param name="second">The other.</param>
    /// <returns>True when there is one.</returns>
    public static bool IsBetween(string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first != second
            && (ValuesDiffer(first, second) || RivalsMeet(first, second) || DenialsDiffer(first, second)
                || TextWords.AreReordered(TextWords.Of(first), TextWords.Of(second)));
    }

    private static bool ValuesDiffer(string first, string second)
    {
        IReadOnlyList<StatedValue> some = StatedValues.In(first), others = StatedValues.In(second);
        return some.Any(value => !others.Any(other => other.IsSame(value))) || others.Any(value => !some.Any(other => other.IsSame(value)));
    }

    private static bool RivalsMeet(string first, string second) =>
        RivalWords.BuiltIn.Between(RivalWords.BuiltIn.In(first), RivalWords.BuiltIn.In(second)).Count > 0;

    private static bool DenialsDiffer(string first, string second) =>
        TermAnalyzer.Analyze(first).Negated != TermAnalyzer.Analyze(second).Negated;
}
