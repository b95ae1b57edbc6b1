using System.Globalization;
using System.Text;

namespace FaqBot.Core.Text;

/// <summary>The one normalisation of questions: of those in a knowledge base and of those that customers type.</summary>
/// <remarks>Thread-safe. A change of its results needs a new <see cref="Version"/>: stored vectors depend on it.</remarks>
public static class TextNormalizer
{
    /// <summary>Version of the rules, stored with all that is derived from normalised text.</summary>
    public const string Version = "nfkc-2";

    /// <summary>Most combining marks that follow one character; real orthographies need fewer.</summary>
    public const int MaxCombiningMarks = 4;

    // Shift JIS tables disagree whether a typed wave is this one or the full-width tilde, which NFKC makes '~'.
    private const int WaveDash = 0x301C;

    /// <summary>Proves that the runtime really normalises.</summary>
    /// <exception cref="PlatformNotSupportedException">NFKC does nothing here.</exception>
    public static void ProveNfkc()
    {
        if ("Ａ①ﬀ".Normalize(NormalizationForm.FormKC) != "A1ff")
        {
            throw new PlatformNotSupportedException(
                "Unicode normalisation (NFKC) does nothing in this process: full-width and half-width forms would not match. "
                + "Found: globalization-invariant mode or no ICU library. Do: unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT "
                + "and install ICU (Debian: libicu72 or later; Alpine: icu-libs).");
        }
    }

    /// <summary>Gives the text of which a stored question's vector is taken.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The clean text in simplified characters, so that questions in both scripts have the same vector.</returns>
    public static string ForEncoding(string text) => SimplifiedChinese.Reword(Clean(text));

    /// <summary>Gives the text that is shown and cached.</summary>
    /// <param name="text">Any text, lone surrogates and control characters included.</param>
    /// <returns>
    /// NFKC; without control, format, filler and variation characters; runs of blanks and line breaks as one space, none at the
    /// ends; at most <see cref="MaxCombiningMarks"/> marks in a row. Cleaning it again changes nothing.
    /// </returns>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string normalized = Visible(text).Normalize(NormalizationForm.FormKC);
        StringBuilder clean = new(normalized.Length);
        int marks = 0;
        bool blank = false;
        foreach (Rune rune in normalized.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                blank = true;
                continue;
            }

            marks = IsMark(rune) ? marks + 1 : 0;
            if (marks > MaxCombiningMarks)
            {
                continue;
            }

            if (blank && clean.Length > 0)
            {
                clean.Append(' ');
            }

            blank = false;
            clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>Gives the key by which a typed question equals a stored one.</summary>
    /// <param name="clean">A text as <see cref="Clean"/> gives it.</param>
    /// <returns>
    /// Lower case without blanks and punctuation, except between two digits (1.5 is not 15) and signs that name things (C#, 5%);
    /// the text in lower case when nothing else is left.
    /// </returns>
    public static string MatchKey(string clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        string lower = clean.ToLowerInvariant();
        StringBuilder key = new(lower.Length);
        StringBuilder dropped = new();
        bool blank = false, afterDigit = false;
        foreach (Rune rune in lower.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                blank = true;
            }
            else if (IsSentencePunctuation(rune))
            {
                dropped.Append(rune.ToString());
            }
            else
            {
                if (afterDigit && Rune.IsDigit(rune))
                {
                    // 3 - 5 is 3-5 and not 35; a blank alone counts too.
                    key.Append(dropped.Length == 0 && blank ? " " : dropped);
                }

                key.Append(rune.ToString());
                afterDigit = Rune.IsDigit(rune);
                blank = false;
                dropped.Clear();
            }
        }

        return key.Length == 0 ? lower : key.ToString();
    }

    /// <summary>Drops what nobody sees before anything is composed: a joiner must not keep a letter and its accent apart.</summary>
    private static string Visible(string text)
    {
        StringBuilder visible = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == WaveDash)
            {
                visible.Append('~');
            }
            else if (Rune.IsWhiteSpace(rune) || !IsInvisible(rune))
            {
                visible.Append(rune.ToString());
            }
        }

        return visible.ToString();
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        // Default-ignorable characters of other categories, assigned or not: joiner mark, Hangul fillers, variation selectors.
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF)
        // A lone surrogate is enumerated as U+FFFD. NFKC refuses noncharacters.
        || rune.Value is 0xFFFD or (>= 0xFDD0 and <= 0xFDEF)
        || (rune.Value & 0xFFFE) == 0xFFFE;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsSentencePunctuation(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation
        ? rune.Value is not ('#' or '%' or '&' or '@' or '*' or '§' or '‰')
        : rune.Value == '~';
}
