using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>A question in the terms of a lexical index.</summary>
/// <param name="Known">Its terms that the index has, ascending, with their weights.</param>
/// <param name="Weight">Weight of all its terms, those that the index lacks included.</param>
/// <param name="Length">Han characters and Latin words.</param>
/// <param name="Marks">Its numbers, sides and denial.</param>
/// <param name="HasHan">Whether it has Han characters.</param>
internal sealed record LexicalQuery(
    (int Id, float Weight)[] Known, float Weight, int Length, RowMarks Marks, bool HasHan)
{
    /// <summary>Share of all terms, by weight, that no stored question has, 0…1.</summary>
    public double Unknown => Weight > 0 ? Math.Clamp(1 - (Known.Sum(term => term.Weight) / Weight), 0, 1) : 0;

    /// <summary>Share of all terms, by weight, that some stored question has, 0…1.</summary>
    public float Coverage(ReadOnlySpan<bool> covered)
    {
        float weight = 0;
        for (int i = 0; i < covered.Length; i++)
        {
            weight += covered[i] ? Known[i].Weight : 0;
        }

        return Weight > 0 ? weight / Weight : 0;
    }
}

/// <summary>What a typed question and a stored one have in common by their words.</summary>
/// <param name="QueryCoverage">Share of the typed question's weight that the stored one has, 0…1.</param>
/// <param name="StoredCoverage">Share of the stored question's weight that the typed one has, 0…1.</param>
/// <param name="NumbersDiffer">Whether both have numbers and none in common.</param>
/// <param name="NegationDiffers">Whether one denies and the other does not.</param>
/// <param name="Opposed">In how many groups of <see cref="OpposedWords"/> they take different sides.</param>
/// <param name="OtherScript">Whether one has Han characters and the other has not: shared terms are not to be expected.</param>
public readonly record struct LexicalMatch(
    float QueryCoverage, float StoredCoverage, bool NumbersDiffer, bool NegationDiffers, int Opposed, bool OtherScript)
{
    /// <summary>Harmonic mean of both coverages, 0…1.</summary>
    public float Overlap => QueryCoverage + StoredCoverage > 0 ? 2 * QueryCoverage * StoredCoverage / (QueryCoverage + StoredCoverage) : 0;
}

/// <summary>What decides, beside its terms, what a question is about.</summary>
/// <param name="Numbers">Its numbers, ascending.</param>
/// <param name="Sides">Sides that it takes: see <see cref="OpposedWords"/>.</param>
/// <param name="Negated">Whether it denies.</param>
/// <param name="HasHan">Whether it has Han characters.</param>
internal readonly record struct RowMarks(double[] Numbers, ushort[] Sides, bool Negated, bool HasHan)
{
    public static RowMarks Of(AnalyzedText text) =>
        new(text.Numbers, text.Sides, text.Negated, text.Terms.Length > 0 && !TermAnalyzer.IsLatin(text.Terms[0]));

    public bool NumbersDiffer(RowMarks other) =>
        Numbers.Length > 0 && other.Numbers.Length > 0 && !Numbers.AsSpan().ContainsAny(other.Numbers);
}
