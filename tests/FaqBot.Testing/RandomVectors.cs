using System.Numerics.Tensors;

namespace FaqBot.Testing;

/// <summary>Seeded random unit vectors.</summary>
public static class RandomVectors
{
    public static float[] Unit(Random random, int rows, int dimensions)
    {
        float[] vectors = new float[rows * dimensions];
        for (int row = 0; row < rows; row++)
        {
            Span<float> vector = vectors.AsSpan(row * dimensions, dimensions);
            foreach (ref float component in vector)
            {
                component = (random.NextSingle() * 2) - 1;
            }

            // A vector of one component must not be zero.
            vector[0] += vector[0] < 0 ? -0.1f : 0.1f;
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        }

        return vectors;
    }
}
