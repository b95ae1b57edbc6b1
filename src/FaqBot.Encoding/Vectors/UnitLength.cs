using System.Numerics.Tensors;

namespace FaqBot.Encoding.Vectors;

/// <summary>Brings vectors to length 1, so that their dot product is their cosine.</summary>
public static class UnitLength
{
    /// <summary>Scales a vector in place; one of length 0, or that holds a number that is not finite, stays as it is.</summary>
    /// <param name="vector">The vector.</param>
    /// <returns>The length it had; not finite when one of its numbers was not.</returns>
    public static float Make(Span<float> vector)
    {
        float length = TensorPrimitives.Norm<float>(vector);
        if (float.IsFinite(length) && length > 0)
        {
            TensorPrimitives.Divide(vector, length, vector);
        }

        return length;
    }
}
