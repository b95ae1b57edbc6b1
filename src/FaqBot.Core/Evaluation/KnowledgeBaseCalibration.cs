using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>Calibrates one knowledge base: its confidence and, where a cross-encoder is given, its reranking.</summary>
/// <param name="published">The knowledge base.</param>
/// <param name="policy">The thresholds in force.</param>
/// <param name="time">The clock.</param>
public sealed class KnowledgeBaseCalibration(PublishedCatalog published, MatchPolicy policy, TimeProvider time)
{
    private readonly FaqCatalog _catalog = published.Catalog;

    /// <summary>A precision to suggest a threshold for, 0…1; or null.</summary>
    public double? Precision { get; init; }

    /// <summary>A cross-encoder to fit a reranking for; or null.</summary>
    public RerankingStage? Reranking { get; init; }

    /// <summary>A judge that takes part in answers; or null.</summary>
    public RerankingStage? Judge { get; init; }

    /// <summary>Fits the constants: see <see cref="KnowledgeBaseFit"/>.</summary>
    /// <param name="foreign">Questions of other knowledge bases.</param>
    /// <param name="labelled">Labelled questions; may be empty. Those for which several entries are to be offered are measured on
    /// only.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The model, measured by cross-validation where there are labelled questions.</returns>
    /// <exception cref="InvalidDataException">There is too little to fit on.</exception>
    public async Task<ConfidenceModel> FitAsync(
        IReadOnlyList<string> foreign, IReadOnlyList<EvaluationQuestion> labelled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labelled);
        EvaluationQuestion[] owners = [.. labelled.Select(AsOwners)];
        LabelledText[] texts =
        [
            .. owners.Where(item => item.Label.Expectation != Expectation.Offer)
                .Select(item => new LabelledText(item.Question, item.Entry, item.Label.Expectation == Expectation.NearMiss)),
        ];
        FitQuestions questions = await FitQuestions.EncodeAsync(
            _catalog, published.Encoder.Bulk, foreign, texts, cancellationToken);
        KnowledgeBaseFit fit = questions.Fit(cancellationToken);
        JudgedCalibration? judged = Judge is { } judge && published.Encoder.Confidence?.Judging is { } start
            && start.ModelFingerprint == judge.Model.Fingerprint ? new JudgedCalibration(published, judge, start) : null;
        return fit.Model with
        {
            Judging = judged is null ? null : await judged.FitAsync(fit.Model, fit.Questions, cancellationToken),
            Fit = await MeasureAsync(fit, questions, judged, owners, cancellationToken),
            Reranking = Reranking is null ? null
                : await RerankingCalibration.FitAsync(_catalog, fit.Model, fit.Questions, Reranking, Precision, cancellationToken),
        };
    }

    /// <summary>An owner who writes down a question that no entry answers has met it: without a kind it is a near miss.</summary>
    private static EvaluationQuestion AsOwners(EvaluationQuestion question) =>
        question.Label.Expectation == Expectation.OutOfScope ? question with { Kind = "unanswered" } : question;

    /// <summary>On questions other than those of the fit where that is possible.</summary>
    private async Task<FitReport> MeasureAsync(
        KnowledgeBaseFit fit, FitQuestions questions, JudgedCalibration? judged, IReadOnlyList<EvaluationQuestion> labelled,
            CancellationToken cancellationToken)
    {
        (EvaluationQuestion Question, Outcome Outcome)[] unseen = await ValidateAsync(questions, judged, labelled, cancellationToken);
        if (unseen.Length == 0)
        {
            return fit.Model.Fit! with { Suggested = Precision is { } wanted ? ThresholdSuggestion.Of(fit.Judged, wanted) : null };
        }

        ThresholdSuggestion? suggested = Precision is { } precision
            ? ThresholdSuggestion.Of([.. unseen.SelectMany(item => item.Question.Label.Judge(item.Outcome))], precision) : null;
        Scores scores = Scores.Of(unseen, policy);
        return fit.Model.Fit! with
        {
            Suggested = suggested,
            CrossValidated = new CrossValidation(
                Math.Min(QuestionFolds.Count, unseen.Length),
                unseen.Count(item => item.Question.Entry is not null),
                scores.NearMisses,
                scores.CalibrationError ?? 0,
                scores.ToEffect(policy.AnswerThreshold))
            {
                Suggested = suggested is null ? null
                    : Scores.Of(unseen, policy.With(suggested.Threshold)).ToEffect(suggested.Threshold),
            },
        };
    }

    /// <summary>Asks each part of the questions, as the service would, with the confidence that was fitted on the others.</summary>
    /// <returns>The questions with what was made of them; none where the others of a part were too few to fit on.</returns>
    private async Task<(EvaluationQuestion Question, Outcome Outcome)[]> ValidateAsync(
        FitQuestions questions, JudgedCalibration? judged, IReadOnlyList<EvaluationQuestion> labelled,
            CancellationToken cancellationToken)
    {
        EvaluationQuestion[] measured = [.. Measured(labelled)];
        if (measured.Length == 0)
        {
            return [];
        }

        int[] folds = QuestionFolds.Of(measured);
        Dictionary<string, AskedText> vectors = await EvaluatorOf(published).EncodeAsync(measured, null, cancellationToken);
        List<(EvaluationQuestion Question, Outcome Outcome)> unseen = [];
        for (int fold = 0; fold < QuestionFolds.Count; fold++)
        {
            EvaluationQuestion[] part = [.. measured.Where((_, i) => folds[i] == fold)];
            HashSet<Question> leftOut = [.. part.Select(item => item.Question)];
            if (part.Length == 0)
            {
                continue;
            }

            if (questions.FitWithout(leftOut, cancellationToken) is not var (fitted, others))
            {
                return [];
            }

            ConfidenceModel confidence = fitted with
            {
                Judging = judged is null ? null : await judged.FitAsync(fitted, others, cancellationToken),
            };
            Evaluator evaluator = EvaluatorOf(published with { Confidence = confidence });
            unseen.AddRange(part.Zip(await evaluator.AskAsync(part, vectors, time.GetUtcNow(), null, cancellationToken)));
        }

        return [.. unseen];
    }

    private Evaluator EvaluatorOf(PublishedCatalog asked) => new(asked, policy, time) { Stages = Judge is null ? [] : [Judge] };

    /// <summary>As many of other fields as <c>eval</c> asks.</summary>
    private static IEnumerable<EvaluationQuestion> Measured(IReadOnlyList<EvaluationQuestion> labelled)
    {
        ILookup<bool, EvaluationQuestion> isForeign = labelled.ToLookup(item => item.Label.Expectation == Expectation.Foreign);
        return isForeign[false].Concat(
            EvaluationFiles.Thin([.. isForeign[true]], isForeign[false].Count(), ConfidenceFit.OutOfScopeShare));
    }
}
