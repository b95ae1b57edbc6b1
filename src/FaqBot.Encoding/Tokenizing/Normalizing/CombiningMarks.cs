using System.Globalization;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Which code points combine with the one before them.</summary>
/// <remarks>
/// Those of Unicode 9, which Hugging Face tokenizers knows: https://crates.io/crates/unicode-normalization-alignments. Later marks are
/// letters like others to it: neither dropped nor sorted nor composed.
/// </remarks>
internal static class CombiningMarks
{
    /// <summary>First and last of the ranges in which all marks are later than Unicode 9.</summary>
    private static readonly int[] Later =
    [
        0x7FD, 0x7FD, 0x897, 0x8D3, 0x9FE, 0x9FE, 0xAFA, 0xAFF, 0xB55, 0xB55, 0xC04, 0xC3C, 0xCF3, 0xD00, 0xD3B, 0xD3C, 0xD81, 0xD81,
        0xEBA, 0xEBA, 0xECE, 0xECE, 0x1715, 0x1715, 0x180F, 0x180F, 0x1ABF, 0x1ACE, 0x1CF7, 0x1CF7, 0x1DF6, 0x1DFA, 0xA82C, 0xA82C,
        0xA8FF, 0xA8FF, 0x10D24, 0x10F85, 0x11070, 0x11074, 0x110C2, 0x110C2, 0x11145, 0x11146, 0x111C9, 0x111C9, 0x111CE, 0x111CF,
        0x11241, 0x11241, 0x1133B, 0x1133B, 0x113B8, 0x113E2, 0x1145E, 0x1145E, 0x1182C, 0x11A99, 0x11D31, 0x1612F, 0x16F4F, 0x16F4F,
        0x16F7F, 0x16F87, 0x16FE4, 0x16FF1, 0x1CF00, 0x1CF46, 0x1E08F, 0x1E5EF,
    ];

    /// <summary>What a code point is.</summary>
    /// <param name="value">The code point.</param>
    /// <returns>Whether it is a mark.</returns>
    public static CombiningMark KindOf(int value)
    {
        if (value is 0x1CF2 or 0x1CF3)
        {
            return CombiningMark.Known;
        }

        if (CharUnicodeInfo.GetUnicodeCategory(value) is not
            (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
        {
            return CombiningMark.None;
        }

        int place = Array.BinarySearch(Later, value);
        return place >= 0 || (~place & 1) == 1 ? CombiningMark.Later : CombiningMark.Known;
    }
}

/// <summary>Whether a code point is a mark.</summary>
internal enum CombiningMark
{
    /// <summary>It is none.</summary>
    None,

    /// <summary>It is one.</summary>
    Known,

    /// <summary>It has been one since a later version of Unicode than the reference knows.</summary>
    Later,
}
