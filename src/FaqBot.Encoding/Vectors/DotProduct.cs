using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaqBot.Encoding.Vectors;

/// <summary>Dot products of one vector with many, as fast as memory can be read.</summary>
/// <remarks>
/// One row after the other with four sums keeps up with a plain read (bench: scan). <c>TensorPrimitives.Dot</c> prepares each call for
/// longer rows than ours; several rows at a time cost the processor its prefetching.
/// </remarks>
internal static class DotProduct
{
    /// <summary>Multiplies and adds.</summary>
    /// <param name="vector">The vector, [length].</param>
    /// <param name="rows">The others, row-major [rows × length].</param>
    /// <param name="products">Receives the dot products, [rows]; on one machine the same for the same row, wherever it lies.</param>
    public static void OfRows(ReadOnlySpan<float> vector, ReadOnlySpan<float> rows, Span<float> products)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, vector.Length * products.Length);
        nuint length = (nuint)vector.Length;
        nuint lanes = (nuint)Vector<float>.Count;
        ref float v = ref MemoryMarshal.GetReference(vector);
        ref float row = ref MemoryMarshal.GetReference(rows);
        for (int r = 0; r < products.Length; r++)
        {
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            nuint i = 0;
            for (; i + (4 * lanes) <= length; i += 4 * lanes)
            {
                sum0 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row, i), Vector.LoadUnsafe(ref v, i), sum0);
                sum1 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref row, i + lanes), Vector.LoadUnsafe(ref v, i + lanes), sum1);
                sum2 = Vector.MultiplyAddEstimate(
                    Vector.LoadUnsafe(ref row, i + (2 * lanes)), Vector.LoadUnsafe(ref v, i + (2 * lanes)), sum2);
                sum3 = Vector.MultiplyAddEstimate(
                    Vector.LoadUnsafe(ref row, i + (3 * lanes)), Vector.LoadUnsafe(ref v, i + (3 * lanes)), sum3);
            }

            float sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3));
            for (; i < length; i++)
            {
                sum += Unsafe.Add(ref row, i) * Unsafe.Add(ref v, i);
            }

            products[r] = sum;
            row = ref Unsafe.Add(ref row, length);
        }
    }
}
