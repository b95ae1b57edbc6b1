using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Spelling;

/// <summary>A text that may be pinyin: Latin letters without tones, cut where the writer cut them.</summary>
/// <param name="Letters">Small letters, v for ü, and digits.</param>
/// <param name="Cuts">Places in <paramref name="Letters"/> where a blank or an apostrophe stood, none twice.</param>
/// <param name="Signs">Punctuation by the place that it stood before.</param>
internal sealed record PinyinText(string Letters, IReadOnlySet<int> Cuts, IReadOnlyDictionary<int, char> Signs)
{
    /// <summary>Longest syllable: zhuang.</summary>
    public const int LongestSyllable = 6;

    private const int Diaeresis = 0x0308, ShortestText = 4;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouv");

    private static readonly Lazy<FrozenSet<string>> Syllables = new(ReadSyllables);

    /// <summary>Reads a text.</summary>
    /// <param name="clean">A clean text.</param>
    /// <returns>The text; null when it has other letters, or a word of it cannot be pinyin.</returns>
    public static PinyinText? Of(string clean)
    {
        StringBuilder letters = new(clean.Length);
        HashSet<int> cuts = [];
        Dictionary<int, char> signs = [];
        foreach (Rune rune in clean.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
            {
                letters.Append(char.ToLowerInvariant((char)rune.Value));
            }
            else if (rune.Value == Diaeresis && letters.Length > 0 && letters[^1] == 'u')
            {
                letters[^1] = 'v';
            }
            else if (!IsToneMark(rune))
            {
                if (Rune.IsLetterOrDigit(rune))
                {
                    return null;
                }

                cuts.Add(letters.Length);
                if (!Rune.IsWhiteSpace(rune) && rune.Value is not ('\'' or '’'))
                {
                    signs[letters.Length] = (char)rune.Value;
                }
            }
        }

        PinyinText text = new(letters.ToString(), cuts, signs);
        return text.Letters.Length >= ShortestText && text.IsOfSyllables() ? text : null;
    }

    /// <summary>Whether letters are a syllable.</summary>
    public static bool IsSyllable(ReadOnlySpan<char> letters) =>
        Syllables.Value.GetAlternateLookup<ReadOnlySpan<char>>().Contains(letters);

    /// <summary>Whether a word is syllables, with their tones, end to end.</summary>
    public static bool IsOfSyllables(string word)
    {
        Span<bool> reached = stackalloc bool[Math.Min(word.Length, 256) + 1];
        reached[0] = true;
        for (int start = 0; start < reached.Length - 1; start++)
        {
            for (int length = 1; reached[start] && length <= LongestSyllable && start + length < reached.Length; length++)
            {
                int end = start + length;
                reached[end] |= IsSyllable(word.AsSpan(start, length)) || (length == 1 && char.IsAsciiDigit(word[start]));
            }
        }

        return reached[^1] && word.Length < 256;
    }

    /// <summary>Whether a word begins or ends at a place.</summary>
    public bool IsCutAt(int place) => place == 0 || place == Letters.Length || Cuts.Contains(place);

    /// <summary>The words as they were cut.</summary>
    public IEnumerable<string> Words()
    {
        int start = 0;
        foreach (int cut in Cuts.Append(Letters.Length).Order())
        {
            if (cut > start)
            {
                yield return Letters[start..cut];
            }

            start = cut;
        }
    }

    /// <summary>Whether most words are syllables end to end; a few may be names or Latin words that the knowledge base must know.</summary>
    private bool IsOfSyllables()
    {
        int letters = 0, unread = 0;
        foreach (string word in Words())
        {
            letters += word.Length;
            unread += char.IsAsciiDigit(word[0]) || IsOfSyllables(word) ? 0 : word.Length;
        }

        return unread * 3 <= letters;
    }

    private static bool IsToneMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    /// <summary>All syllables but the few sounds without a vowel.</summary>
    private static FrozenSet<string> ReadSyllables() => Enumerable.Range(0, Pinyin.Syllables)
        .Select(number => Pinyin.Syllable((ushort)number))
        .Where(syllable => syllable.AsSpan().ContainsAny(Vowels)).ToFrozenSet(StringComparer.Ordinal);
}
