using FaqBot.Core.Similarity;
using FaqBot.Core.Tests.Matching;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Tests.Similarity;

public sealed class NearDuplicatesTests
{
    private const int Rows = 700, Dimensions = 8;

    private static readonly SimilarityScale Scale = new(Confidences.Of(new string('a', 64)));

    private readonly float[] _components = RandomVectors.Unit(new Random(7), Rows, Dimensions);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.2)]
    public void Pairs_are_those_of_comparing_each_with_each(double band)
    {
        UnitVectors vectors = new(_components, Dimensions);
        List<SimilarPair> expected = [];
        for (int first = 0; first < Rows; first++)
        {
            for (int second = first + 1; second < Rows; second++)
            {
                double similarity = Similarity(vectors, first, second);
                if (similarity >= band && (first + second) % 3 != 0)
                {
                    expected.Add(new SimilarPair(first, second, similarity));
                }
            }
        }

        SimilarPair[] sorted =
            [.. expected.OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.First).ThenBy(pair => pair.Second)];
        Assert.True(sorted.Length > 100, $"{sorted.Length}");
        Assert.Equal(sorted,
            NearDuplicates.Pairs(vectors, Scale, band, (first, second) =>
                (first + second) % 3 != 0, int.MaxValue, TestContext.Current.CancellationToken));
        Assert.Equal(sorted[..50],
            NearDuplicates.Pairs(vectors, Scale, band, (first, second) =>
                (first + second) % 3 != 0, 50, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Clusters_hold_no_row_twice_and_members_near_their_representative()
    {
        UnitVectors vectors = new(_components, Dimensions);
        IReadOnlyList<SimilarCluster> clusters = NearDuplicates.Clusters(vectors, Scale, 0.7, TestContext.Current.CancellationToken);
        int[] rows = [.. clusters.SelectMany(cluster => cluster.Members.Select(member => member.Row).Append(cluster.Representative))];
        Assert.True(clusters.Count > 10, $"{clusters.Count}");
        Assert.Equal(rows.Length, rows.Distinct().Count());
        Assert.All(clusters, cluster => Assert.All(cluster.Members, member =>
        {
            Assert.Equal(Similarity(vectors, cluster.Representative, member.Row), member.Similarity);
            Assert.True(member.Similarity >= 0.7);
        }));

        // Who is near nobody that is left stays alone; every other one has a place.
        int[] alone = [.. Enumerable.Range(0, Rows).Except(rows)];
        int[] representatives = [.. clusters.Select(cluster => cluster.Representative)];
        Assert.All(alone, row =>
            Assert.All(representatives, representative => Assert.True(Similarity(vectors, row, representative) < 0.7)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(1)]
    public void Cosine_of_a_similarity_is_the_lowest_that_has_it(double similarity)
    {
        double cosine = Scale.CosineOf(similarity);
        Assert.Equal(similarity, Scale.Of(cosine + 1e-5), 3);
        Assert.True(Scale.Of(cosine - 1e-3) < similarity || similarity == 0);
    }

    private static double Similarity(UnitVectors vectors, int first, int second)
    {
        Span<float> cosine = stackalloc float[1];
        vectors.Cosines(vectors[first], second, cosine);
        return Scale.Of(cosine[0]);
    }
}
