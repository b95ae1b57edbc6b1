using System.Numerics.Tensors;

namespace FaqBot.Core.Matching;

/// <summary>How near a question lies to the middle of an entry's questions, as the discriminant of a nearest centroid sees it.</summary>
/// <remarks>
/// For centroids of one spread that discriminant is q·m − |m|² / 2 over the variance within entries (R. A. Fisher, The Use of Multiple
/// Measurements in Taxonomic Problems, 1936, with a spherical covariance). q·m is the mean cosine of the question and those of the entry,
/// |m|² the mean cosine of the entry's questions with each other, and the variance one less that mean over all entries: no vector is kept.
/// The mean of few questions is drawn to that of all entries, as if one more question lay there. Thread-safe.
/// </remarks>
internal sealed class EntryCentroids
{
    private readonly FaqCatalog _catalog;

    // Sums of the cosines between the questions of an entry, each pair twice; NaN until one is asked for, so that a start costs nothing.
    private readonly float[] _pairSums;

    /// <summary>Takes a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="cohesion">See <see cref="CohesionOf"/>.</param>
    public EntryCentroids(FaqCatalog catalog, double cohesion)
    {
        _catalog = catalog;
        Cohesion = cohesion;
        _pairSums = new float[catalog.Entries.Count];
        Array.Fill(_pairSums, float.NaN);
    }

    /// <summary>Mean cosine between questions of one entry, over all entries, below 1.</summary>
    public double Cohesion { get; }

    /// <summary>Memory in bytes.</summary>
    public long Bytes => sizeof(float) * (long)_pairSums.Length;

    /// <summary>Mean cosine between questions of one entry, each entry counting by its questions but the first.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <returns>−1…1; NaN when no entry has two questions.</returns>
    public static double CohesionOf(FaqCatalog catalog)
    {
        double sum = 0;
        long count = 0;
        for (int entry = 0; entry < catalog.Entries.Count; entry++)
        {
            (int first, int end) = catalog.Rows(entry);
            sum += end - first > 1 ? PairSum(catalog, first, end) / (end - first) : 0;
            count += Math.Max(0, end - first - 1);
        }

        return sum / count;
    }

    /// <summary>The discriminant of an entry.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="mean">Mean cosine of the question and those of the entry.</param>
    /// <param name="isLeftOut">Whether the question is one of the entry's, and was left out of the mean.</param>
    /// <returns>A number without a fixed zero: only differences between entries of one question count.</returns>
    public double ScoreOf(int entry, double mean, bool isLeftOut = false)
    {
        (int first, int end) = _catalog.Rows(entry);
        int count = end - first;
        double pairs = PairSumOf(entry, first, end);
        if (isLeftOut)
        {
            count--;
            pairs -= 2 * count * mean;
        }

        // The mean over all pairs, once for each question but one; and that of all entries once.
        double own = ((pairs / count) + Cohesion) / count;
        return (mean - (own / 2)) / (1 - Cohesion);
    }

    private double PairSumOf(int entry, int first, int end)
    {
        float known = Volatile.Read(ref _pairSums[entry]);
        if (float.IsNaN(known))
        {
            Volatile.Write(ref _pairSums[entry], known = (float)PairSum(_catalog, first, end));
        }

        return known;
    }

    /// <summary>|Σ x|² is the sum over all pairs, each question with itself included.</summary>
    private static double PairSum(FaqCatalog catalog, int first, int end)
    {
        float[] sum = new float[catalog.Vectors.Dimensions];
        double own = 0;
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> vector = catalog.Vectors[row];
            TensorPrimitives.Add(sum, vector, sum);
            own += TensorPrimitives.SumOfSquares(vector);
        }

        return TensorPrimitives.SumOfSquares<float>(sum) - own;
    }
}
