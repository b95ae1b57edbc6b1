namespace FaqBot.Encoding.Weights;

/// <summary>The numbers of a tensor in an ONNX graph, produced when they are written.</summary>
/// <param name="type">Element type.</param>
/// <param name="shape">Sizes of the axes, outermost first.</param>
internal abstract class TensorContent(TensorType type, IReadOnlyList<long> shape)
{
    /// <summary>Element type.</summary>
    public TensorType Type { get; } = type;

    /// <summary>Sizes of the axes, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; } = shape;

    /// <summary>Number of bytes.</summary>
    public long Length { get; } = ElementSize(type) * shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Where the bytes already lie in another file; null when they are to be written.</summary>
    public virtual StoredRange? Stored => null;

    /// <summary>Writes the bytes, row-major and little-endian.</summary>
    public abstract void WriteTo(TensorSink sink);

    private static long ElementSize(TensorType type) => type switch
    {
        TensorType.UInt8 or TensorType.Int8 or TensorType.Bool => 1,
        TensorType.Float16 or TensorType.BFloat16 => 2,
        TensorType.Int64 => 8,
        _ => 4,
    };
}

/// <summary>A part of a file beside the graph.</summary>
/// <param name="File">Name of the file, relative to the graph's folder.</param>
/// <param name="Offset">Place of the first byte.</param>
/// <param name="Length">Number of bytes.</param>
internal sealed record StoredRange(string File, long Offset, long Length);
