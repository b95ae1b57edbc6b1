using System.Runtime.InteropServices;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>A few numbers that are known beforehand.</summary>
internal sealed class ConstantTensor(TensorType type, IReadOnlyList<long> shape, byte[] bytes) : TensorContent(type, shape)
{
    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>A list of whole numbers.</summary>
    public static ConstantTensor Of(params long[] values) =>
        new(TensorType.Int64, [values.Length], MemoryMarshal.AsBytes<long>(values).ToArray());

    /// <summary>One whole number without an axis.</summary>
    public static ConstantTensor Scalar(long value) => new(TensorType.Int64, [], BitConverter.GetBytes(value));

    /// <summary>One number without an axis.</summary>
    public static ConstantTensor Scalar(float value) => new(TensorType.Float32, [], BitConverter.GetBytes(value));

    /// <summary>One unsigned byte without an axis.</summary>
    public static ConstantTensor Scalar(byte value) => new(TensorType.UInt8, [], [value]);

    /// <summary>One signed byte without an axis.</summary>
    public static ConstantTensor Scalar(sbyte value) => new(TensorType.Int8, [], [(byte)value]);

    /// <inheritdoc />
    public override void WriteTo(TensorSink sink) => sink.Write(bytes);
}
