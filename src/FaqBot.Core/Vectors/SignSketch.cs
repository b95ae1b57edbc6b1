using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace FaqBot.Vectors;

/// <summary>One bit a component of each vector, by which the nearest of very many are found without reading them all.</summary>
/// <remarks>
/// A bit says on which side of the mean of all vectors a component lies; the number of equal bits grows with the cosine (M. Charikar, Similarity
/// Estimation Techniques from Rounding Algorithms, STOC 2002). A 32nd of the memory of the vectors is read; the nearest by bits are then compared
/// in full. Immutable and thread-safe.
/// </remarks>
internal sealed class SignSketch
{
    private const int WordBits = 64;

    private readonly UnitVectors _vectors;
    private readonly float[] _mean;
    private readonly ulong[] _codes;
    private readonly int _words;

    /// <summary>Sketches vectors.</summary>
    /// <param name="vectors">The vectors.</param>
    public SignSketch(UnitVectors vectors)
    {
        _vectors = vectors;
        _words = (vectors.Dimensions + WordBits - 1) / WordBits;
        _codes = new ulong[(long)vectors.Rows * _words];
        _mean = new float[vectors.Dimensions];
        for (int row = 0; row < vectors.Rows; row++)
        {
            TensorPrimitives.Add(_mean, vectors[row], _mean);
        }

        TensorPrimitives.Divide(_mean, Math.Max(1, vectors.Rows), _mean);
        Parallel.For(0, vectors.Rows, row => Encode(_vectors[row], _codes.AsSpan(row * _words, _words)));
    }

    /// <summary>Memory of the sketch in bytes.</summary>
    public long Bytes => (8L * _codes.Length) + (4L * _mean.Length);

    /// <summary>Finds the rows with most bits equal to those of a query.</summary>
    /// <param name="query">A unit vector.</param>
    /// <param name="count">How many are wanted; the last ones have equals that are given too, to four times as many.</param>
    /// <returns>The rows, ascending.</returns>
    public List<int> Nearest(ReadOnlySpan<float> query, int count)
    {
        int rows = _vectors.Rows;
        Span<ulong> code = stackalloc ulong[_words];
        Encode(query, code);
        ushort[] distances = ArrayPool<ushort>.Shared.Rent(rows);
        try
        {
            Span<int> histogram = stackalloc int[(_words * WordBits) + 1];
            Measure(code, distances.AsSpan(0, rows), histogram);
            int limit = 0;
            for (int found = histogram[0]; found < count && limit < histogram.Length - 1; found += histogram[limit])
            {
                limit++;
            }

            List<int> nearest = new(count * 2);
            for (int row = 0; row < rows && nearest.Count < count * 4; row++)
            {
                if (distances[row] <= limit)
                {
                    nearest.Add(row);
                }
            }

            return nearest;
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(distances);
        }
    }

    private void Measure(ReadOnlySpan<ulong> code, Span<ushort> distances, Span<int> histogram)
    {
        ReadOnlySpan<ulong> codes = _codes;
        for (int row = 0; row < distances.Length; row++)
        {
            int distance = 0;
            ReadOnlySpan<ulong> other = codes.Slice(row * code.Length, code.Length);
            for (int word = 0; word < other.Length; word++)
            {
                distance += BitOperations.PopCount(code[word] ^ other[word]);
            }

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
