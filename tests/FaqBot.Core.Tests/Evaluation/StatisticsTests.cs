using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Evaluation;

/// <summary>Figures against values that were computed by hand.</summary>
public sealed class StatisticsTests
{
    private static readonly MatchPolicy Policy = new(0.7, 0.35);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 5, 0.0625)] // 2 · 1 / 2⁵
    [InlineData(1, 9, 0.021484375)] // 2 · (1 + 10) / 2¹⁰
    [InlineData(9, 1, 0.021484375)]
    [InlineData(5, 5, 1)] // 2 · 638 / 2¹⁰ is above 1
    [InlineData(3, 12, 0.03515625)] // 2 · (1 + 15 + 105 + 455) / 2¹⁵
    public void McNemar_is_the_exact_binomial_test(int onlyFirst, int onlySecond, double expected) =>
        Assert.Equal(expected, new McNemarTest(onlyFirst, onlySecond).PValue, 12);

    [Fact]
    public void McNemar_of_many_questions_stays_a_number()
    {
        Assert.InRange(new McNemarTest(1_000, 2_000).PValue, 0, 1e-60);
        Assert.InRange(new McNemarTest(1_500, 1_500).PValue, 0.99, 1);
    }

    [Fact]
    public void McNemar_counts_only_questions_on_which_both_differ()
    {
        McNemarTest test = McNemarTest.Of([true, true, false, false, true], [true, false, true, false, false]);
        Assert.Equal((2, 1), (test.OnlyFirst, test.OnlySecond));
    }

    [Theory]
    [InlineData(new[] { 0.9, 0.8, 0.4 }, new[] { 0.5, 0.4 }, 0.75)] // 2 + 2 + ½ of 6 pairs
    [InlineData(new[] { 0.9 }, new[] { 0.1, 0.2 }, 1)]
    [InlineData(new[] { 0.1 }, new[] { 0.9 }, 0)]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.5 }, 0.5)]
    public void Roc_area_counts_pairs_and_half_of_ties(double[] inScope, double[] others, double expected) =>
        Assert.Equal(expected, RocCurve.AreaOf(inScope, others), 12);

    [Fact]
    public void Roc_curve_goes_from_nothing_to_all()
    {
        IReadOnlyList<CurvePoint> curve = RocCurve.Of([0.9, 0.8, 0.4], [0.5, 0.4]);
        Assert.Equal([(0, 0), (0, 1 / 3.0), (0, 2 / 3.0), (0.5, 2 / 3.0), (1, 1)], curve.Select(point => (point.X, point.Y)));
        Assert.Empty(RocCurve.Of([0.9], []));
    }

    [Fact]
    public void Calibration_error_weighs_bins_by_their_questions()
    {
        IReadOnlyList<CalibrationBin> bins =
            CalibrationPlot.Of([(Asked("a"), new("a", 0.95, 1)), (Asked("a"), new("b", 0.95, 2)), (Asked(null), new("c", 0.25, 0))]);
        Assert.Equal([(0.2, 1, 0.25, 0), (0.9, 2, 0.95, 0.5)], bins.Select(bin => (bin.From, bin.Questions, bin.Confidence, bin.Right)));
        Assert.Equal(((2 * 0.45) + 0.25) / 3, CalibrationPlot.ErrorOf(bins), 12);
    }

    [Fact]
    public void Calibration_bin_of_certainty_is_the_last() =>
        Assert.Equal(0.9, Assert.Single(CalibrationPlot.Of([(Asked("a"), new Outcome("a", 1, 1))])).From);

    [Fact]
    public void Threshold_suggestion_answers_the_most_at_the_precision()
    {
        JudgedQuestion[] judged =
        [
            new(0.9, true, true, 1), new(0.8, true, true, 1), new(0.7, false, true, 1), new(0.6, true, true, 1), new(0.5, false, false, 1),
        ];
        Assert.Equal(new ThresholdSuggestion(0.75, 0.6, 1, 0.75), ThresholdSuggestion.Of(judged, 0.75));
        Assert.Equal(new ThresholdSuggestion(0.9, 0.8, 0.5, 1), ThresholdSuggestion.Of(judged, 0.9));
        Assert.Null(ThresholdSuggestion.Of([new(0.9, false, true, 1), new(0.8, true, true, 1)], 0.99));
    }

    [Fact]
    public void Scores_of_a_handful_of_questions()
    {
        (EvaluationQuestion, Outcome)[] asked =
        [
            (Asked("a"), new Outcome("a", 0.9, 1)), (Asked("b"), new Outcome("a", 0.8, 2)), (Asked("c"), new Outcome("c", 0.5, 1)),
            (Asked("d"), new Outcome("a", 0.3, 0)), (Asked(null), new Outcome("a", 0.75, 0)), (Asked(null), new Outcome(null, 0, 0)),
        ];
        Scores scores = Scores.Of(asked, Policy);
        Assert.Equal((6, 2), (scores.Questions, scores.OutOfScope));
        Assert.Equal((0.5, 0.75, 0.625), (scores.Accuracy, scores.RecallAt3, scores.MeanReciprocalRank));
        Assert.Equal((0.3333, 0.5, 0.5), (scores.Precision, scores.Coverage, scores.WronglyAnswered));

        // Of 4 × 2 pairs: 0.9 and 0.8 win both, 0.5 and 0.3 one.
        Assert.Equal(0.75, scores.ScopeAuc);
        Scores baseline = Scores.Of(asked, null);
        Assert.Equal((0.5, null, null, null), (baseline.Accuracy, baseline.Precision, baseline.Coverage, baseline.CalibrationError));
        Scores foreign = Scores.Of(asked[4..], Policy);
        Assert.Equal((null, null), (foreign.Accuracy, foreign.ScopeAuc));
    }

    [Fact]
    public void Scores_of_near_misses_and_of_what_is_to_be_offered()
    {
        (EvaluationQuestion, Outcome)[] asked =
        [
            (Asked("a"), Shown("a", 0.9, 1)), (Asked("b"), Shown("a", 0.8, 2)), (Asked("c"), Shown("d", 0.5, 2, "d", "c")),
            (Asked("d"), Shown("a", 0.5, 4, "a", "b", "c")), (Asked("e"), Shown("a", 0.3, 2, "a", "e")),
            (Asked(null, "number"), Shown("a", 0.9, 0)), (Asked(null, "number"), Shown("b", 0.5, 0, "b", "c")),
            (Asked(null, "FOREIGN"), Shown("a", 0.2, 0)), (Asked(null), Shown("a", 0.8, 0)),
            (Offering("general", "a", "b"), Shown("a", 0.8, 0)), (Offering("general", "a", "b", "c"), Shown("c", 0.5, 0, "c", "d", "a")),
            (Offering("compound", "a", "b"), Shown("b", 0.7, 0)), (Offering("compound", "a", "b"), Shown("c", 0.9, 0)),
            (Offering("compound", "a", "b"), Shown("b", 0.6, 0, "b", "d")),
        ];
        Scores scores = Scores.Of(asked, Policy);
        Assert.Equal((14, 4, 2, 1, 5), (scores.Questions, scores.OutOfScope, scores.NearMisses, scores.Foreign, scores.Several));
        Assert.Equal((0.2, 0.4, 0.4), (scores.RightlyAnswered, scores.Coverage, scores.Offered));

        // Two of four, one of two, none of one.
        Assert.Equal((0.5, 0.5, 0), (scores.WronglyAnswered, scores.NearMissesAnswered, scores.ForeignAnswered));

        // Right: one and a half of seven answers. Offered: c and a; half for b.
        Assert.Equal((0.2143, 0.3), (scores.Precision, scores.SeveralOffered));
        Assert.Equal(0.2, scores.Accuracy);
        Scores baseline = Scores.Of(asked, null);
        Assert.Equal((null, null, null), (baseline.NearMissesAnswered, baseline.SeveralOffered, baseline.NearMissCalibrationError));
    }

    [Fact]
    public void Scores_of_near_misses_make_a_third_of_the_calibration_error()
    {
        (EvaluationQuestion, Outcome)[] asked =
        [
            (Asked("a"), new("a", 0.95, 1)), (Asked("b"), new("b", 0.95, 1)), (Asked("c"), new("c", 0.95, 1)),
            (Asked("d"), new("d", 0.95, 1)),
            (Asked(null, "number"), new("a", 0.55, 0)),
        ];
        Scores scores = Scores.Of(asked, Policy);
        Assert.Equal(((4 * 0.05) + 0.55) / 5, scores.CalibrationError!.Value, 4);
        Assert.Equal(((2 * 0.05) + 0.55) / 3, scores.NearMissCalibrationError!.Value, 4);
        Assert.Null(Scores.Of(asked[..4], Policy).NearMissCalibrationError);
        Assert.Null(Scores.Of(asked[4..], Policy).NearMissCalibrationError);
    }

    [Fact]
    public void Precision_curve_counts_answered_near_misses_as_wrong()
    {
        IReadOnlyList<CurvePoint> curve = PrecisionCurve.Of(
        [
            (Asked("a"), new("a", 0.9, 1)), (Asked(null, "number"), new("a", 0.8, 0)), (Offering("compound", "a", "b"), new("a", 0.7, 0)),
        ]);
        Assert.Equal([(0.9, 1), (0.8, 0.5), (0.7, 0.5)], curve.Select(point => (point.Threshold, point.Y)));
    }

    [Fact]
    public void Kinds_are_counted_by_what_is_right_for_them()
    {
        (EvaluationQuestion, Outcome)[] asked =
        [
            (Asked(null, "number"), Shown("a", 0.9, 0)), (Asked(null, "number"), Shown("b", 0.4, 0)),
            (Asked("a", "number"), Shown("a", 0.8, 1)), (Offering("compound", "a", "b"), Shown("b", 0.7, 0)),
            (Asked(null, "foreign"), Shown("a", 0.1, 0)), (Asked("b"), Shown("b", 0.9, 1)),
        ];
        Assert.Equal(
            [
                new("number", Expectation.Answer, 1, 1, 1, 1, 0.8), new("compound", Expectation.Offer, 1, 1, 0.5, 0.5, 0.7),
                new("number", Expectation.NearMiss, 2, 1, 0, 0, 0.65), new("foreign", Expectation.Foreign, 1, 0, 0, 0, 0.1),
            ],
            KindScores.Of(asked, Policy));
    }

    [Fact]
    public void Folds_hold_equal_questions_together_and_as_many_of_each_kind()
    {
        EvaluationQuestion[] questions =
        [
            .. Enumerable.Range(0, 20).Select(i => Asked("a", null, $"question {i}")), Asked("a", null, "Question 3?"),
            .. Enumerable.Range(0, 10).Select(i => Asked(null, "number", $"near {i}")), Asked(null, "number", "ｎｅａｒ 7"),
        ];
        int[] folds = QuestionFolds.Of(questions);
        Assert.Equal((folds[3], folds[28]), (folds[20], folds[31]));
        Assert.All(Enumerable.Range(0, QuestionFolds.Count), fold => Assert.Equal(
            (4, 2), (folds[..20].Count(found => found == fold), folds[21..31].Count(found => found == fold))));
    }

    [Fact]
    public void Thin_curve_keeps_its_ends()
    {
        IReadOnlyList<CurvePoint> curve = RocCurve.Of([.. Enumerable.Range(0, 1_000).Select(i => i / 1_000.0)], [0.5]);
        Assert.Equal(200, curve.Count);
        Assert.Equal(((0.0, 0.0), (1.0, 1.0)), ((curve[0].X, curve[0].Y), (curve[^1].X, curve[^1].Y)));
    }

    private static EvaluationQuestion Asked(string? entry, string? kind = null, string text = "question") =>
        new(Question.Parse(text), entry, "en", EntryFilter.None) { Kind = kind };

    private static EvaluationQuestion Offering(string kind, params string[] entries) => Asked(null, kind) with { Offered = entries };

    private static Outcome Shown(string found, double score, int rank, params string[] suggestions) =>
        new(found, score, rank) { Suggestions = suggestions };
}
