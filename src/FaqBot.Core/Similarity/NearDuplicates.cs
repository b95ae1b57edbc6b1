using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Similarity;

/// <summary>Two texts that mean about the same.</summary>
/// <param name="First">Row of the one.</param>
/// <param name="Second">Row of the other, above <paramref name="First"/>.</param>
/// <param name="Similarity">How alike they are: see <see cref="SimilarityScale"/>.</param>
public readonly record struct SimilarPair(int First, int Second, double Similarity);

/// <summary>Texts that mean about the same as one of them.</summary>
/// <param name="Representative">Row of the one that has most of the others near it.</param>
/// <param name="Members">The others with their similarity to it, the most similar first.</param>
public sealed record SimilarCluster(int Representative, IReadOnlyList<(int Row, double Similarity)> Members);

/// <summary>Finds texts that mean about the same among many, exactly: every pair is compared.</summary>
public static class NearDuplicates
{
    /// <summary>The least similarity where none is asked for.</summary>
    public const double DefaultBand = 0.8;

    /// <summary>Finds pairs.</summary>
    /// <param name="vectors">Unit vectors of the texts.</param>
    /// <param name="scale">The scale of their encoder.</param>
    /// <param name="band">Least similarity of a pair, 0…1.</param>
    /// <param name="counts">Which pairs of rows count.</param>
    /// <param name="most">How many to give at most, the most similar.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The pairs, the most similar first.</returns>
    public static IReadOnlyList<SimilarPair> Pairs(
        UnitVectors vectors, SimilarityScale scale, double band, Func<int, int, bool> counts, int most,
            CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(counts);
        PriorityQueue<SimilarPair, SimilarPair> found = new(Comparer<SimilarPair>.Create((a, b) => Order(b, a)));
        Lock gate = new();
        CosineBlocks.Scan(
            vectors,
            scale.CosineOf(band),
            (first, second, cosine) =>
            {
                SimilarPair pair = new(first, second, scale.Of(cosine));
                if (pair.Similarity < band || !counts(first, second))
                {
                    return;
                }

                lock (gate)
                {
                    found.Enqueue(pair, pair);
                    if (found.Count > most)
                    {
                        found.Dequeue();
                    }
                }
            },
            cancellationToken);
        return [.. found.UnorderedItems.Select(item => item.Element).Order(Comparer<SimilarPair>.Create(Order))];
    }

    /// <summary>Puts texts together.</summary>
    /// <param name="vectors">Unit vectors of the texts.</param>
    /// <param name="scale">The scale of their encoder.</param>
    /// <param name="band">Least similarity of a member to its representative, 0…1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>
    /// The clusters of two and more, the largest first; no text is in two. Whoever has most texts near it comes first and takes those that
    /// are
    /// left: unlike chains of neighbours, all members are near one text that can be shown for them.
    /// </returns>
    public static IReadOnlyList<SimilarCluster> Clusters(
        UnitVectors vectors, SimilarityScale scale, double band, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(scale);
        double least = scale.CosineOf(band);
        int[] near = new int[vectors.Rows];

        // Only counts are kept: of twenty thousand lines that are all alike the pairs would not fit into memory.
        CosineBlocks.Scan(
            vectors,
            least,
            (first, second, cosine) =>
            {
                if (scale.Of(cosine) >= band)
                {
                    Interlocked.Increment(ref near[first]);
                    Interlocked.Increment(ref near[second]);
                }
            },
            cancellationToken);
        List<SimilarCluster> clusters = [];
        bool[] taken = new bool[vectors.Rows];
        float[] cosines = new float[vectors.Rows];
        foreach (int representative in Enumerable.Range(0, vectors.Rows).Where(row => near[row] > 0).OrderByDescending(row => near[row])
            .ThenBy(row => row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (taken[representative])
            {
                continue;
            }

            vectors.Cosines(vectors[representative], 0, cosines);
            taken[representative] = true;
            List<(int Row, double Similarity)> members = [];
            for (int row = 0; row < cosines.Length; row++)
            {
                if (!taken[row] && cosines[row] >= least && scale.Of(cosines[row]) >= band)
                {
                    taken[row] = true;
                    members.Add((row, scale.Of(cosines[row])));
                }
            }

            if (members.Count > 0)
            {
                clusters.Add(new SimilarCluster(
                    representative, [.. members.OrderByDescending(member => member.Similarity).ThenBy(member => member.Row)]));
            }
        }

        return [.. clusters.OrderByDescending(cluster => cluster.Members.Count).ThenBy(cluster => cluster.Representative)];
    }

    private static int Order(SimilarPair a, SimilarPair b) =>
        a.Similarity != b.Similarity
            ? b.Similarity.CompareTo(a.Similarity) : a.First != b.First ? a.First.CompareTo(b.First) : a.Second.CompareTo(b.Second);
}
