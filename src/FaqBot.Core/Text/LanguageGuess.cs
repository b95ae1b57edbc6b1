using System.Collections;
using System.Text;
using CodePageEncoding = System.Text.Encoding;

namespace FaqBot.Core.Text;

/// <summary>Guesses the language of a short text from its characters.</summary>
/// <remarks>
/// Simplified and traditional Chinese are told apart by the character sets that were made for each: a character of
/// GB 2312 that Big5 lacks is simplified, the reverse is traditional, one of both says nothing. Without evidence Chinese
/// counts as simplified. Thread-safe.
/// </remarks>
public static class LanguageGuess
{
    private const int FirstHan = 0x4E00;
    private const int LastHan = 0x9FFF;

    private static readonly Lazy<(BitArray Simplified, BitArray Traditional)> Scripts = new(ReadScripts);

    /// <summary>Guesses the language of a text.</summary>
    /// <param name="text">The text, of any length; reading is linear.</param>
    /// <returns>The language that most letters speak for.</returns>
    public static Language Of(ReadOnlySpan<char> text)
    {
        int han = 0, simplified = 0, traditional = 0, latin = 0, other = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsHan(rune))
            {
                han++;
                if (rune.Value is >= FirstHan and <= LastHan)
                {
                    int index = rune.Value - FirstHan;
                    simplified += Scripts.Value.Simplified[index] ? 1 : 0;
                    traditional += Scripts.Value.Traditional[index] ? 1 : 0;
                }
            }
            else if (rune.Value < 0x250)
            {
                latin += Rune.IsLetter(rune) ? 1 : 0;
            }
            else if (Rune.IsLetter(rune))
            {
                other++;
            }
        }

        // A Chinese character carries about a word, a Latin letter a fifth of one: 怎么用 iPhone 付款 is Chinese.
        if (han > 0 && han * 5 >= latin && han >= other)
        {
            return traditional > simplified ? Language.TraditionalChinese : Language.SimplifiedChinese;
        }

        return latin > other ? Language.English : Language.Other;
    }

    /// <summary>The language to state for a text that tells none, such as "???" or Привет.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tag">Language tag of whoever wrote it, as a page or a channel knows it; or null.</param>
    /// <returns>The language of the tag; null where the text itself tells one, or the tag tells none.</returns>
    public static Language? Otherwise(string? text, string? tag) =>
        Of(text) == Language.Other && LanguageTag.TryParse(tag, out Language language) ? language : null;

    /// <summary>Whether a rune is a Han character of any plane.</summary>
    /// <param name="rune">The rune.</param>
    /// <returns>True for the unified ideographs, their extensions and the compatibility ideographs.</returns>
    public static bool IsHan(Rune rune) => rune.Value is
        (>= 0x3400 and <= 0x4DBF) or (>= FirstHan and <= LastHan) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x323AF) or 0x3007;

    private static (BitArray Simplified, BitArray Traditional) ReadScripts()
    {
        CodePageEncoding simplified = CodePage(20936);
        CodePageEncoding traditional = CodePage(950);
        BitArray onlySimplified = new(LastHan - FirstHan + 1);
        BitArray onlyTraditional = new(LastHan - FirstHan + 1);
        Span<byte> bytes = stackalloc byte[8];
        for (int i = 0; i < onlySimplified.Length; i++)
        {
            char character = (char)(FirstHan + i);
            bool inSimplified = simplified.GetBytes([character], bytes) == 2;
            bool inTraditional = traditional.GetBytes([character], bytes) == 2;
            onlySimplified[i] = inSimplified && !inTraditional;
            onlyTraditional[i] = inTraditional && !inSimplified;
        }

        return (onlySimplified, onlyTraditional);
    }

    private static CodePageEncoding CodePage(int number) => CodePagesEncodingProvider.Instance.GetEncoding(
        number, new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback)
        ?? throw new PlatformNotSupportedException($"Code page {number} is missing from this .NET runtime.");
}
