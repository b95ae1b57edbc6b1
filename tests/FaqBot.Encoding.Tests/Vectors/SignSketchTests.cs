using FaqBot.Encoding.Vectors;

namespace FaqBot.Encoding.Tests.Vectors;

public sealed class SignSketchTests
{
    [Theory]
    [InlineData(3_000, 8)]
    [InlineData(3_000, 100)]
    [InlineData(3_000, 384)]
    [InlineData(3_000, 768)]
    [InlineData(900_001, 8)]
    public void Nearest_agrees_with_a_scalar_twin(int rows, int dimensions)
    {
        Random random = new(rows + dimensions);
        UnitVectors vectors = new(RandomVectors.Unit(random, rows, dimensions), dimensions);
        float[] query = RandomVectors.Unit(random, 1, dimensions);
        Assert.Equal(Expected(vectors, query, 500), new SignSketch(vectors).Nearest(query, 500));
    }

    [Fact]
    public void Nearest_of_fewer_rows_than_wanted_is_all() =>
        Assert.Equal([0, 1, 2],
            new SignSketch(new UnitVectors(RandomVectors.Unit(new Random(1), 3, 384), 384))
                .Nearest(RandomVectors.Unit(new Random(2), 1, 384), 500));

    [Fact]
    public void Nearest_holds_rewordings_among_many_others()
    {
        const int Rows = 20_000, Dimensions = 384, Queries = 200;
        Random random = new(3);
        float[] components = RandomVectors.Unit(random, Rows, Dimensions);
        SignSketch sketch = new(new UnitVectors(components, Dimensions));
        int found = 0;
        for (int query = 0; query < Queries; query++)
        {
            // At a cosine of about 0.6.
            float[] reworded = RandomVectors.Unit(random, 1, Dimensions);
            for (int i = 0; i < Dimensions; i++)
            {
                reworded[i] = (0.6f * components[(query * Dimensions) + i]) + (0.8f * reworded[i]);
            }

            found += sketch.Nearest(reworded, 100).Contains(query) ? 1 : 0;
        }

        Assert.InRange(found, 0.99 * Queries, Queries);
    }

    private static IEnumerable<int> Expected(UnitVectors vectors, float[] query, int count)
    {
        double[] mean = new double[vectors.Dimensions];
        for (int row = 0; row < vectors.Rows; row++)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += vectors[row][i];
            }
        }

        int[] distances =
        [
            .. Enumerable.Range(0, vectors.Rows).Select(row => Enumerable.Range(0, mean.Length)
                .Count(i => (query[i] > mean[i] / vectors.Rows) != (vectors[row][i] > mean[i] / vectors.Rows))),
        ];
        int limit = distances.Order().ElementAt(count - 1);
        return Enumerable.Range(0, vectors.Rows).Where(row => distances[row] <= limit).Take(4 * count);
    }
}
