using System.Text;

namespace FaqBot.Encoding.Running;

/// <summary>What a <see cref="Judge"/> is told of a pair beside its states: which pieces the other text lacks, and eight numbers.</summary>
/// <remarks>The definitions are those of the judge's card: it was trained with them.</remarks>
internal readonly struct PairMarks
{
    /// <summary>Numbers of a pair.</summary>
    public const int Features = 8;

    private PairMarks(float[] lackingInB, float[] lackingInA, float[] numbers)
    {
        LackingInB = lackingInB;
        LackingInA = lackingInA;
        Numbers = numbers;
    }

    /// <summary>For each piece of the first text 1 where the second lacks it, else 0.</summary>
    public float[] LackingInB { get; }

    /// <summary>The same the other way round.</summary>
    public float[] LackingInA { get; }

    /// <summary>
    /// Lacking pieces of either text ÷ 8, their shares, whether numbers differ, whether both have some that differ, whether they have
    /// some that are equal, the difference of the lengths ÷ 16.
    /// </summary>
    public float[] Numbers { get; }

    /// <summary>Marks a pair.</summary>
    public static PairMarks Of(JudgedText a, JudgedText b)
    {
        float[] ofA = Lacking(a, b), ofB = Lacking(b, a);
        float lackingA = ofA.Sum(), lackingB = ofB.Sum();
        bool equal = a.Numbers.SequenceEqual(b.Numbers, StringComparer.Ordinal);
        return new PairMarks(ofA, ofB,
        [
            lackingA / 8,
            lackingB / 8,
            lackingA / Math.Max(1, a.Pieces.Count),
            lackingB / Math.Max(1, b.Pieces.Count),
            equal ? 0 : 1,
            !equal && a.Numbers.Count > 0 && b.Numbers.Count > 0 ? 1 : 0,
            equal && a.Numbers.Count > 0 ? 1 : 0,
            (a.Pieces.Count - b.Pieces.Count) / 16f,
        ]);
    }

    private static float[] Lacking(JudgedText text, JudgedText other) =>
        [.. text.Pieces.Select(piece => IsWord(piece) && !other.Folded.Contains(piece, StringComparison.Ordinal) ? 1f : 0f)];

    private static bool IsWord(string piece)
    {
        foreach (Rune rune in piece.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Rune.IsNumber(rune))
            {
                return true;
            }
        }

        return false;
    }
}
