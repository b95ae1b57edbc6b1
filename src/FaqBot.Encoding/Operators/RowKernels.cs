using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaqBot.Encoding.Operators;

/// <summary>What an encoder with int8 weights does with a row between two products, in as few passes as can be.</summary>
/// <remarks>
/// Rows are the states of single tokens, and no row depends on another. Bytes are unsigned, from 1 to 255 with zero at 128, and have one
/// scale a row: its greatest magnitude divided by 127. Every number is rounded as the usual operators of ONNX round it, in their order, so
/// that a graph gives the same vectors, bit by bit, with them and without. Thread-safe. Compiled in full at once: the first texts would
/// otherwise take several times as long.
/// </remarks>
internal static class RowKernels
{
    /// <summary>A row's greatest magnitude times this is its scale.</summary>
    public const float Step = 1 / 127f;

    /// <summary>The byte that stands for zero.</summary>
    public const byte Zero = 128;

    /// <summary>Rounds a row to bytes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="least">Added to the scale, so that a row of zeros has one.</param>
    /// <param name="bytes">Receives the bytes.</param>
    /// <returns>The scale.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Quantize(ReadOnlySpan<float> row, float least, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, row.Length);
        float scale = (MathF.Abs(TensorPrimitives.MaxMagnitude(row)) * Step) + least;
        if (!(scale > 0))
        {
            // A row of zeros: whatever its bytes are, scaling back makes them zeros again.
            bytes.Fill(Zero);
            return scale;
        }

        ref float numbers = ref MemoryMarshal.GetReference(row);
        Vector256<float> divisor = Vector256.Create(scale);
        int i = 0, step = Vector256<float>.Count;
        for (; i <= row.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            Vector256<short> first = Vector256.Narrow(Rounded(ref numbers, i, divisor), Rounded(ref numbers, i + step, divisor));
            Vector256<short> second = Vector256.Narrow(
                Rounded(ref numbers, i + (2 * step), divisor), Rounded(ref numbers, i + (3 * step), divisor));
            (Vector256.Narrow(first, second).AsByte() + Vector256.Create(Zero))
                .StoreUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)i);
        }

        for (; i < row.Length; i++)
        {
            bytes[i] = (byte)(MathF.Round(row[i] / scale) + Zero);
        }

        return scale;
    }

    /// <summary>Makes numbers of the sums of a product.</summary>
    /// <param name="sums">The sums of a row.</param>
    /// <param name="scale">Scale of the row that was multiplied.</param>
    /// <param name="steps">Scale of each column's weights.</param>
    /// <param name="bias">Added to each column.</param>
    /// <param name="row">Receives the numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dequantize(
        ReadOnlySpan<int> sums, float scale, ReadOnlySpan<float> steps, ReadOnlySpan<float> bias, Span<float> row)
    {
        if (sums.Length != row.Length || steps.Length != row.Length || bias.Length != row.Length)
        {
            throw new ArgumentException($"{sums.Length} sums, {steps.Length} steps and {bias.Length} biases for {row.Length} numbers.");
        }

        ref int sum = ref MemoryMarshal.GetReference(sums);
        ref float step = ref MemoryMarshal.GetReference(steps), added = ref MemoryMarshal.GetReference(bias);
        ref float number = ref MemoryMarshal.GetReference(row);
        int i = 0;
        for (; i <= row.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> product = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref sum, (nuint)i)) * scale;
            product = (product * Vector256.LoadUnsafe(ref step, (nuint)i)) + Vector256.LoadUnsafe(ref added, (nuint)i);
            product.StoreUnsafe(ref number, (nuint)i);
        }

        for (; i < row.Length; i++)
        {
            row[i] = (sums[i] * scale * steps[i]) + bias[i];
        }
    }

    /// <summary>Adds other rows to rows, and brings each to mean 0 and variance 1.</summary>
    /// <param name="rows">The rows, row-major; receive the result.</param>
    /// <param name="skipped">What is added, of as many numbers.</param>
    /// <param name="gain">Each column is multiplied by it behind, [columns].</param>
    /// <param name="shift">Each column gets it added then, [columns].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>
    /// Mean and variance are carried along from number to number, as ONNX Runtime does (Welford, Technometrics 4, 1962, page 419). Each
    /// step waits for a division: eight rows take it together.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(
        Span<float> rows, ReadOnlySpan<float> skipped, ReadOnlySpan<float> gain, ReadOnlySpan<float> shift, float epsilon)
    {
        int columns = gain.Length, together = Vector256<float>.Count;
        if (shift.Length != columns || skipped.Length != rows.Length || columns == 0 || rows.Length % columns != 0)
        {
            throw new ArgumentException(
                $"{skipped.Length} numbers, {columns} gains and {shift.Length} shifts for {rows.Length} numbers.");
        }

        TensorPrimitives.Add(rows, skipped, rows);
        int count = rows.Length / columns;
        Span<float> means = stackalloc float[together], squares = stackalloc float[together];
        for (int first = 0; first < count; first += together)
        {
            int some = Math.Min(together, count - first);
            Measure(rows.Slice(first * columns, some * columns), columns, means, squares);
            for (int row = 0; row < some; row++)
            {
                float deviation = MathF.Sqrt((squares[row] / columns) + epsilon);
                Scale(rows.Slice((first + row) * columns, columns), means[row], deviation, gain, shift);
            }
        }
    }

    /// <summary>The mean of each of one to eight rows, and the sum of the squares of what its numbers differ from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure(ReadOnlySpan<float> rows, int columns, Span<float> means, Span<float> squares)
    {
        // Where rows are missing the last is measured again.
        int last = rows.Length - columns;
        ref float a = ref MemoryMarshal.GetReference(rows);
        ref float b = ref Unsafe.Add(ref a, Math.Min(columns, last)), c = ref Unsafe.Add(ref a, Math.Min(2 * columns, last));
        ref float d = ref Unsafe.Add(ref a, Math.Min(3 * columns, last)), e = ref Unsafe.Add(ref a, Math.Min(4 * columns, last));
        ref float f = ref Unsafe.Add(ref a, Math.Min(5 * columns, last)), g = ref Unsafe.Add(ref a, Math.Min(6 * columns, last));
        ref float h = ref Unsafe.Add(ref a, Math.Min(7 * columns, last));
        Vector256<float> mean = Vector256<float>.Zero, square = Vector256<float>.Zero;
        for (int i = 0; i < columns; i++)
        {
            Vector256<float> number = Vector256.Create(
                Unsafe.Add(ref a, i), Unsafe.Add(ref b, i), Unsafe.Add(ref c, i), Unsafe.Add(ref d, i),
                Unsafe.Add(ref e, i), Unsafe.Add(ref f, i), Unsafe.Add(ref g, i), Unsafe.Add(ref h, i));
            Vector256<float> difference = number - mean;
            mean += difference / Vector256.Create((float)(i + 1));
            square += difference * (number - mean);
        }

        mean.CopyTo(means);
        square.CopyTo(squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Span<float> row, float mean, float deviation, ReadOnlySpan<float> gain, ReadOnlySpan<float> shift)
    {
        ref float number = ref MemoryMarshal.GetReference(row);
        ref float factor = ref MemoryMarshal.GetReference(gain), added = ref MemoryMarshal.GetReference(shift);
        Vector256<float> center = Vector256.Create(mean), divisor = Vector256.Create(deviation);
        int i = 0;
        for (; i <= row.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> scaled = (Vector256.LoadUnsafe(ref number, (nuint)i) - center) / divisor;
            scaled = (scaled * Vector256.LoadUnsafe(ref factor, (nuint)i)) + Vector256.LoadUnsafe(ref added, (nuint)i);
            scaled.StoreUnsafe(ref number, (nuint)i);
        }

        for (; i < row.Length; i++)
        {
            row[i] = ((row[i] - mean) / deviation * gain[i]) + shift[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Rounded(ref float numbers, int at, Vector256<float> divisor) =>
        Vector256.ConvertToInt32Native(Vector256.Round(Vector256.LoadUnsafe(ref numbers, (nuint)at) / divisor));
}
