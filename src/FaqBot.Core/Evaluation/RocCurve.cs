namespace FaqBot.Core.Evaluation;

/// <summary>How well scores tell questions that an entry answers from those that none does.</summary>
public static class RocCurve
{
    /// <summary>Area under the curve: how often a question of the first kind has the higher score than one of the second; a tie counts
    /// half.</summary>
    /// <param name="inScope">Scores of questions that an entry answers, at least one.</param>
    /// <param name="others">Scores of the others, at least one.</param>
    /// <returns>0…1; 0.5 says nothing.</returns>
    /// <remarks>H. B. Mann, D. R. Whitney, On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other,
    /// 1947.</remarks>
    public static double AreaOf(IReadOnlyCollection<double> inScope, IReadOnlyCollection<double> others)
    {
        ArgumentNullException.ThrowIfNull(inScope);
        ArgumentNullException.ThrowIfNull(others);
        double below = 0, area = 0;
        foreach ((int positive, int negative, _) in Groups(inScope, others).Reverse())
        {
            area += positive * (below + (negative / 2.0));
            below += negative;
        }

        return area / ((double)inScope.Count * others.Count);
    }

    /// <summary>Draws the curve.</summary>
    /// <param name="inScope">Scores of questions that an entry answers.</param>
    /// <param name="others">Scores of the others.</param>
    /// <returns>From the highest threshold down: X is the share of the others above it, Y that of the first; empty when there is none of a
    /// kind.</returns>
    public static IReadOnlyList<CurvePoint> Of(IReadOnlyCollection<double> inScope, IReadOnlyCollection<double> others)
    {
        ArgumentNullException.ThrowIfNull(inScope);
        ArgumentNullException.ThrowIfNull(others);
        if (inScope.Count == 0 || others.Count == 0)
        {
            return [];
        }

        double above = 0, wrongly = 0;
        List<CurvePoint> curve = [new(double.MaxValue, 0, 0)];
        foreach ((int positive, int negative, double score) in Groups(inScope, others))
        {
            above += positive;
            wrongly += negative;
            curve.Add(new CurvePoint(score, wrongly / others.Count, above / inScope.Count));
        }

        return CurvePoint.Thin(curve);
    }

    /// <summary>How many of both kinds have the same score, the highest first.</summary>
    private static IEnumerable<(int InScope, int Others, double Score)> Groups(IEnumerable<double> inScope, IEnumerable<double> others) =>
        inScope.Select(score => (Score: score, InScope: true)).Concat(others.Select(score => (Score: score, InScope: false)))
            .GroupBy(item => item.Score).OrderByDescending(group => group.Key)
            .Select(group => (group.Count(item => item.InScope), group.Count(item => !item.InScope), group.Key));
}
