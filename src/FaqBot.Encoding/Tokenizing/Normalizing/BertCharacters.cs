using System.Globalization;
using System.Text;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>The kinds of characters that BERT's cleaning and splitting tell apart.</summary>
/// <remarks>
/// https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/normalizers/bert.rs. Unassigned code points are kept, and of
/// the private ones only the ends of their ranges are dropped: the table behind that code, https://crates.io/crates/unicode_categories,
/// lists no others.
/// </remarks>
internal static class BertCharacters
{
    private static readonly byte[] Table = MakeTable();

    /// <summary>The kind of a character of the basic plane that is no surrogate.</summary>
    /// <param name="c">The character.</param>
    /// <returns>Its kind.</returns>
    public static BertCharacter KindOf(char c) => (BertCharacter)Table[c];

    /// <summary>The kind of a code point.</summary>
    /// <param name="rune">The code point.</param>
    /// <returns>Its kind.</returns>
    public static BertCharacter KindOf(Rune rune) => rune.IsBmp ? KindOf((char)rune.Value) : Classify(rune.Value, Rune.GetUnicodeCategory(rune));

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
        0xFFFD or 0xE000 or 0xF8FF or 0xF0000 or 0xFFFFD or 0x100000 or 0x10FFFD => BertCharacter.Dropped,
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
            or (>= 0x2F800 and <= 0x2FA1F) => BertCharacter.Ideograph,
        < 0x80 when char.IsPunctuation((char)c) || char.IsSymbol((char)c) => BertCharacter.Punctuation,
        _ => category switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format => BertCharacter.Dropped,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => BertCharacter.Blank,
            UnicodeCategory.NonSpacingMark => BertCharacter.Accent,
            >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation => BertCharacter.Punctuation,
            _ => BertCharacter.Other,
        },
    };
}

/// <summary>A kind of characters.</summary>
internal enum BertCharacter : byte
{
    /// <summary>A letter, digit, symbol or anything else.</summary>
    Other,

    /// <summary>A control or format character.</summary>
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
