using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FaqBot.Core.Text;

/// <summary>A text in the terms that lexical evidence counts.</summary>
/// <param name="Simplified">The text in small letters and simplified characters, words of one region in those of the other.</param>
/// <param name="Terms">Its terms, ascending, none twice.</param>
/// <param name="Numbers">The numbers in it, ascending, none twice.</param>
/// <param name="Sides">The sides it takes: see <see cref="OpposedWords"/>.</param>
/// <param name="Negated">Whether it denies something.</param>
/// <param name="Length">Its length in Han characters and Latin words.</param>
internal sealed record AnalyzedText(string Simplified, ulong[] Terms, double[] Numbers, ushort[] Sides, bool Negated, int Length)
{
    /// <summary>Basic forms of its Latin words, in order.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>Splits texts into terms: single Han characters and pairs of neighbours, basic forms of Latin words, and numbers.</summary>
/// <remarks>
/// A term is a number: two runes side by side, or a 64-bit FNV-1a hash of a word with the highest bit set. Whether a term is generic or of
/// Latin
/// letters can be told from it. Thread-safe.
/// </remarks>
internal static class TermAnalyzer
{
    /// <summary>Raised when the same text gives other terms.</summary>
    public const int Version = 1;

    private const ulong LatinBit = 1UL << 63;
    private const int RuneBits = 21;

    private static readonly FrozenSet<ulong> Generic = ScriptTables.Read("FunctionWords.txt")
        .SelectMany(row => row[0].Split(' '))
        .Select(word => char.IsAsciiLetter(word[0]) ? OfWord(LatinWord.Stem(word)) : OfHan(word))
        .ToFrozenSet();

    /// <summary>Whether a term is of Latin letters or digits.</summary>
    public static bool IsLatin(ulong term) => (term & LatinBit) != 0;

    /// <summary>Whether a term is a single Han character.</summary>
    public static bool IsSingle(ulong term) => !IsLatin(term) && term >> RuneBits == 0;

    /// <summary>Whether nearly every question has a term.</summary>
    public static bool IsGeneric(ulong term) => Generic.Contains(term);

    /// <summary>The term of two neighbouring Han characters.</summary>
    public static ulong OfPair(Rune first, Rune second) => ((ulong)first.Value << RuneBits) | (uint)second.Value;

    /// <summary>The characters of a term of two Han characters.</summary>
    public static (Rune First, Rune Second) PairOf(ulong term) =>
        (new Rune((int)(term >> RuneBits)), new Rune((int)(term & ((1UL << RuneBits) - 1))));

    /// <summary>Splits a text.</summary>
    /// <param name="clean">The text: see <see cref="TextNormalizer.Clean"/>.</param>
    public static AnalyzedText Analyze(string clean)
    {
        string text = SimplifiedChinese.WithoutRegionalWords(SimplifiedChinese.Of(clean.ToLowerInvariant()));
        Collector found = new();
        Rune previous = default;
        StringBuilder word = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isHan = LanguageGuess.IsHan(rune);
            if (!isHan && (Rune.IsLetterOrDigit(rune) || (word.Length > 0 && rune.Value is '.' or '\'' or '’')))
            {
                // A digit after letters is another word (7days is 7 days), but not within a name (iphone15).
                if (word.Length > 0 && char.IsAsciiDigit(word[^1]) && Rune.IsLetter(rune))
                {
                    found.AddWord(word);
                }

                word.Append(rune.Value == '’' ? '\'' : rune.IsBmp ? (char)rune.Value : '\uFFFD');
                previous = default;
                continue;
            }

            found.AddWord(word);
            if (isHan)
            {
                found.Terms.Add((ulong)rune.Value);
                found.Length++;
                if (previous != default)
                {
                    found.Terms.Add(OfPair(previous, rune));
                }
            }

            previous = isHan ? rune : default;
        }

        found.AddWord(word);
        found.Numbers.UnionWith(ChineseNumerals.In(text));
        return new AnalyzedText(
            text, found.DistinctTerms(), [.. found.Numbers], OpposedWords.SidesOf(text, found.Words), Negation.IsIn(text, found.Words),
                found.Length)
        {
            Words = found.Words,
        };
    }

    private static ulong OfHan(string text)
    {
        Rune first = Rune.GetRuneAt(text, 0);
        return text.Length == first.Utf16SequenceLength
            ? (ulong)first.Value : OfPair(first, Rune.GetRuneAt(text, first.Utf16SequenceLength));
    }

    /// <summary>The term of a Latin word.</summary>
    /// <param name="word">Its basic form.</param>
    public static ulong OfWord(string word)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in word)
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return hash | LatinBit;
    }

    private sealed class Collector
    {
        public List<ulong> Terms { get; } = [];

        public SortedSet<double> Numbers { get; } = [];

        public List<string> Words { get; } = [];

        public int Length { get; set; }

        public ulong[] DistinctTerms()
        {
            Terms.Sort();
            int kept = 0;
            for (int i = 0; i < Terms.Count; i++)
            {
                if (i == 0 || Terms[i] != Terms[kept - 1])
                {
                    Terms[kept++] = Terms[i];
                }
            }

            return [.. Terms.Take(kept)];
        }

        public void AddWord(StringBuilder letters)
        {
            if (letters.Length == 0)
            {
                return;
            }

            string word = letters.ToString().Trim('.', '\'');
            letters.Clear();
            if (word.Length == 0)
            {
                return;
            }

            Length++;
            if (char.IsAsciiDigit(word[0])
                && double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                Numbers.Add(number);
                word = number.ToString(CultureInfo.InvariantCulture);
            }

            string stem = LatinWord.Stem(word);
            Words.Add(stem);
            Terms.Add(OfWord(stem));
        }
    }
}
