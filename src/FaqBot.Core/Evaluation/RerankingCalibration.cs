using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>Fits the reranking of one knowledge base for a cross-encoder.</summary>
internal static class RerankingCalibration
{
    // A cross-encoder takes some hundred times as long as comparing vectors: this many take about a minute.
    private const int MostAsked = 200, MostNearMisses = 100, MostForeign = 100;

    /// <summary>Fits the constants.</summary>
    /// <param name="catalog">The knowledge base.</param>
    /// <param name="confidence">The confidence that was fitted for it.</param>
    /// <param name="questions">The questions of that fit, of which an even choice is taken.</param>
    /// <param name="stage">Asks the cross-encoder.</param>
    /// <param name="precision">A precision to suggest a threshold for, 0…1; or null.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The constants.</returns>
    /// <exception cref="InvalidDataException">All questions find their entry, or none does.</exception>
    public static async Task<Reranking> FitAsync(
        FaqCatalog catalog,
        ConfidenceModel confidence,
        IReadOnlyList<LabelledQuestion> questions,
        RerankingStage stage,
        double? precision,
        CancellationToken cancellationToken)
    {
        LabelledQuestion[] chosen =
        [
            .. EvenChoice.Of([.. questions.Where(question => question.Entry >= 0)], MostAsked),
                .. EvenChoice.Of([.. questions.Where(question => question.IsNearMiss)], MostNearMisses),
                .. EvenChoice.Of([.. questions.Where(question => question is { Entry: < 0, IsNearMiss: false })], MostForeign),
        ];
        double perAsked = 1.0 / Math.Max(1, chosen.Count(question => question.Entry >= 0)),
            perForeign = 1.0 / Math.Max(1, chosen.Count(question => question is { Entry: < 0, IsNearMiss: false }));
        List<LabelledReranking> samples = [];
        foreach ((int number, LabelledQuestion question) in chosen.Index())
        {
            Dictionary<int, float> judged = [];
            double weight = question.Entry >= 0 || question.IsNearMiss ? perAsked : perForeign;
            foreach (Calibration.Sample sample in Calibration.SamplesOf(
                new CalibrationSet(catalog, [question with { Weight = 1 }]) { TakenOut = OwnQuestionFit.TakenOut }, confidence.Scale,
                    cancellationToken))
            {
                LabelledContenders labelled = sample.ToContenders(confidence.Ranking, catalog.Taught);
                RankedEntry[] best = [.. Ranking.Rank(labelled.Contenders, null, confidence.Weights).Take(stage.Top)];
                await JudgeAsync(catalog, question, best, judged, stage, cancellationToken);
                JudgedEntry[] entries = Reranking.Judge(best, [.. best.Select(entry => judged[entry.Entry])], labelled.Contenders);
                int right = labelled.Right < 0 ? -1 : Array.FindIndex(best, entry => entry.Entry == question.Entry);
                samples.Add(new LabelledReranking(number, entries, right, sample.Asked, sample.Weight * weight));
            }
        }

        return RerankingFit.Fit(samples, stage.Model.Fingerprint, stage.Top, precision) ?? throw new InvalidDataException(
            $"'{catalog.Identity.KnowledgeBaseId}': found only questions of one kind, expected some that find their entry among the "
            + $"{stage.Top} best and some that do not; "
            + "add labelled questions with --queries");
    }

    /// <summary>Asks about the entries that it was not asked about yet: with the right one taken out, most are the same.</summary>
    private static async Task JudgeAsync(
        FaqCatalog catalog, LabelledQuestion question, RankedEntry[] best, Dictionary<int, float> judged, RerankingStage stage,
            CancellationToken cancellationToken)
    {
        RankedEntry[] missing = [.. best.Where(entry => !judged.ContainsKey(entry.Entry))];
        if (missing.Length > 0)
        {
            float[] logits = await stage.ScoreAsync(
                catalog, new AskedText(question.Text, question.Vector), [.. missing.Select(entry => entry.Row)], cancellationToken);
            foreach ((RankedEntry entry, float logit) in missing.Zip(logits))
            {
                judged[entry.Entry] = logit;
            }
        }
    }
}
