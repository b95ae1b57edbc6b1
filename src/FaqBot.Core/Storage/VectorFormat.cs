namespace FaqBot.Core.Storage;

/// <summary>How a vector is written.</summary>
public enum VectorFormat
{
    /// <summary>Components as little-endian float32: exact.</summary>
    Float32 = 0,

    /// <summary>A float32 scale and a signed byte a component: a quarter of the size, cosine to the exact vector above 0.9999.</summary>
    Int8 = 1,
}
