using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>How well one way of matching does on some questions.</summary>
/// <remarks>Null where there is no question to measure on, or the score is no probability.</remarks>
public sealed record Scores
{
    /// <summary>Number of questions.</summary>
    public required int Questions { get; init; }

    /// <summary>Those that no entry answers, near misses and questions of other fields included.</summary>
    public required int OutOfScope { get; init; }

    /// <summary>Those of them that are near misses: see <see cref="Expectation.NearMiss"/>.</summary>
    public int NearMisses { get; init; }

    /// <summary>Those of them that are of another field: see <see cref="Expectation.Foreign"/>.</summary>
    public int Foreign { get; init; }

    /// <summary>Those for which several entries are to be offered: see <see cref="Expectation.Offer"/>.</summary>
    public int Several { get; init; }

    /// <summary>Of the questions that an entry answers, the share whose best entry is it.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Of the same, the share that have it among the best three.</summary>
    public double? RecallAt3 { get; init; }

    /// <summary>Of the same, the mean of 1 / place of that entry among the best ten.</summary>
    public double? MeanReciprocalRank { get; init; }

    /// <summary>Of all answered questions, the share whose answer is right; what no entry answers is wrong, one of two things that were
    /// asked is half right.</summary>
    public double? Precision { get; init; }

    /// <summary>Of the questions that an entry answers, the share that are answered, rightly or wrongly.</summary>
    public double? Coverage { get; init; }

    /// <summary>Of the same, the share that are answered rightly.</summary>
    public double? RightlyAnswered { get; init; }

    /// <summary>Of the same, the share whose entry is the answer or among the suggestions that are shown.</summary>
    public double? Offered { get; init; }

    /// <summary>Of the questions that no entry answers, the share that are answered nevertheless.</summary>
    public double? WronglyAnswered { get; init; }

    /// <summary>The same of the near misses alone.</summary>
    public double? NearMissesAnswered { get; init; }

    /// <summary>The same of the questions of other fields alone.</summary>
    public double? ForeignAnswered { get; init; }

    /// <summary>Of the questions for which several entries are to be offered, the share that get two of them or more as suggestions; the
    /// answer to one of two things that were asked counts half.</summary>
    public double? SeveralOffered { get; init; }

    /// <summary>Expected calibration error over ten equal bins, all questions alike.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>The same with near misses weighing a third of all questions; null without near misses.</summary>
    public double? NearMissCalibrationError { get; init; }

    /// <summary>Area under the ROC curve of questions that an entry answers against those that none does, by the best score.</summary>
    public double? ScopeAuc { get; init; }

    /// <summary>Measures what was made of questions.</summary>
    /// <param name="asked">The questions with what was made of them.</param>
    /// <param name="policy">The thresholds; null when the score is no probability.</param>
    /// <returns>The figures, with four decimals.</returns>
    public static Scores Of(IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked, MatchPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ILookup<Expectation, Outcome> by = asked.ToLookup(item => item.Question.Label.Expectation, item => item.Outcome);
        Outcome[] inScope = [.. by[Expectation.Answer]];
        Outcome[] others = [.. by[Expectation.NearMiss], .. by[Expectation.Foreign], .. by[Expectation.OutOfScope]];
        Scores scores = new()
        {
            Questions = asked.Count,
            OutOfScope = others.Length,
            NearMisses = by[Expectation.NearMiss].Count(),
            Foreign = by[Expectation.Foreign].Count(),
            Several = by[Expectation.Offer].Count(),
            Accuracy = Mean(inScope, outcome => outcome.IsRight ? 1 : 0),
            RecallAt3 = Mean(inScope, outcome => outcome.Rank is >= 1 and <= 3 ? 1 : 0),
            MeanReciprocalRank = Mean(inScope, outcome => outcome.Rank > 0 ? 1.0 / outcome.Rank : 0),
            ScopeAuc = inScope.Length > 0 && others.Length > 0
                ? Rounded(RocCurve.AreaOf([.. inScope.Select(outcome => outcome.Score)], [.. others.Select(outcome => outcome.Score)]))
                : null,
        };
        return policy is null ? scores : scores.At(policy, asked);
    }

    /// <summary>What a threshold gives.</summary>
    /// <param name="threshold">The threshold for answers that the figures were measured at.</param>
    internal ThresholdEffect ToEffect(double threshold) => new(threshold)
    {
        Right = RightlyAnswered,
        Coverage = Coverage,
        Precision = Precision,
        Offered = Offered,
        NearMissesAnswered = NearMissesAnswered,
    };

    /// <summary>Adds what thresholds decide and what a probability must hold.</summary>
    private Scores At(MatchPolicy policy, IReadOnlyCollection<(EvaluationQuestion Question, Outcome Outcome)> asked)
    {
        ILookup<Expectation, (QuestionLabel Label, Outcome Outcome, bool IsAnswered)> by = asked
            .Select(item => (item.Question.Label, item.Outcome, IsAnswered: item.Outcome.DecideBy(policy) == Decision.Answer))
            .ToLookup(item => item.Label.Expectation);
        (QuestionLabel Label, Outcome Outcome, bool IsAnswered)[] all = [.. by.SelectMany(group => group)],
            inScope = [.. by[Expectation.Answer]], near = [.. by[Expectation.NearMiss]], foreign = [.. by[Expectation.Foreign]];
        return this with
        {
            Precision = Mean([.. all.Where(item => item.IsAnswered)], item => item.Label.RightOf(item.Outcome)),
            Coverage = Mean(inScope, item => item.IsAnswered ? 1 : 0),
            RightlyAnswered = Mean(inScope, item => item.IsAnswered && item.Outcome.IsRight ? 1 : 0),
            Offered = Mean(inScope, item => item.Label.OfferedBy(item.Outcome, policy)),
            WronglyAnswered = Mean([.. near, .. foreign, .. by[Expectation.OutOfScope]], item => item.IsAnswered ? 1 : 0),
            NearMissesAnswered = Mean(near, item => item.IsAnswered ? 1 : 0),
            ForeignAnswered = Mean(foreign, item => item.IsAnswered ? 1 : 0),
            SeveralOffered = Mean([.. by[Expectation.Offer]], item => item.Label.OfferedBy(item.Outcome, policy)),
            CalibrationError = Rounded(CalibrationPlot.ErrorOf(CalibrationPlot.Of(asked))),
            NearMissCalibrationError = CalibrationPlot.NearMissErrorOf(asked) is { } error ? Rounded(error) : null,
        };
    }

    private static double? Mean<T>(T[] items, Func<T, double> value) => items.Length == 0 ? null : Rounded(items.Average(value));

    private static double Rounded(double value) => Math.Round(value, 4, MidpointRounding.ToEven);
}
