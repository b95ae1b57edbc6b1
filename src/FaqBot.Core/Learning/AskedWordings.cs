using System.Numerics.Tensors;
using FaqBot.Core.Analytics;
using FaqBot.Core.Text;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Learning;

/// <summary>What was asked, with the vectors of the wordings.</summary>
/// <param name="Wordings">The wordings, by row.</param>
/// <param name="Vectors">Their unit vectors, by row.</param>
public sealed record AskedWordings(IReadOnlyList<LoggedWording> Wordings, UnitVectors Vectors)
{
    /// <summary>The row that is nearest to all the others.</summary>
    internal int MedoidOf(IReadOnlyList<int> rows) => rows.Count < 3 ? rows[0]
        : rows.MaxBy(row => rows.Sum(other => TensorPrimitives.Dot(Vectors[row], Vectors[other])));

    /// <summary>Mean cosine of a row to its nearest others.</summary>
    internal double DensityOf(int row, int neighbours)
    {
        if (Vectors.Rows < 2)
        {
            return 0;
        }

        float[] cosines = new float[Vectors.Rows];
        Vectors.Cosines(Vectors[row], 0, cosines);
        cosines[row] = -1;
        Array.Sort(cosines);
        return cosines.AsSpan()[^Math.Min(neighbours, cosines.Length - 1)..].ToArray().Average();
    }

    /// <summary>The vector of the wording that stands for a suggestion.</summary>
    internal ReadOnlyMemory<float> VectorOf(Suggestion suggestion)
    {
        string text = suggestion.Wordings[0].Text;
        for (int row = 0; row < Wordings.Count; row++)
        {
            if (Wordings[row].Text == text)
            {
                return Vectors[row].ToArray();
            }
        }

        return default;
    }
}

/// <summary>Finds the terms that name a group of texts.</summary>
internal static class SharedTerms
{
    /// <summary>The terms that at least half of the texts hold, the most frequent first.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> texts, int most) =>
    [
        .. texts.SelectMany(text => TermsOf(TextNormalizer.ForEncoding(text)).Distinct(StringComparer.Ordinal))
            .GroupBy(word => word, StringComparer.Ordinal).Where(word => 2 * word.Count() >= texts.Count)
            .OrderByDescending(word => word.Count()).ThenByDescending(word => word.Key.Length)
            .ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(most).Select(word => word.Key),
    ];

    /// <summary>Words of letters, and pairs of Han characters side by side.</summary>
    private static IEnumerable<string> TermsOf(string text)
    {
        List<TextWord> words = TextWords.Of(text);
        for (int i = 0; i < words.Count; i++)
        {
            if (!TextWords.IsHan(text, words[i]))
            {
                yield return words[i].Key;
            }
            else if (i + 1 < words.Count && words[i + 1].Start == words[i].End && TextWords.IsHan(text, words[i + 1]))
            {
                yield return words[i].Key + words[i + 1].Key;
            }
        }
    }
}
