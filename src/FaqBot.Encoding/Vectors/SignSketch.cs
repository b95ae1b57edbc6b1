using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace FaqBot.Encoding.Vectors;

/// <summary>One bit a component of each vector, by which the nearest of very many are found without reading them all.</summary>
/// <remarks>
/// A bit says on which side of the mean of all vectors a component lies; the number of equal bits grows with the cosine (M. Charikar,
/// Similarity
/// Estimation Techniques from Rounding Algorithms, STOC 2002). A 32nd of the memory of the vectors is read; the nearest by bits are then
/// compared
/// in full. Immutable and thread-safe.
/// </remarks>
internal sealed class SignSketch
{
    private const int WordBits = 64;

    // Of 384 dimensions, as small encoders have.
    private const int UsualWords = 6;

    // Fewer are done before another core has begun.
    private const int RowsPerCore = 200_000, MostCores = 4;

    private readonly int _rows;
    private readonly float[] _mean;
    private readonly ulong[] _codes;
    private readonly int _words;

    /// <summary>Sketches vectors.</summary>
    /// <param name="vectors">The vectors.</param>
    public SignSketch(UnitVectors vectors)
    {
        _rows = vectors.Rows;
        _words = (vectors.Dimensions + WordBits - 1) / WordBits;
        _codes = new ulong[(long)vectors.Rows * _words];
        _mean = new float[vectors.Dimensions];
        for (int row = 0; row < vectors.Rows; row++)
        {
            TensorPrimitives.Add(_mean, vectors[row], _mean);
        }

        TensorPrimitives.Divide(_mean, Math.Max(1, vectors.Rows), _mean);
        Parallel.For(0, vectors.Rows, row => Encode(vectors[row], _codes.AsSpan(row * _words, _words)));
    }

    /// <summary>Memory of the sketch in bytes.</summary>
    public long Bytes => (8L * _codes.Length) + (4L * _mean.Length);

    /// <summary>Finds the rows with most bits equal to those of a query.</summary>
    /// <param name="query">A unit vector.</param>
    /// <param name="count">How many are wanted; the last ones have equals that are given too, to four times as many.</param>
    /// <returns>The rows, ascending.</returns>
    public List<int> Nearest(ReadOnlySpan<float> query, int count)
    {
        int rows = _rows;
        ulong[] code = new ulong[_words];
        Encode(query, code);
        ushort[] distances = ArrayPool<ushort>.Shared.Rent(rows);
        try
        {
            int limit = LimitOf(Measure(code, distances, rows), count);
            List<int> nearest = new(count * 2);
            ReadOnlySpan<ushort> rest = distances.AsSpan(0, rows);
            while (nearest.Count < count * 4 && rest.IndexOfAnyInRange((ushort)0, (ushort)limit) is >= 0 and int next)
            {
                nearest.Add(rows - rest.Length + next);
                rest = rest[(next + 1)..];
            }

            return nearest;
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(distances);
        }
    }

    /// <summary>The distance within which enough rows lie.</summary>
    private static int LimitOf(ReadOnlySpan<int> histogram, int count)
    {
        int limit = 0;
        for (int found = histogram[0]; found < count && limit < histogram.Length - 1; found += histogram[limit])
        {
            limit++;
        }

        return limit;
    }

    /// <summary>Counts the bits that differ, of very many rows on several cores.</summary>
    /// <returns>How many rows have each distance.</returns>
    private int[] Measure(ulong[] code, ushort[] distances, int rows)
    {
        int parts = Math.Clamp(rows / RowsPerCore, 1, Math.Min(MostCores, Environment.ProcessorCount));
        int[][] histograms = [.. Enumerable.Range(0, parts).Select(_ => new int[(_words * WordBits) + 1])];
        if (parts == 1)
        {
            Measure(code, 0, distances.AsSpan(0, rows), histograms[0]);
            return histograms[0];
        }

        Parallel.For(0, parts, part =>
        {
            int first = (int)((long)rows * part / parts), end = (int)((long)rows * (part + 1) / parts);
            Measure(code, first, distances.AsSpan(first, end - first), histograms[part]);
        });
        foreach (int[] histogram in histograms.AsSpan(1))
        {
            TensorPrimitives.Add(histograms[0], histogram, histograms[0]);
        }

        return histograms[0];
    }

    private void Measure(ReadOnlySpan<ulong> code, int first, Span<ushort> distances, Span<int> histogram)
    {
        if (code.Length == UsualWords)
        {
            MeasureUsual(code, first, distances, histogram);
            return;
        }

        for (int row = 0; row < distances.Length; row++)
        {
            int distance = 0;
            ReadOnlySpan<ulong> other = _codes.AsSpan((first + row) * code.Length, code.Length);
            for (int word = 0; word < other.Length; word++)
            {
                distance += BitOperations.PopCount(code[word] ^ other[word]);
            }

            distances[row] = (ushort)distance;
            histogram[distance]++;
        }
    }

    /// <summary>The same without an inner loop: half the time.</summary>
    private void MeasureUsual(ReadOnlySpan<ulong> code, int first, Span<ushort> distances, Span<int> histogram)
    {
        (ulong a, ulong b, ulong c, ulong d, ulong e, ulong f) = (code[0], code[1], code[2], code[3], code[4], code[5]);
        ReadOnlySpan<ulong> codes = _codes.AsSpan(first * UsualWords);
        for (int row = 0; row < distances.Length; row++)
        {
            ReadOnlySpan<ulong> other = codes.Slice(row * UsualWords, UsualWords);
            int distance =
                BitOperations.PopCount(a ^ other[0]) + BitOperations.PopCount(b ^ other[1]) + BitOperations.PopCount(c ^ other[2])
                + BitOperations.PopCount(d ^ other[3]) + BitOperations.PopCount(e ^ other[4]) + BitOperations.PopCount(f ^ other[5]);
            distances[row] = (ushort)distance;
            histogram[distance]++;
        }
    }

    private void Encode(ReadOnlySpan<float> vector, Span<ulong> code)
    {
        code.Clear();
        for (int i = 0; i < vector.Length; i++)
        {
            code[i / WordBits] |= vector[i] > _mean[i] ? 1UL << (i % WordBits) : 0;
        }
    }
}
