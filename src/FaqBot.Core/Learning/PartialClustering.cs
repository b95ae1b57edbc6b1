using FaqBot.Core.Similarity;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Learning;

/// <summary>Says of pairs of rows how alike they are, 0…1; asked for pairs whose vectors are near.</summary>
/// <param name="pairs">The pairs.</param>
/// <param name="cancellationToken">Stops.</param>
/// <returns>A likeness a pair.</returns>
public delegate ValueTask<double[]> PairLikeness(IReadOnlyList<(int First, int Second)> pairs, CancellationToken cancellationToken);

/// <summary>Puts wordings together that want the same answer, and leaves out those that nothing is like.</summary>
/// <remarks>
/// A graph of all pairs that are near enough falls into pieces; each piece is split by average linkage, so that a chain of neighbours is
/// no cluster. Most questions that nothing answers are noise, so that a clustering of all of them would be wrong. Deterministic: the same
/// wordings give the same clusters whatever their order, but for ties.
/// </remarks>
public static class PartialClustering
{
    /// <summary>Most neighbours of a wording that count, the nearest.</summary>
    public const int MostNeighbours = 24;

    /// <summary>Most wordings of a piece that is split; of larger ones the weakest edges go first.</summary>
    public const int LargestPiece = 1_000;

    /// <summary>Finds clusters.</summary>
    /// <param name="vectors">Unit vectors of the wordings.</param>
    /// <param name="scale">The scale of their encoder.</param>
    /// <param name="near">Least similarity of vectors at which a pair counts at all.</param>
    /// <param name="least">Least mean likeness of the members of two clusters that become one, at least <paramref name="near"/>.</param>
    /// <param name="likeness">How alike pairs are, never more than their vectors say.</param>
    /// <param name="matters">Whether rows could make a cluster that somebody wants to see: others are not looked at closely.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Clusters of two and more rows, each ascending, ordered by their first row; a row is in one at most.</returns>
    public static async Task<IReadOnlyList<int[]>> FindAsync(
        UnitVectors vectors, SimilarityScale scale, double near, double least, PairLikeness likeness, Func<int[], bool> matters,
            CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(likeness);
        ArgumentNullException.ThrowIfNull(matters);
        (int First, int Second, double Similarity)[] pairs = NearPairs(vectors, scale, near, cancellationToken);
        int[] pieceOf = new int[vectors.Rows];
        Array.Fill(pieceOf, -1);
        int[][] pieces =
        [
            .. Pieces(vectors.Rows, pairs.Where(pair => pair.Similarity >= least).OrderByDescending(pair => pair.Similarity)
                .ThenBy(pair => pair.First).ThenBy(pair => pair.Second)).Where(matters),
        ];
        foreach ((int number, int[] rows) in pieces.Index())
        {
            Array.ForEach(rows, row => pieceOf[row] = number);
        }

        (int First, int Second)[] close =
        [
            .. pairs.Where(pair => pieceOf[pair.First] >= 0 && pieceOf[pair.First] == pieceOf[pair.Second])
                .Select(pair => (pair.First, pair.Second)),
        ];
        double[] likenesses = await likeness(close, cancellationToken);
        Dictionary<(int, int), double> alike = close.Zip(likenesses).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. pieces
                .SelectMany(piece => AverageLinkage.Split(
                    piece, (a, b) => alike.GetValueOrDefault((Math.Min(a, b), Math.Max(a, b))), least, cancellationToken))
                .Where(cluster => cluster.Length > 1).OrderBy(cluster => cluster[0]),
        ];
    }

    /// <summary>The pairs that are near, of each row its nearest neighbours alone: of many questions that are all alike the pairs would
    /// not fit into memory.</summary>
    private static (int First, int Second, double Similarity)[] NearPairs(
        UnitVectors vectors, SimilarityScale scale, double near, CancellationToken cancellationToken)
    {
        PriorityQueue<int, (float Cosine, int Row)>[] nearest = new PriorityQueue<int, (float, int)>[vectors.Rows];
        CosineBlocks.Scan(
            vectors,
            scale.CosineOf(near),
            (first, second, cosine) =>
            {
                Keep(first, second, cosine);
                Keep(second, first, cosine);
            },
            cancellationToken);
        HashSet<(int, int)> seen = [];
        List<(int First, int Second, double Similarity)> pairs = [];
        for (int row = 0; row < nearest.Length; row++)
        {
            if (nearest[row] is not { } own)
            {
                continue;
            }

            foreach ((int other, (float cosine, int _)) in own.UnorderedItems)
            {
                (int, int) pair = (Math.Min(row, other), Math.Max(row, other));
                if (seen.Add(pair))
                {
                    pairs.Add((pair.Item1, pair.Item2, scale.Of(cosine)));
                }
            }
        }

        pairs.Sort();
        return [.. pairs];

        void Keep(int row, int other, float cosine)
        {
            PriorityQueue<int, (float, int)>? own = Volatile.Read(ref nearest[row]);
            if (own is null)
            {
                PriorityQueue<int, (float, int)> made = new();
                own = Interlocked.CompareExchange(ref nearest[row], made, null) ?? made;
            }

            // Two threads meet at a row: the lower one's block and its own.
            lock (own)
            {
                // Of equal ones the lower row stays, whichever thread comes first.
                own.Enqueue(other, (cosine, -other));
                if (own.Count > MostNeighbours)
                {
                    own.Dequeue();
                }
            }
        }
    }

    /// <summary>The pieces of the graph; an edge that would make one too large is left out, the strongest go first.</summary>
    private static IEnumerable<int[]> Pieces(int rows, IEnumerable<(int First, int Second, double Similarity)> edges)
    {
        int[] parents = [.. Enumerable.Range(0, rows)], sizes = new int[rows];
        Array.Fill(sizes, 1);
        foreach ((int first, int second, _) in edges)
        {
            (int a, int b) = (Root(first), Root(second));
            if (a != b && sizes[a] + sizes[b] <= LargestPiece)
            {
                (a, b) = a < b ? (a, b) : (b, a);
                parents[b] = a;
                sizes[a] += sizes[b];
            }
        }

        return Enumerable.Range(0, rows).GroupBy(Root).Where(piece => sizes[piece.Key] > 1).Select(piece => piece.ToArray());

        int Root(int row)
        {
            while (parents[row] != row)
            {
                row = parents[row] = parents[parents[row]];
            }

            return row;
        }
    }
}
