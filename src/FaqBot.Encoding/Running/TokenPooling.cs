using System.Numerics.Tensors;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Running;

/// <summary>Makes one vector of the vectors of a text's tokens, for graphs that leave it to their caller.</summary>
internal static class TokenPooling
{
    /// <summary>Pools the tokens of a text.</summary>
    /// <param name="mode">How.</param>
    /// <param name="tokens">Vectors of the tokens without padding, row-major [tokens × width].</param>
    /// <param name="pooled">Receives the vector, [width].</param>
    public static void Pool(PoolingMode mode, ReadOnlySpan<float> tokens, Span<float> pooled)
    {
        int width = pooled.Length;
        int count = tokens.Length / width;
        switch (mode)
        {
            case PoolingMode.Cls:
                tokens[..width].CopyTo(pooled);
                break;
            case PoolingMode.LastToken:
                tokens[^width..].CopyTo(pooled);
                break;
            case PoolingMode.Max:
                tokens[..width].CopyTo(pooled);
                for (int i = 1; i < count; i++)
                {
                    TensorPrimitives.Max(pooled, tokens.Slice(i * width, width), pooled);
                }

                break;
            default:
                // The means differ by what they divide by, which unit length takes away, and by their weights.
                pooled.Clear();
                for (int i = 0; i < count; i++)
                {
                    float weight = mode == PoolingMode.WeightedMean ? i + 1 : 1;
                    TensorPrimitives.MultiplyAdd(tokens.Slice(i * width, width), weight, pooled, pooled);
                }

                float divisor = mode switch
                {
                    PoolingMode.WeightedMean => count * (count + 1) / 2f,
                    PoolingMode.MeanSqrtLength => MathF.Sqrt(count),
                    _ => count,
                };
                TensorPrimitives.Divide(pooled, divisor, pooled);
                break;
        }
    }
}
