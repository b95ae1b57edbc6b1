using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Similarity;

/// <summary>The exact scan of vectors against each other, block by block: a block stays in the processor's cache while all rows pass by
/// it.</summary>
/// <remarks>Thread-safe. Time grows with the square of the rows, memory does not.</remarks>
internal static class CosineBlocks
{
    private const int RowsInBlock = 256;

    /// <summary>Finds all pairs whose cosine reaches a bound.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="least">The bound.</param>
    /// <param name="found">Told of each pair once, the lower row first; called by several threads at once.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    public static void Scan(UnitVectors vectors, double least, Action<int, int, float> found, CancellationToken cancellationToken)
    {
        int blocks = (vectors.Rows + RowsInBlock - 1) / RowsInBlock;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            int first = block * RowsInBlock, end = Math.Min(vectors.Rows, first + RowsInBlock);
            float[] cosines = new float[RowsInBlock];
            for (int row = 0; row < end; row++)
            {
                int from = Math.Max(first, row + 1);
                Span<float> with = cosines.AsSpan(0, end - from);
                vectors.Cosines(vectors[row], from, with);
                for (int i = 0; i < with.Length; i++)
                {
                    if (with[i] >= least)
                    {
                        found(row, from + i, with[i]);
                    }
                }
            }
        });
    }
}
