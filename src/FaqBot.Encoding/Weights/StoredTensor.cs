namespace FaqBot.Encoding.Weights;

/// <summary>One entry of a safetensors header.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="TypeName">Element type as the file names it: <c>F32</c>, <c>F16</c>, <c>BF16</c>, <c>I64</c>, ….</param>
/// <param name="Shape">Sizes of the axes, outermost first.</param>
/// <param name="Offset">Place of the first byte in the file.</param>
/// <param name="Length">Number of bytes.</param>
internal sealed record StoredTensor(string Name, string TypeName, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>Types that a weight may have.</summary>
    public static readonly IReadOnlyList<string> WeightTypes = ["F32", "F16", "BF16"];

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The type in ONNX; only for <see cref="WeightTypes"/>.</summary>
    public TensorType Type => TypeName switch
    {
        "F32" => TensorType.Float32,
        "F16" => TensorType.Float16,
        "BF16" => TensorType.BFloat16,
        _ => throw new InvalidOperationException($"{TypeName} is no type of weights."),
    };

    /// <summary>The shape as messages show it.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Bytes of an element; null for a type that the format does not know.</summary>
    public static int? ElementSize(string typeName) => typeName switch
    {
        "F64" or "I64" or "U64" or "C64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 1,
        _ => null,
    };
}
