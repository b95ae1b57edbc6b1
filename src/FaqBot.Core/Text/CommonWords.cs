using System.Collections.Frozen;
using System.Text;

namespace FaqBot.Core.Text;

/// <summary>Words in common use, whatever a knowledge base is about: who types one of them has made no slip.</summary>
/// <remarks>Thread-safe; read when first asked for.</remarks>
internal static class CommonWords
{
    private static readonly Lazy<FrozenSet<ulong>> English = new(ReadEnglish);
    private static readonly Lazy<(FrozenDictionary<ulong, int> Words, FrozenSet<ulong> Pairs)> Chinese = new(ReadChinese);

    /// <summary>Whether a word is a common English one.</summary>
    /// <param name="stem">Its basic form: see <see cref="LatinWord.Stem"/>.</param>
    public static bool IsEnglish(string stem) => English.Value.Contains(TermAnalyzer.OfWord(stem));

    /// <summary>How frequent a Chinese word of two simplified characters is.</summary>
    /// <param name="pair">The word: see <see cref="TermAnalyzer.OfPair"/>.</param>
    /// <returns>Its place among all, 0 for the most frequent; −1 when it is no common word.</returns>
    public static int RankOf(ulong pair) => Chinese.Value.Words.GetValueOrDefault(pair, -1);

    /// <summary>Whether two simplified characters are a common word, or stand side by side in a common phrase.</summary>
    /// <param name="pair">The characters: see <see cref="TermAnalyzer.OfPair"/>.</param>
    public static bool HasPair(ulong pair) => Chinese.Value.Words.ContainsKey(pair) || Chinese.Value.Pairs.Contains(pair);

    /// <summary>The Chinese words with their places.</summary>
    public static IEnumerable<(ulong Pair, int Rank)> ChineseWords => Chinese.Value.Words.Select(word => (word.Key, word.Value));

    private static FrozenSet<ulong> ReadEnglish() => ScriptTables.Read("EnglishWords.txt").SelectMany(row => row[0].Split(' '))
        .Concat(WordsOfFrames("en").SelectMany(words => TextWords.Of(words).Select(word => word.Key)))
        .Select(TermAnalyzer.OfWord).ToFrozenSet();

    private static (FrozenDictionary<ulong, int> Words, FrozenSet<ulong> Pairs) ReadChinese()
    {
        // Words of customer service, of which dictionaries have few.
        string[] phrases = [.. WordsOfFrames("zh")];
        Dictionary<ulong, int> words = [];
        foreach (ulong word in ScriptTables.Read("ChineseWords.txt").SelectMany(row => PairsOf(row[0], 2))
            .Concat(phrases.Where(phrase => phrase.Length == 2).SelectMany(phrase => PairsOf(phrase, 1))))
        {
            words.TryAdd(word, words.Count);
        }

        return (words.ToFrozenDictionary(), phrases.SelectMany(phrase => PairsOf(phrase, 1)).ToFrozenSet());
    }

    /// <summary>The pairs of neighbouring characters that begin at every step-th one.</summary>
    private static IEnumerable<ulong> PairsOf(string text, int step)
    {
        for (int i = 0; i + 1 < text.Length; i += step)
        {
            if (!char.IsSurrogate(text[i]) && !char.IsSurrogate(text[i + 1])
                && LanguageGuess.IsHan((Rune)text[i]) && LanguageGuess.IsHan((Rune)text[i + 1]))
            {
                yield return TermAnalyzer.OfPair((Rune)text[i], (Rune)text[i + 1]);
            }
        }
    }

    private static IEnumerable<string> WordsOfFrames(string language) => ScriptTables.Read("Frames.txt")
        .Where(row => row[0] == language).SelectMany(row => row[1..4]).SelectMany(words => words.Split('|'));
}
