using System.Text;

namespace FaqBot.Core.Text;

/// <summary>A word of a text: one Han character, or letters and digits side by side.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">The unit after the last.</param>
/// <param name="Key">What it is compared by: simplified, small letters, basic form.</param>
internal readonly record struct TextWord(int Start, int End, string Key);

/// <summary>Splits texts into words that an owner's phrases are compared by.</summary>
internal static class TextWords
{
    /// <summary>The words of a text; blanks and punctuation are none.</summary>
    /// <param name="clean">The text: see <see cref="TextNormalizer.Clean"/>.</param>
    public static List<TextWord> Of(string clean)
    {
        List<TextWord> words = [];
        int start = -1, position = 0;
        foreach (Rune rune in clean.EnumerateRunes())
        {
            bool isHan = LanguageGuess.IsHan(rune);
            bool isLetter = !isHan && (Rune.IsLetterOrDigit(rune) || (start >= 0 && rune.Value is '\'' or '’'));
            if (start >= 0 && !isLetter)
            {
                words.Add(Word(clean, start, position));
                start = -1;
            }

            if (isHan)
            {
                words.Add(new TextWord(position, position + rune.Utf16SequenceLength, SimplifiedChinese.Of(rune.ToString())));
            }
            else if (isLetter && start < 0)
            {
                start = position;
            }

            position += rune.Utf16SequenceLength;
        }

        if (start >= 0)
        {
            words.Add(Word(clean, start, position));
        }

        return words;
    }

    /// <summary>Whether a word of a text is a Han character.</summary>
    public static bool IsHan(string clean, TextWord word) => LanguageGuess.IsHan(Rune.GetRuneAt(clean, word.Start));

    /// <summary>Whether two texts consist of the same words in another order: from A to B, from B to A.</summary>
    /// <param name="some">Words of the one.</param>
    /// <param name="others">Words of the other.</param>
    public static bool AreReordered(IReadOnlyList<TextWord> some, IReadOnlyList<TextWord> others)
    {
        IEnumerable<string> keys = some.Select(word => word.Key), otherKeys = others.Select(word => word.Key);
        return some.Count == others.Count && !keys.SequenceEqual(otherKeys, StringComparer.Ordinal)
            && keys.Order(StringComparer.Ordinal).SequenceEqual(otherKeys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static TextWord Word(string text, int start, int end) =>
        new(start, end, LatinWord.Stem(text[start..end].ToLowerInvariant().Replace('’', '\'').TrimEnd('\'')));
}
