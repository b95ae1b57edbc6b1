using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>Calibrates one knowledge base: its confidence and, where a cross-encoder is given, its reranking.</summary>
public static class KnowledgeBaseCalibration
{
    /// <summary>Fits the constants and keeps them for the knowledge base, where a running service finds them at its next look.</summary>
    /// <param name="asked">The knowledge base.</param>
    /// <param name="files">The labelled questions, without <see cref="CalibrationFiles.Faq"/>, which are its own; may be empty.</param>
    /// <param name="precision">A precision to suggest a threshold for, 0…1; or null.</param>
    /// <param name="reranking">A cross-encoder to fit a reranking for; or null.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidDataException">A file has faults, or there is too little to fit on.</exception>
    public static async Task<ConfidenceModel> FitAndKeepAsync(
        AskedKnowledge asked,
        CalibrationFiles files,
        double? precision,
        RerankingStage? reranking,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(time);
        IReadOnlyList<EvaluationQuestion> labelled = files.Queries.Count + files.Foreign.Count == 0
            ? []
            : EvaluationFiles.Read(files.Queries, files.Foreign, 1, asked.Published.Catalog.Knowledge);
        string[] others = [.. asked.QuestionsOfOthers];
        ConfidenceModel fitted = await FitAsync(asked.Published, others, labelled, precision, reranking, cancellationToken);
        asked.Keep(fitted, time.GetUtcNow());
        return fitted;
    }

    /// <summary>Fits the constants: see <see cref="KnowledgeBaseFit"/>.</summary>
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
        ArgumentNullException.ThrowIfNull(labelled);
        KnowledgeBaseFit fit = await KnowledgeBaseFit.FitAsync(
            published.Catalog, published.Encoder.Bulk, foreign, [.. labelled.Select(item => (item.Question, item.Entry))],
                cancellationToken);
        return fit.Model with
        {
            Fit = fit.Model.Fit! with { Suggested = precision is { } wanted ? ThresholdSuggestion.Of(fit.Judged, wanted) : null },
            Reranking = reranking is null ? null
                : await RerankingCalibration.FitAsync(published.Catalog, fit.Model, fit.Questions, reranking, precision, cancellationToken),
        };
    }
}
