namespace FaqBot.Core.Learning;

/// <summary>Joins the two clusters whose members are most alike on average, again and again, until none are alike enough.</summary>
/// <remarks>Source: R. R. Sokal and C. D. Michener, A statistical method for evaluating systematic relationships, 1958 (UPGMA).</remarks>
internal static class AverageLinkage
{
    /// <summary>Splits a piece.</summary>
    /// <param name="rows">Its rows, ascending.</param>
    /// <param name="likeness">How alike two rows are; 0 where nobody knows.</param>
    /// <param name="least">Least mean likeness of two clusters that become one.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The clusters, singles among them, each ascending.</returns>
    public static IEnumerable<int[]> Split(
        int[] rows, Func<int, int, double> likeness, double least, CancellationToken cancellationToken)
    {
        int count = rows.Length;
        double[,] sums = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++)
            {
                sums[i, j] = sums[j, i] = likeness(rows[i], rows[j]);
            }
        }

        List<int>?[] members = [.. rows.Select(row => new List<int> { row })];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int First, int Second, double Mean) best = (-1, -1, least);
            for (int i = 0; i < count; i++)
            {
                for (int j = i + 1; members[i] is not null && j < count; j++)
                {
                    if (members[j] is { } other && sums[i, j] / (members[i]!.Count * other.Count) is var mean
                        && (mean > best.Mean || (mean >= best.Mean && best.First < 0)))
                    {
                        best = (i, j, mean);
                    }
                }
            }

            if (best.First < 0)
            {
                return members.OfType<List<int>>().Select(cluster => cluster.Order().ToArray());
            }

            members[best.First]!.AddRange(members[best.Second]!);
            members[best.Second] = null;
            for (int k = 0; k < count; k++)
            {
                sums[best.First, k] += sums[best.Second, k];
                sums[k, best.First] = sums[best.First, k];
            }
        }
    }
}
