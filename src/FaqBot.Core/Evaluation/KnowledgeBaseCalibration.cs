using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>Calibrates one knowledge base: its confidence and, where a cross-encoder is given, its reranking.</summary>
public static class KnowledgeBaseCalibration
{
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
            published.Catalog, published.Encoder.Bulk, foreign, [.. labelled.Select(item => (item.Question, item.Entry))], cancellationToken);
        return fit.Model with
        {
            Fit = fit.Model.Fit! with { Suggested = precision is { } wanted ? ThresholdSuggestion.Of(fit.Judged, wanted) : null },
            Reranking = reranking is null ? null : await RerankingCalibration.FitAsync(published.Catalog, fit.Model, fit.Questions, reranking, precision, cancellationToken),
        };
    }
}
