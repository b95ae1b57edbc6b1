using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace FaqBot.Core.Text;

/// <summary>Finds out whether a question denies something: 能退款 against 不能退款.</summary>
/// <remarks>Thread-safe.</remarks>
internal static partial class Negation
{
    private static readonly SearchValues<char> Denying = SearchValues.Create("不没无未别");

    /// <summary>Whether a character may deny something.</summary>
    /// <param name="rune">A simplified character.</param>
    public static bool Denies(Rune rune) => rune.IsBmp && Denying.Contains((char)rune.Value);

    /// <summary>Whether a text denies something.</summary>
    /// <param name="simplified">The text, small letters and simplified characters.</param>
    /// <param name="words">Basic forms of its Latin words.</param>
    /// <returns>True for an odd number of denials; 是不是 and 有没有 only ask.</returns>
    public static bool IsIn(string simplified, IEnumerable<string> words)
    {
        int denials = simplified.AsSpan().ContainsAny(Denying) ? Denial().Count(simplified) : 0;
        foreach (string word in words)
        {
            denials += word is "not" or "no" or "never" or "without" or "cannot" or "unabl" or "nothing" or "none"
                || word.EndsWith("n't", StringComparison.Ordinal) ? 1 : 0;
        }

        return denials % 2 == 1;
    }

    // A character on both sides of 不 or 没 asks; words that hold the character without denying are taken out.
    [GeneratedRegex(
        @"(?:不|没)(?!(?<=(.).)\1)(?!同|动产|锈钢|仅|但|过|管|论|如|断|久|好意思|错|事|问题)|无(?!线|论|人机|忧|障碍)|未(?!来|成年|婚)|(?<![特类级区分个性])别(?!人|的|墅|名|称|针)",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Denial();
}
