using System.Runtime.InteropServices;
using FaqBot.Core.Text;

namespace FaqBot.Core.Spelling;

/// <summary>What the questions of a knowledge base are written with: Han characters, Latin words as they are spelled, and which stand
/// side by side.</summary>
/// <remarks>
/// A unit is a Han character, by its code point, or a Latin word, by a greater number. Immutable and thread-safe.
/// </remarks>
internal sealed class WrittenWords
{
    /// <summary>Stands before the first and behind the last unit of a sentence.</summary>
    public const int Boundary = 0;

    private const int FirstWord = 0x200000;

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stems = new(StringComparer.Ordinal);
    private readonly HashSet<int> _besideHan = [];
    private readonly Dictionary<int, int> _counts = [];
    private readonly Dictionary<ulong, int> _pairs = [];

    /// <summary>Counts units.</summary>
    /// <param name="questions">Clean texts in simplified characters.</param>
    public WrittenWords(IEnumerable<string> questions)
    {
        foreach (string question in questions)
        {
            Add(question);
        }
    }

    /// <summary>All units together.</summary>
    public int Total { get; private set; }

    /// <summary>The Latin words in small letters.</summary>
    public IEnumerable<string> Words => _words.Keys;

    /// <summary>The Han characters.</summary>
    public IEnumerable<int> Characters => _counts.Keys.Where(unit => unit is > Boundary and < FirstWord);

    /// <summary>The pairs of Han characters side by side, as terms with how often they stand so.</summary>
    public IEnumerable<(ulong Term, int Count)> HanPairs =>
        _pairs.Where(pair => First(pair.Key) is > Boundary and < FirstWord && Second(pair.Key) is > Boundary and < FirstWord)
            .Select(pair => (TermOf(First(pair.Key), Second(pair.Key)), pair.Value));

    /// <summary>Whether a unit is a Han character.</summary>
    public static bool IsHan(int unit) => unit is > Boundary and < FirstWord;

    /// <summary>The term of two Han characters.</summary>
    public static ulong TermOf(int first, int second) => TermAnalyzer.OfPair(new(first), new(second));

    /// <summary>The unit of a Latin word.</summary>
    /// <param name="word">The word in small letters.</param>
    /// <returns>The unit, or −1 when no question has the word.</returns>
    public int UnitOf(string word) => _words.GetValueOrDefault(word, -1);

    /// <summary>Whether some question has a Latin word or another form of it.</summary>
    /// <param name="word">The word in small letters.</param>
    public bool Has(string word) => _words.ContainsKey(word) || _stems.Contains(LatinWord.Stem(word));

    /// <summary>Whether a Latin word stands beside Han characters somewhere.</summary>
    public bool IsBesideHan(int unit) => _besideHan.Contains(unit);

    /// <summary>How often a unit is written.</summary>
    public int CountOf(int unit) => _counts.GetValueOrDefault(unit);

    /// <summary>How often two units stand side by side.</summary>
    public int CountOf(int first, int second) => _pairs.GetValueOrDefault(PairOf(first, second));

    private void Add(string question)
    {
        int before = Boundary, end = -1;
        foreach (TextWord word in TextWords.Of(question))
        {
            bool isHan = TextWords.IsHan(question, word);
            int unit = isHan ? ScriptTables.RuneOf(word.Key).Value : WordOf(question[word.Start..word.End].ToLowerInvariant(), word.Key);

            // A blank parts Latin words alone; all else that stands between two words ends the sentence.
            if (end >= 0 && !question.AsSpan(end, word.Start - end).IsWhiteSpace())
            {
                Count(before, Boundary);
                before = Boundary;
            }

            Count(before, unit);
            if (before != Boundary && isHan != IsHan(before))
            {
                _besideHan.Add(isHan ? before : unit);
            }

            (before, end) = (unit, word.End);
        }

        Count(before, Boundary);
    }

    private int WordOf(string word, string stem)
    {
        _stems.Add(stem);
        ref int unit = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, word, out bool isKnown);
        return isKnown ? unit : unit = FirstWord + _words.Count;
    }

    /// <summary>Counts a pair, and its first unit.</summary>
    private void Count(int first, int second)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_pairs, PairOf(first, second), out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, first, out _)++;
        Total++;
    }

    private static ulong PairOf(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    private static int First(ulong pair) => (int)(pair >> 32);

    private static int Second(ulong pair) => (int)(uint)pair;
}
