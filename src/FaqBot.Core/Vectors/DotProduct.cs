using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaqBot.Vectors;

/// <summary>The dot product that scans run on.</summary>
/// <remarks>
/// One row after the other with four sums reads memory as fast as a plain sum does (bench: scan). <c>TensorPrimitives.Dot</c> prepares
/// each call for more than a row of a few hundred numbers repays; several rows at once cost the processor its prefetching.
/// </remarks>
internal static class DotProduct
{
    /// <summary>Multiplies and adds.</summary>
    /// <param name="left">Numbers.</param>
    /// <param name="right">As many numbers.</param>
    /// <returns>The dot product; on one machine the same for the same numbers, wherever they lie.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, right.Length);
        ReadOnlySpan<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> b = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int i = 0;
        for (; i + 4 <= a.Length && i + 4 <= b.Length; i += 4)
        {
            sum0 = Vector.MultiplyAddEstimate(a[i], b[i], sum0);
            sum1 = Vector.MultiplyAddEstimate(a[i + 1], b[i + 1], sum1);
            sum2 = Vector.MultiplyAddEstimate(a[i + 2], b[i + 2], sum2);
            sum3 = Vector.MultiplyAddEstimate(a[i + 3], b[i + 3], sum3);
        }

        for (; i < a.Length; i++)
        {
            sum0 = Vector.MultiplyAddEstimate(a[i], b[i], sum0);
        }

        float sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3));
        int done = a.Length * Vector<float>.Count;
        return done == left.Length ? sum : sum + Scalar(left[done..], right[done..]);
    }

    /// <summary>The same without vector instructions: for what is left over, and as the measure of <see cref="Of"/> in tests.</summary>
    /// <param name="left">Numbers.</param>
    /// <param name="right">As many numbers.</param>
    /// <returns>The dot product.</returns>
    public static float Scalar(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
