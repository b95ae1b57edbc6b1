using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Evaluation;

public sealed class KnowledgeBaseCalibrationTests(AskedShop shop) : IClassFixture<AskedShop>
{
    private const double WantedPrecision = 0.85;

    private static readonly string Labelled = Path.Combine(Repository.Root, "tests", "data", "shop.nearmiss.queries.tsv");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cross_validation_of_a_half_agrees_with_eval_of_it_by_the_calibration_of_the_other_half()
    {
        EvaluationQuestion[] all = [.. Questions()];
        EvaluationQuestion[][] halves = [[.. all.Where((_, i) => i % 2 == 0)], [.. all.Where((_, i) => i % 2 == 1)]];
        Assert.True(all.Count(item => item.Entry is not null) >= 60 && all.Count(IsNearMiss) >= 30);
        ConfidenceModel[] fitted = [await CalibrateAsync(halves[0]), await CalibrateAsync(halves[1])];
        for (int half = 0; half < halves.Length; half++)
        {
            // The same questions, unseen by either fit: only the fits differ.
            CrossValidation said = fitted[half].Fit!.CrossValidated!;
            Assert.Equal((5, halves[half].Count(item => item.Entry is not null)), (said.Folds, said.Answerable));
            Assert.Equal(halves[half].Count(IsNearMiss), said.NearMisses);
            await AgreesAsync(said.InForce, fitted[1 - half], halves[half], 1);

            // It was chosen on some seventy answers: a fit on others moves a few of them across it.
            await AgreesAsync(said.Suggested!, fitted[1 - half], halves[half], 3);
            ThresholdSuggestion suggested = fitted[half].Fit!.Suggested!;
            Assert.Equal((suggested.Threshold, true), (said.Suggested!.Threshold, suggested.Precision >= WantedPrecision));
            Assert.Equal(suggested.Precision, said.Suggested.Precision);
        }
    }

    [Fact]
    public async Task Near_misses_of_the_owner_make_others_less_sure()
    {
        EvaluationQuestion[] all = [.. Questions().Where(item => item.Entry is not null || IsNearMiss(item))];
        EvaluationQuestion[] seen = [.. all.Where((_, i) => i % 2 == 0)];
        EvaluationQuestion[] unseen = [.. all.Where((item, i) => i % 2 == 1 && IsNearMiss(item))];
        double without = await MeanConfidenceAsync(item => item.Entry is not null), with = await MeanConfidenceAsync(_ => true);
        Assert.True(with < without - 0.02, $"with near misses {with}, without {without}");

        async Task<double> MeanConfidenceAsync(Func<EvaluationQuestion, bool> isTaken)
        {
            LabelledText[] texts =
                [.. seen.Where(isTaken).Select(item => new LabelledText(item.Question, item.Entry, IsNearMiss(item)))];
            FitQuestions questions = await FitQuestions.EncodeAsync(
                shop.Published.Catalog, shop.Published.Encoder.Bulk, [], texts, Cancellation);
            EvaluationReport report = await EvaluateAsync(questions.Fit(Cancellation).Model, unseen, AskedShop.Policy);
            return report.Systems[0].Outcomes.Average(outcome => outcome.Score);
        }
    }

    [Fact]
    public async Task Question_that_no_entry_answers_is_a_near_miss_without_a_kind_and_what_is_to_be_offered_is_only_measured()
    {
        EvaluationQuestion[] labelled =
        [
            .. Questions().Where(item => item.Entry is not null).Take(10),
            .. Questions().Where(IsNearMiss).Take(5).Select(item => item with { Kind = null }),
            .. Questions().Where(item => item.Offered.Count > 0).Take(2),
        ];
        FitReport fit = (await CalibrateAsync(labelled)).Fit!;
        Assert.Equal((10, 5), (fit.CrossValidated!.Answerable, fit.CrossValidated.NearMisses));
        Assert.NotNull(fit.CrossValidated.InForce.NearMissesAnswered);
        Assert.Contains("15 labelled questions", fit.Data);
        Assert.Null((await CalibrateAsync([])).Fit!.CrossValidated);
    }

    /// <summary>Within two points, or so many questions.</summary>
    private async Task AgreesAsync(ThresholdEffect said, ConfidenceModel fitted, EvaluationQuestion[] unseen, int most)
    {
        EvaluationReport report = await EvaluateAsync(fitted, unseen, AskedShop.Policy.With(said.Threshold));
        ThresholdEffect found = report.Systems[0].All.ToEffect(said.Threshold);
        double answerable = unseen.Count(item => item.Entry is not null), near = unseen.Count(IsNearMiss);
        double answers = report.Systems[0].Outcomes.Count(outcome => outcome.Score >= said.Threshold);
        foreach ((double? one, double? other, double questions) in new[]
        {
            (said.Coverage, found.Coverage, answerable), (said.Right, found.Right, answerable), (said.Precision, found.Precision, answers),
            (said.NearMissesAnswered, found.NearMissesAnswered, near),
        })
        {
            Assert.True(Math.Abs(one!.Value - other!.Value) <= Math.Max(0.02, most / questions) + 1e-4, $"said {said}, found {found}");
        }
    }

    private static bool IsNearMiss(EvaluationQuestion question) => question.Label.Expectation == Expectation.NearMiss;

    private Task<ConfidenceModel> CalibrateAsync(EvaluationQuestion[] labelled) =>
        new KnowledgeBaseCalibration(shop.Published, AskedShop.Policy, TimeProvider.System) { Precision = WantedPrecision }
            .FitAsync([], labelled, Cancellation);

    private Task<EvaluationReport> EvaluateAsync(ConfidenceModel fitted, EvaluationQuestion[] questions, MatchPolicy policy) =>
        new Evaluator(shop.Published with { Confidence = fitted }, policy, TimeProvider.System)
            .RunAsync(questions, false, null, Cancellation);

    private IReadOnlyList<EvaluationQuestion> Questions() => EvaluationFiles.Read([Labelled], [], 1, shop.Published.Catalog.Knowledge);
}
