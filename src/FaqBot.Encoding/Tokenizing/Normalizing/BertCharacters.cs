using System.Globalization;
using System.Text;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>The kinds of characters that BERT's cleaning and splitting tell apart.</summary>
/// <remarks>
/// https://github.com/huggingface/tokenizers/blob/v0.22.2/tokenizers/src/normalizers/bert.rs. The table behind that code,
/// https://crates.io/crates/unicode_categories, knows the characters of Unicode 8: later ones are kept, as unassigned code points are.
/// </remarks>
internal static class BertCharacters
{
    /// <summary>
    /// First and last of the ranges in which all format characters, marks without width and punctuation are later than Unicode 8.
    /// </summary>
    private static readonly int[] Later =
    [
        0x61D, 0x61D, 0x7FD, 0x7FD, 0x890, 0x8E2, 0x9FD, 0x9FE, 0xA76, 0xA76, 0xAFA, 0xAFF, 0xB55, 0xB55, 0xC04, 0xC3C, 0xC77, 0xC77,
        0xC84, 0xC84, 0xD00, 0xD00, 0xD3B, 0xD3C, 0xD81, 0xD81, 0xEBA, 0xEBA, 0xECE, 0xECE, 0x180F, 0x1886, 0x1ABF, 0x1ACE,
        0x1B4E, 0x1B4F, 0x1B7D, 0x1B7F, 0x1DF6, 0x1DFB, 0x2E43, 0x2E5D, 0xA82C, 0xA82C, 0xA8C5, 0xA8C5, 0xA8FF, 0xA8FF, 0xA9BD, 0xA9BD,
        0x10D24, 0x10F89, 0x11070, 0x11074, 0x110C2, 0x110CD, 0x111CF, 0x111CF, 0x1123E, 0x11241, 0x1133B, 0x1133B, 0x113BB, 0x1145E,
        0x11660, 0x1166C, 0x116B9, 0x116B9, 0x1182F, 0x11FFF, 0x12FF1, 0x1612F, 0x16D6D, 0x16F4F, 0x16FE2, 0x16FE4, 0x1CF00, 0x1CF46,
        0x1E000, 0x1E5FF, 0x1E944, 0x1E95F,
    ];

    private static readonly byte[] Table = MakeTable();

    /// <summary>The kind of a character of the basic plane that is no surrogate.</summary>
    /// <param name="c">The character.</param>
    /// <returns>Its kind.</returns>
    public static BertCharacter KindOf(char c) => (BertCharacter)Table[c];

    /// <summary>The kind of a code point.</summary>
    /// <param name="rune">The code point.</param>
    /// <returns>Its kind.</returns>
    public static BertCharacter KindOf(Rune rune) =>
        rune.IsBmp ? KindOf((char)rune.Value) : Classify(rune.Value, Rune.GetUnicodeCategory(rune));

    private static byte[] MakeTable()
    {
        byte[] table = new byte[char.MaxValue + 1];
        for (int c = 0; c < table.Length; c++)
        {
            table[c] = (byte)Classify(c, CharUnicodeInfo.GetUnicodeCategory(c));
        }

        return table;
    }

    private static BertCharacter Classify(int c, UnicodeCategory category) => c switch
    {
        '\t' or '\n' or '\r' => BertCharacter.Blank,
        0xFFFD => BertCharacter.Dropped,

        // What Unicode 8 said of characters that have since changed.
        0x1734 or 0x1171E => BertCharacter.Accent,
        0x166D or 0x111C9 => BertCharacter.Punctuation,
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
            or (>= 0x2F800 and <= 0x2FA1F) => BertCharacter.Ideograph,
        < 0x80 when char.IsPunctuation((char)c) || char.IsSymbol((char)c) => BertCharacter.Punctuation,
        _ when IsLater(c) => BertCharacter.Other,
        _ => category switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse => BertCharacter.Dropped,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => BertCharacter.Blank,
            UnicodeCategory.NonSpacingMark => BertCharacter.Accent,
            >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation => BertCharacter.Punctuation,
            _ => BertCharacter.Other,
        },
    };

    private static bool IsLater(int c)
    {
        int place = Array.BinarySearch(Later, c);
        return place >= 0 || (~place & 1) == 1;
    }
}

/// <summary>A kind of characters.</summary>
internal enum BertCharacter : byte
{
    /// <summary>A letter, digit, symbol or anything else.</summary>
    Other,

    /// <summary>A control, format or private character.</summary>
    Dropped,

    /// <summary>White space.</summary>
    Blank,

    /// <summary>A Chinese character, in any plane: a word of its own.</summary>
    Ideograph,

    /// <summary>A mark without width.</summary>
    Accent,

    /// <summary>Punctuation, and any ASCII symbol: a word of its own.</summary>
    Punctuation,
}
