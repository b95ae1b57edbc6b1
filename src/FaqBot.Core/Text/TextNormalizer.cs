using System.Buffers;
using System.Globalization;
using System.Text;

namespace FaqBot.Text;

/// <summary>The one normalisation of questions: of those in a knowledge base and of those that customers type.</summary>
/// <remarks>Thread-safe. A change of its results needs a new <see cref="Version"/>: stored vectors depend on it.</remarks>
public static class TextNormalizer
{
    /// <summary>Version of the rules, stored with all that is derived from normalised text.</summary>
    public const string Version = "nfkc-1";

    /// <summary>Most combining marks that follow one character; real orthographies need fewer.</summary>
    public const int MaxCombiningMarks = 4;

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

    /// <summary>Gives the text that is encoded and cached.</summary>
    /// <param name="text">Any text, lone surrogates and control characters included.</param>
    /// <returns>
    /// NFKC; without control, format, filler and variation characters; runs of blanks and line breaks as one space, none at the
    /// ends; at most <see cref="MaxCombiningMarks"/> marks in a row.
    /// </returns>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string normalized = ReplaceLoneSurrogates(text).Normalize(NormalizationForm.FormKC);
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

            if (IsInvisible(rune))
            {
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
        Rune before = default;
        int position = 0;
        foreach (Rune rune in lower.EnumerateRunes())
        {
            position += rune.Utf16SequenceLength;
            bool dropped = Rune.IsWhiteSpace(rune) || IsSentencePunctuation(rune);
            if (!dropped || (Rune.IsDigit(before) && StartsWithDigit(lower.AsSpan(position))))
            {
                key.Append(rune.ToString());
            }

            before = rune;
        }

        return key.Length == 0 ? lower : key.ToString();
    }

    private static string ReplaceLoneSurrogates(string text)
    {
        int index = 0;
        while (index < text.Length && Rune.DecodeFromUtf16(text.AsSpan(index), out _, out int read) == OperationStatus.Done)
        {
            index += read;
        }

        if (index == text.Length)
        {
            return text;
        }

        // EnumerateRunes gives U+FFFD for a lone surrogate; it carries nothing to match.
        StringBuilder valid = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune != Rune.ReplacementChar)
            {
                valid.Append(rune.ToString());
            }
        }

        return valid.ToString();
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        // Default-ignorable characters of other categories: joiner mark, Hangul fillers, variation selectors, U+FFFD.
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0xFFFD
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsSentencePunctuation(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation
        && rune.Value is not ('#' or '%' or '&' or '@' or '*' or '§' or '‰');

    private static bool StartsWithDigit(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out Rune rune, out _) == OperationStatus.Done && Rune.IsDigit(rune);
}
