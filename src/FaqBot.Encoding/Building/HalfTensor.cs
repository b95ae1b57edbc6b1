using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Weights in half precision.</summary>
/// <param name="Rows">Numbers that go in.</param>
/// <param name="Columns">Numbers that come out.</param>
/// <param name="Bytes">The numbers, row-major [in × out].</param>
internal sealed record HalfTensor(int Rows, int Columns, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// Reads a tensor: its numbers where it is a matrix in half precision, its length where it is a row of float32, and whether its numbers
    /// lie elsewhere.
    /// </summary>
    public static (HalfTensor? Half, int? Row, bool IsOutside) Read(ReadOnlyMemory<byte> tensor)
    {
        long type = 0;
        List<long> shape = [];
        ReadOnlyMemory<byte> bytes = default;
        bool isOutside = false;
        foreach (ProtobufField field in ProtobufField.Of(tensor))
        {
            switch (field.Number)
            {
                case 1:
                    shape.AddRange(field.Numbers());
                    break;
                case 2:
                    type = field.Value;
                    break;
                case 9:
                    bytes = field.Content;
                    break;
                case 14:
                    isOutside = field.Value != 0;
                    break;
                default:
                    break;
            }
        }

        bool isHalf = type == (int)TensorType.Float16 && shape.Count == 2 && bytes.Length == shape[0] * shape[1] * 2;
        int? row = type == (int)TensorType.Float32 && shape.Count == 1 ? (int)shape[0] : null;
        return (isHalf ? new HalfTensor((int)shape[0], (int)shape[1], bytes) : null, row, isOutside);
    }

    /// <summary>Rounds them, each column with a step of its own.</summary>
    /// <param name="rotation">Applied to each column before, or null.</param>
    /// <returns>The whole numbers, row-major [in × out], and the size of each column's step.</returns>
    public (sbyte[] Values, float[] Steps) Quantize(HadamardRotation? rotation)
    {
        float[] all = new float[Rows * Columns], steps = new float[Columns], column = new float[Rows];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(Bytes.Span), all);
        sbyte[] values = new sbyte[all.Length];
        for (int of = 0; of < Columns; of++)
        {
            for (int row = 0; row < Rows; row++)
            {
                column[row] = all[(row * Columns) + of];
            }

            rotation?.Apply(column);
            float step = steps[of] = PairLimit.Scale(column);
            for (int row = 0; row < Rows; row += 2)
            {
                bool isPair = row + 1 < Rows;
                (float first, float second) = PairLimit.Round(column[row] / step, isPair ? column[row + 1] / step : 0);
                values[(row * Columns) + of] = (sbyte)first;
                if (isPair)
                {
                    values[((row + 1) * Columns) + of] = (sbyte)second;
                }
            }
        }

        return (values, steps);
    }
}
