using System.Numerics.Tensors;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Symmetric int8 rows: each row has one scale, and zero is exact.</summary>
/// <param name="parts">Tensors with rows of one length, one behind the other.</param>
/// <param name="rotation">Applied to each row before, or null.</param>
/// <param name="samples">
/// Inputs of the product that runs along the rows, row-major [samples × <see cref="Columns"/>]: then <see cref="PairLimit"/> holds for
/// them.
/// Null for rows that are looked up.
/// </param>
internal sealed class RowQuantization(
    IReadOnlyList<CheckpointTensor> parts, HadamardRotation? rotation = null, Func<float[]>? samples = null)
{
    private const float Largest = 127;

    /// <summary>Scale of each row of all parts, read when first asked for.</summary>
    public float[] Scales => field ??= ReadScales();

    /// <summary>Number of rows of all parts.</summary>
    public int Rows { get; } = parts.Sum(part => part.Rows);

    /// <summary>Elements of a row.</summary>
    public int Columns { get; } = parts[0].Columns;

    /// <summary>Hands over the quantised rows in order, some at a time.</summary>
    /// <param name="take">Is given the number of the first row and the values, row-major [rows × <see cref="Columns"/>].</param>
    public void Quantize(RowTaker<sbyte> take)
    {
        float[] scales = Scales;
        SampledRounding? rounding = samples is null ? null : new(samples(), Columns, rotation);
        sbyte[] quantized = [];
        Read((first, values) =>
        {
            for (int i = 0; i < values.Length / Columns; i++)
            {
                Span<float> row = values.Slice(i * Columns, Columns);
                TensorPrimitives.Divide(row, scales[first + i], row);
                rounding?.Round(row);
            }

            TensorPrimitives.Round(values, values);
            Array.Resize(ref quantized, values.Length);
            TensorPrimitives.ConvertSaturating<float, sbyte>(values, quantized);
            take(first, quantized);
        });
    }

    private float[] ReadScales()
    {
        float[] scales = new float[Rows];
        Read((first, values) =>
        {
            for (int i = 0; i < values.Length / Columns; i++)
            {
                ReadOnlySpan<float> row = values.Slice(i * Columns, Columns);
                scales[first + i] = samples is null ? Scale(row) : PairLimit.Scale(row);
            }
        });
        return scales;
    }

    private static float Scale(ReadOnlySpan<float> row)
    {
        // A row of zeros may have any scale but zero.
        float greatest = MathF.Abs(TensorPrimitives.MaxMagnitude(row));
        return greatest > 0 ? greatest / Largest : 1;
    }

    /// <summary>Hands over the rows, rotated; what receives them may change them.</summary>
    private void Read(RowTaker<float> take)
    {
        int step = Math.Max(1, TensorSink.ChunkLength / sizeof(float) / Columns);
        float[] buffer = new float[Math.Min(step, parts.Max(part => part.Rows)) * Columns];
        int first = 0;
        foreach (CheckpointTensor part in parts)
        {
            for (int row = 0; row < part.Rows; row += step)
            {
                Span<float> values = buffer.AsSpan(0, Math.Min(step, part.Rows - row) * Columns);
                part.Read(row, values);
                rotation?.Apply(values);
                take(first + row, values);
            }

            first += part.Rows;
        }
    }
}

/// <summary>Takes some rows.</summary>
/// <param name="first">Number of the first.</param>
/// <param name="values">Their values, row-major.</param>
internal delegate void RowTaker<T>(int first, Span<T> values);
