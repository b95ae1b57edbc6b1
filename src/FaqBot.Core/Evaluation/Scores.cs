namespace FaqBot.Core.Evaluation;

/// <summary>How well one way of matching does on some questions.</summary>
/// <remarks>Null where there is no question to measure on, or the score is no probability.</remarks>
public sealed record Scores
{
    /// <summary>Number of questions.</summary>
    public required int Questions { get; init; }

    /// <summary>Those that no entry answers.</summary>
    public required int OutOfScope { get; init; }

    /// <summary>Of the questions that an entry answers, the share whose best entry is it.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Of the same, the share that have it among the best three.</summary>
    public double? RecallAt3 { get; init; }

    /// <summary>Of the same, the mean of 1 / place of that entry among the best ten.</summary>
    public double? MeanReciprocalRank { get; init; }

    /// <summary>Of all answered questions, the share whose answer is right; what no entry answers is wrong.</summary>
    public double? Precision { get; init; }

    /// <summary>Of the questions that an entry answers, the share that are answered, rightly or wrongly.</summary>
    public double? Coverage { get; init; }

    /// <summary>Of the questions that no entry answers, the share that are answered nevertheless.</summary>
    public double? WronglyAnswered { get; init; }

    /// <summary>Expected calibration error over ten equal bins, all questions alike.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>Area under the ROC curve of questions that an entry answers against the others, by the best score.</summary>
    public double? ScopeAuc { get; init; }

    /// <summary>Measures what was made of questions.</summary>
    /// <param name="asked">The questions with what was made of them.</param>
    /// <param name="threshold">Least score of an answer; null when the score is no probability.</param>
    /// <returns>The figures, with four decimals.</returns>
    public static Scores Of(IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked, double? threshold)
    {
        ArgumentNullException.ThrowIfNull(asked);
        Outcome[] inScope = [.. asked.Where(item => item.Question.Entry is not null).Select(item => item.Outcome)];
        Outcome[] others = [.. asked.Where(item => item.Question.Entry is null).Select(item => item.Outcome)];
        bool IsAnswered(Outcome outcome) => outcome.Found is not null && outcome.Score >= threshold;
        Outcome[] answered = [.. inScope.Concat(others).Where(IsAnswered)];
        return new Scores
        {
            Questions = asked.Count,
            OutOfScope = others.Length,
            Accuracy = Mean(inScope, outcome => outcome.IsRight ? 1 : 0),
            RecallAt3 = Mean(inScope, outcome => outcome.Rank is >= 1 and <= 3 ? 1 : 0),
            MeanReciprocalRank = Mean(inScope, outcome => outcome.Rank > 0 ? 1.0 / outcome.Rank : 0),
            Precision = threshold is null ? null : Mean(answered, outcome => outcome.IsRight ? 1 : 0),
            Coverage = threshold is null ? null : Mean(inScope, outcome => IsAnswered(outcome) ? 1 : 0),
            WronglyAnswered = threshold is null ? null : Mean(others, outcome => IsAnswered(outcome) ? 1 : 0),
            CalibrationError = threshold is null
                ? null : Rounded(CalibrationPlot.ErrorOf(CalibrationPlot.Of([.. asked.Select(item => item.Outcome)]))),
            ScopeAuc = inScope.Length > 0 && others.Length > 0
                ? Rounded(RocCurve.AreaOf([.. inScope.Select(outcome => outcome.Score)], [.. others.Select(outcome => outcome.Score)]))
                : null,
        };
    }

    private static double? Mean(Outcome[] outcomes, Func<Outcome, double> value) =>
        outcomes.Length == 0 ? null : Rounded(outcomes.Average(value));

    private static double Rounded(double value) => Math.Round(value, 4, MidpointRounding.ToEven);
}
