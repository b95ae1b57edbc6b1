using System.Numerics.Tensors;

namespace FaqBot.Encoding.Building;

/// <summary>What two neighbouring weights of a product may be, so that the product is right on every processor.</summary>
/// <remarks>
/// x86 processors without VNNI multiply unsigned by signed bytes with <c>vpmaddubsw</c>, which adds the products of two neighbours along
/// the summed dimension in 16 signed bits and saturates: 255 · (127 + 127) is 64,770, the most is 32,767. Where the magnitudes of the two
/// weights add up to 128 at most, no input exceeds 255 · 128 = 32,640. See the questions about U8S8 in
/// <see href="https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html"/>.
/// </remarks>
internal static class PairLimit
{
    /// <summary>Most that the magnitudes of a pair add up to.</summary>
    public const int Pair = 128;

    /// <summary>Greatest magnitude of one weight.</summary>
    public const int Single = 127;

    /// <summary>The smallest scale for which no pair of a row has to be cut; cutting great weights loses more than finer steps
    /// gain.</summary>
    /// <param name="row">The row; the summed dimension runs along it, and its pairs are the elements 0 and 1, 2 and 3, ….</param>
    /// <returns>The size of a step; 1 for a row of zeros.</returns>
    public static float Scale(ReadOnlySpan<float> row)
    {
        float greatest = MathF.Abs(TensorPrimitives.MaxMagnitude(row)) * Pair / Single;
        for (int i = 1; i < row.Length; i += 2)
        {
            greatest = MathF.Max(greatest, MathF.Abs(row[i - 1]) + MathF.Abs(row[i]));
        }

        return greatest > 0 ? greatest / Pair : 1;
    }

    /// <summary>The nearest whole numbers that obey the limit.</summary>
    public static (float First, float Second) Round(float first, float second)
    {
        float one = MathF.Abs(first), two = MathF.Abs(second);
        float a = MathF.Min(MathF.Round(one), Single), b = MathF.Min(MathF.Round(two), Single);
        if (a + b > Pair)
        {
            // Both give up the same.
            a = Math.Clamp(MathF.Round((Pair + one - two) / 2), 1, Single);
            b = Pair - a;
        }

        return (MathF.CopySign(a, first), MathF.CopySign(b, second));
    }
}
