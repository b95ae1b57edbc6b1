namespace FaqBot.Core.Matching;

/// <summary>A question whose best entry was judged.</summary>
/// <param name="Confidence">Confidence of its best entry.</param>
/// <param name="Right">Whether that entry is right.</param>
/// <param name="InScope">Whether any entry is.</param>
/// <param name="Weight">How often the question counts, above 0.</param>
public readonly record struct JudgedQuestion(double Confidence, bool Right, bool InScope, double Weight);

/// <summary>A threshold for a wanted precision.</summary>
/// <param name="Wanted">The precision that was asked for, 0…1.</param>
/// <param name="Threshold">Least confidence of an answer.</param>
/// <param name="Coverage">Share of the questions that an entry answers that are answered then.</param>
/// <param name="Precision">Precision of the answers then.</param>
public sealed record ThresholdSuggestion(double Wanted, double Threshold, double Coverage, double Precision)
{
    /// <summary>The threshold that answers the most while the answers are precise enough.</summary>
    /// <param name="judged">The questions.</param>
    /// <param name="precision">The precision that is wanted, 0…1.</param>
    /// <returns>The suggestion; null when no threshold reaches the precision.</returns>
    public static ThresholdSuggestion? Of(IReadOnlyCollection<JudgedQuestion> judged, double precision)
    {
        ThresholdSuggestion? lowest = null;
        foreach ((double threshold, double coverage, double found) in Steps(judged).Where(step => step.Precision >= precision))
        {
            lowest = new ThresholdSuggestion(precision, threshold, Math.Round(coverage, 4), Math.Round(found, 4));
        }

        return lowest;
    }

    /// <summary>What each threshold would do, from the highest down.</summary>
    /// <param name="judged">The questions.</param>
    /// <returns>Threshold with coverage and precision.</returns>
    public static IEnumerable<(double Threshold, double Coverage, double Precision)> Steps(IReadOnlyCollection<JudgedQuestion> judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        double inScope = judged.Where(question => question.InScope).Sum(question => question.Weight), answered = 0, right = 0, covered = 0;
        foreach (
            IGrouping<double, JudgedQuestion> same in judged.GroupBy(question => question.Confidence).OrderByDescending(same => same.Key))
        {
            answered += same.Sum(question => question.Weight);
            right += same.Where(question => question.Right).Sum(question => question.Weight);
            covered += same.Where(question => question.InScope).Sum(question => question.Weight);
            yield return (same.Key, inScope > 0 ? covered / inScope : 0, right / answered);
        }
    }
}
