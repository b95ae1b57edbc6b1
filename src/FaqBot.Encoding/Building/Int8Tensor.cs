using System.Runtime.InteropServices;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>The values of a <see cref="RowQuantization"/>, row-major [rows × columns].</summary>
internal sealed class Int8Tensor(RowQuantization rows) : TensorContent(TensorType.Int8, [rows.Rows, rows.Columns])
{
    /// <inheritdoc />
    public override void WriteTo(TensorSink sink) => rows.Quantize((_, values) => sink.Write(MemoryMarshal.AsBytes(values)));
}

/// <summary>The values of a <see cref="RowQuantization"/> with the axes exchanged: row-major [columns × rows], as a product takes
/// them.</summary>
internal sealed class TransposedInt8Tensor(RowQuantization rows) : TensorContent(TensorType.Int8, [rows.Columns, rows.Rows])
{
    /// <inheritdoc />
    public override void WriteTo(TensorSink sink)
    {
        sbyte[] transposed = new sbyte[Length];
        rows.Quantize((first, values) =>
        {
            int count = values.Length / rows.Columns;

            // Column by column, so that writes go to neighbours; a chunk of rows fits the processor's cache.
            for (int column = 0; column < rows.Columns; column++)
            {
                Span<sbyte> target = transposed.AsSpan((column * rows.Rows) + first, count);
                for (int row = 0; row < target.Length; row++)
                {
                    target[row] = values[(row * rows.Columns) + column];
                }
            }
        });
        for (int at = 0; at < transposed.Length; at += TensorSink.ChunkLength)
        {
            sink.Write(MemoryMarshal.AsBytes(transposed.AsSpan(at, Math.Min(TensorSink.ChunkLength, transposed.Length - at))));
        }
    }
}

/// <summary>The scales of a <see cref="RowQuantization"/>.</summary>
internal sealed class ScaleTensor(RowQuantization rows, IReadOnlyList<long> shape) : TensorContent(TensorType.Float32, shape)
{
    /// <inheritdoc />
    public override void WriteTo(TensorSink sink) => sink.Write(MemoryMarshal.AsBytes(rows.Scales.AsSpan()));
}
