using FaqBot.Encoding.Vectors;

namespace FaqBot.Encoding.Tests.Vectors;

public sealed class UnitVectorsTests
{
    public static IEnumerable<int> AllDimensions => [.. Enumerable.Range(1, 70), 384];

    [Fact]
    public void Cosines_any_dimensions_agree_with_a_scalar_twin()
    {
        Random random = new(5);
        foreach (int dimensions in AllDimensions)
        {
            const int Rows = 13;
            float[] components = RandomVectors.Unit(random, Rows, dimensions);
            float[] query = RandomVectors.Unit(random, 1, dimensions);
            float[] cosines = new float[Rows];
            new UnitVectors(components, dimensions).Cosines(query, 0, cosines);

            for (int row = 0; row < Rows; row++)
            {
                double expected = 0;
                for (int i = 0; i < dimensions; i++)
                {
                    expected += (double)query[i] * components[(row * dimensions) + i];
                }

                Assert.True(
                    Math.Abs(expected - cosines[row]) < 1e-6, $"{dimensions} dimensions, row {row}: {cosines[row]}, expected {expected}");
            }
        }
    }

    [Fact]
    public void Cosines_of_neighbouring_rows_are_those_rows()
    {
        float[] components = RandomVectors.Unit(new Random(6), 10, 5);
        UnitVectors vectors = new(components, 5);
        float[] all = new float[10], some = new float[3];
        vectors.Cosines(components.AsSpan(0, 5), 0, all);
        vectors.Cosines(components.AsSpan(0, 5), 4, some);

        Assert.Equal(all[4..7], some);
        Assert.Equal(1f, all[0], 1e-6f);
        Assert.Equal(components.AsSpan(20, 5), vectors[4]);
        Assert.Equal((10, 5), (vectors.Rows, vectors.Dimensions));
    }

    [Fact]
    public void Cosines_of_no_rows_are_none()
    {
        UnitVectors vectors = new([], 5);
        vectors.Cosines(new float[5], 0, []);
        Assert.Equal(0, vectors.Rows);
    }

    [Fact]
    public void UnitVectors_shape_that_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnitVectors(new float[7], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnitVectors([], 0));
        UnitVectors vectors = new(new float[6], 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.Cosines(new float[2], 0, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.Cosines(new float[3], 0, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.Cosines(new float[3], 2, new float[1]));
    }
}
