using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FaqBot.Encoding.Weights;

/// <summary>Tensors of a checkpoint, one behind the other along the first axis, as float32.</summary>
/// <param name="parts">The tensors; all have rows of one length.</param>
/// <param name="shape">Shape of the whole.</param>
/// <param name="addend">A row that is added to each row, or null.</param>
internal sealed class FloatTensor(IReadOnlyList<CheckpointTensor> parts, IReadOnlyList<long> shape, CheckpointTensor? addend = null)
    : TensorContent(TensorType.Float32, shape)
{
    /// <inheritdoc />
    public override void WriteTo(TensorSink sink)
    {
        foreach (CheckpointTensor part in parts)
        {
            float[] added = new float[addend is null ? 0 : part.Columns];
            addend?.Read(0, added);
            int step = Math.Clamp(TensorSink.ChunkLength / sizeof(float) / Math.Max(1, part.Columns), 1, Math.Max(1, part.Rows));
            float[] chunk = new float[step * part.Columns];
            for (int row = 0; row < part.Rows; row += step)
            {
                Span<float> values = chunk.AsSpan(0, Math.Min(step, part.Rows - row) * part.Columns);
                part.Read(row, values);
                for (int at = 0; at < values.Length && added.Length > 0; at += added.Length)
                {
                    Span<float> sum = values.Slice(at, added.Length);
                    TensorPrimitives.Add(sum, added, sum);
                }

                sink.Write(MemoryMarshal.AsBytes(values));
            }
        }
    }
}
