namespace FaqBot.Encoding.Building;

/// <summary>How a built model stores its weights.</summary>
public enum WeightFormat
{
    /// <summary>float32: the vectors of the original.</summary>
    Fp32,

    /// <summary>
    /// Left in the safetensors files, which lie beside the graph: the vectors of the original without a second copy of its weights.
    /// Takes longer to load than <see cref="Fp32"/>.
    /// </summary>
    Referenced,

    /// <summary>
    /// int8 with one scale a row, inputs of products quantised per token: a quarter of the size, faster, cosines to the original about
    /// 0.99 or better.
    /// </summary>
    Int8,
}
