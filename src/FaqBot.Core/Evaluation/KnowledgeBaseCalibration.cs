using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>Fits the confidence for one knowledge base.</summary>
/// <remarks>
/// On its own stored questions, each taken out and asked of the others; on questions of other knowledge bases and of everyday life, which none
/// of its entries answers; and on labelled questions, where there are some. Owners write alternates more unlike each other than customers'
/// questions are unlike them: where there are labelled questions enough, they alone count. It starts from the constants of the bundled encoder
/// and leaves them the further the more questions there are.
/// </remarks>
public static class KnowledgeBaseCalibration
{
    // More make a fit hardly better; the time grows with it.
    private const int MostForeign = 500;

    /// <summary>Labelled questions from which on the knowledge base's own are left out.</summary>
    public const int EnoughLabelled = 100;

    /// <summary>Fits the constants.</summary>
    /// <param name="published">The knowledge base.</param>
    /// <param name="foreign">Questions of other knowledge bases.</param>
    /// <param name="labelled">Labelled questions; may be empty.</param>
    /// <param name="precision">A precision to suggest a threshold for, 0…1; or null.</param>
    /// <param name="reranking">A cross-encoder to fit a reranking for; or null.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">There is too little to fit on.</exception>
    public static async Task<ConfidenceModel> FitAsync(
        PublishedCatalog published,
        IReadOnlyList<string> foreign,
        IReadOnlyList<EvaluationQuestion> labelled,
        double? precision,
        RerankingStage? reranking,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(foreign);
        ArgumentNullException.ThrowIfNull(labelled);
        FaqCatalog catalog = published.Catalog;
        string id = catalog.Identity.KnowledgeBaseId;

        // An exact match has no confidence to fit, and what equals a stored question is no foreign one.
        EvaluationQuestion[] asked = [.. labelled.Where(item => catalog.RowOf(item.Question) < 0)];
        LabelledQuestion[] own = asked.Count(item => item.Entry is not null) >= EnoughLabelled ? [] : [.. OwnQuestionFit.QuestionsOf(catalog)];
        Question[] others =
        [
            .. Thin(foreign).Concat(UnrelatedQuestions.Texts).Select(text => Question.Parse(text, int.MaxValue)).Where(question => catalog.RowOf(question) < 0),
        ];
        string[] texts = [.. asked.Select(item => item.Question).Concat(others).Select(catalog.Vocabulary.EssenceOf)];
        int[] entries = [.. asked.Select(item => item.Entry is null ? -1 : catalog.IndexOf(item.Entry)), .. others.Select(_ => -1)];
        float[] vectors = await published.Encoder.Bulk.EncodeAsync(texts, null, cancellationToken);
        int dimensions = catalog.Identity.Model.Dimensions;
        LabelledQuestion[] further = [.. texts.Select((text, i) => new LabelledQuestion(text, vectors.AsMemory(i * dimensions, dimensions), entries[i]))];
        int usable = own.Length + asked.Count(item => item.Entry is not null);
        LabelledQuestion[] all = [.. own, .. further];
        if (usable < OwnQuestionFit.FewestQuestions || catalog.Entries.Count(entry => entry.Enabled) < OwnQuestionFit.FewestEntries
            || Calibration.Fit([new CalibrationSet(catalog, all)], keepNear: true, cancellationToken) is not { } fit)
        {
            throw new InvalidDataException(
                $"'{id}': found {usable} questions with others of their entry beside them or with labels, expected at least {OwnQuestionFit.FewestQuestions} in {OwnQuestionFit.FewestEntries} entries, "
                + "some of which find their entry; add alternates, or labelled questions with --queries");
        }

        FitReport report = fit.Quality.ToReport(
            [$"{own.Length} own questions", $"{asked.Length} labelled questions", $"{others.Length} questions of other fields"], catalog.Identity.ContentHash);
        return fit.Model with
        {
            Fit = report with { Suggested = precision is { } wanted ? ThresholdSuggestion.Of(fit.Quality.Judged, wanted) : null },
            Reranking = reranking is null ? null : await RerankingCalibration.FitAsync(catalog, fit.Model, all, reranking, precision, cancellationToken),
        };
    }

    private static IEnumerable<string> Thin(IReadOnlyList<string> foreign)
    {
        int most = Math.Min(MostForeign, foreign.Count);
        return Enumerable.Range(0, most).Select(i => foreign[(int)((long)i * foreign.Count / most)]);
    }
}
