using System.Text;

namespace FaqBot.Core.Text;

/// <summary>The words of a question, with hashes of what stands before and behind each place.</summary>
/// <remarks>A word is a number: that of <see cref="TermAnalyzer"/>.</remarks>
internal readonly struct QuestionFrame
{
    /// <summary>Most words of a stretch that is left out: Chinese characters, or words of letters.</summary>
    public const int MostWords = 4;

    // Longer questions differ in more than a stretch, or say the same otherwise.
    private const int LongestQuestion = 40;

    // What a frame must say at least: a word of letters counts as two Chinese characters.
    private const int LeastTelling = 2;

    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong[] _before;
    private readonly ulong[] _behind;
    private readonly int[] _telling;

    /// <summary>Splits a question; one that is too long to be compared has no words.</summary>
    /// <param name="clean">The question: see <see cref="TextNormalizer.Clean"/>.</param>
    public QuestionFrame(string clean)
    {
        List<TextWord> split = TextWords.Of(clean);
        int count = split.Count > LongestQuestion ? 0 : split.Count;
        Places = [.. split.Take(count).Select(word => (word.Start, word.End))];
        Words = new ulong[count];
        (_before, _behind, _telling) = (new ulong[count + 1], new ulong[count + 1], new int[count + 1]);
        for (int i = 0; i < count; i++)
        {
            Words[i] = NumberOf(split[i]);
            _before[i + 1] = Mixed(_before[i] ^ Words[i]);
            _telling[i + 1] = _telling[i] + (TermAnalyzer.IsGeneric(Words[i]) ? 0 : TermAnalyzer.IsLatin(Words[i]) ? 2 : 1);
        }

        for (int i = count - 1; i >= 0; i--)
        {
            _behind[i] = Mixed(_behind[i + 1] ^ Words[i]);
        }
    }

    /// <summary>The words.</summary>
    public ulong[] Words { get; }

    /// <summary>First UTF-16 unit of each word, and the unit after the last.</summary>
    public (int Start, int End)[] Places { get; }

    /// <summary>The stretches that say something, around which more is said.</summary>
    /// <returns>Hash of what is around, first word, number of words.</returns>
    public IEnumerable<(ulong Hash, int Start, int Length)> Holes()
    {
        for (int start = 0; start < Words.Length; start++)
        {
            int longest = Math.Min(MostWords, Math.Min(Words.Length / 2, Words.Length - start));
            for (int length = 1; length <= longest; length++)
            {
                int inside = _telling[start + length] - _telling[start];
                if (inside > 0 && _telling[^1] - inside >= LeastTelling)
                {
                    yield return (Mixed(_before[start] + (Factor * _behind[start + length])), start, length);
                }
            }
        }
    }

    /// <summary>A hole with what it is compared by.</summary>
    /// <param name="question">Number of the question.</param>
    /// <param name="hole">The hole.</param>
    public FrameHole HoleOf(int question, (ulong Hash, int Start, int Length) hole)
    {
        int end = hole.Start + hole.Length;
        return new FrameHole(
            hole.Hash, question, hole.Start, hole.Length, Words[hole.Start], Words[end - 1],
            hole.Start > 0 ? Words[hole.Start - 1] : 0, end < Words.Length ? Words[end] : 0);
    }

    private static ulong NumberOf(TextWord word)
    {
        Rune first = Rune.GetRuneAt(word.Key, 0);
        return LanguageGuess.IsHan(first) ? (ulong)first.Value : TermAnalyzer.OfWord(word.Key);
    }

    /// <summary>The finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, Fast Splittable Pseudorandom Number Generators, 2014).</summary>
    private static ulong Mixed(ulong value)
    {
        value += Factor;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}

/// <summary>A stretch of a question that is left out.</summary>
/// <param name="Hash">Hash of what is around it.</param>
/// <param name="Question">Number of the question.</param>
/// <param name="Start">The first word that is left out.</param>
/// <param name="Length">Words that are left out.</param>
/// <param name="First">Number of the first word.</param>
/// <param name="Last">Number of the last word.</param>
/// <param name="Before">Number of the word before the first; 0 when there is none.</param>
/// <param name="After">Number of the word behind the last; 0 when there is none.</param>
internal readonly record struct FrameHole(
    ulong Hash, int Question, int Start, int Length, ulong First, ulong Last, ulong Before, ulong After)
{
    /// <summary>Whether it is one Chinese character.</summary>
    public bool IsCharacter => Length == 1 && !TermAnalyzer.IsLatin(First);

    /// <summary>Whether no shorter stretch tells it apart from another one of its frame.</summary>
    public bool DiffersAtBothEnds(FrameHole other) => First != other.First && Last != other.Last;
}
