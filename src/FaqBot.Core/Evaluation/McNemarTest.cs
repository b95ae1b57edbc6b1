namespace FaqBot.Core.Evaluation;

/// <summary>Whether two ways of matching differ in accuracy on the same questions.</summary>
/// <param name="OnlyFirst">Questions that only the first has right.</param>
/// <param name="OnlySecond">Questions that only the second has right.</param>
/// <remarks>
/// Q. McNemar, Note on the sampling error of the difference between correlated proportions or percentages, 1947; in its exact form, the
/// binomial test of the questions on which they differ.
/// </remarks>
public sealed record McNemarTest(int OnlyFirst, int OnlySecond)
{
    /// <summary>Probability of a difference as great as this, or greater, if both were equally good; two-sided, exact.</summary>
    public double PValue
    {
        get
        {
            int all = OnlyFirst + OnlySecond, fewer = Math.Min(OnlyFirst, OnlySecond);

            // In logarithms: 2^−all is nothing for a double from about 1,075 on.
            double logTerm = -all * Math.Log(2), sum = Math.Exp(logTerm);
            for (int k = 1; k <= fewer; k++)
            {
                logTerm += Math.Log(all - k + 1) - Math.Log(k);
                sum += Math.Exp(logTerm);
            }

            return Math.Min(1, 2 * sum);
        }
    }

    /// <summary>Compares two systems on the same questions.</summary>
    /// <param name="first">Whether the first has each question right.</param>
    /// <param name="second">The same of the second, in the same order.</param>
    /// <returns>The test.</returns>
    public static McNemarTest Of(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Count, first.Count);
        return new McNemarTest(
            first.Where((right, i) => right && !second[i]).Count(), second.Where((right, i) => right && !first[i]).Count());
    }
}
