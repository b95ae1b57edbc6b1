using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>Fits the distribution of one knowledge base where a judge takes part, starting from that of the encoder.</summary>
/// <remarks>Not thread-safe. What the judge gave for a question and a stored one is kept for further fits.</remarks>
/// <param name="published">The knowledge base.</param>
/// <param name="judge">Asks the judge.</param>
/// <param name="start">The weights of the encoder for this judge.</param>
internal sealed class JudgedCalibration(PublishedCatalog published, RerankingStage judge, JudgedShares start)
{
    // A judge takes some hundred times as long as comparing vectors: this many take some seconds.
    private const int MostOwn = 200, MostForeign = 100;

    // How many samples the weights of the encoder count for.
    private const double PriorStrength = 20;

    private readonly Dictionary<string, AskedText> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Text, int Row), float> _logits = [];

    /// <summary>Fits the weights.</summary>
    /// <param name="model">The constants that were fitted without the judge.</param>
    /// <param name="questions">The questions of that fit: labelled ones all, of the others an even choice.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <returns>The weights.</returns>
    public async Task<JudgedShares> FitAsync(
        ConfidenceModel model, IEnumerable<LabelledQuestion> questions, CancellationToken cancellationToken)
    {
        ILookup<bool, LabelledQuestion> byKind = questions.ToLookup(question => question.Entry >= 0 || question.IsNearMiss);
        ILookup<bool, LabelledQuestion> isOwn = byKind[true].ToLookup(question => question.Row >= 0);
        LabelledQuestion[] chosen =
            [.. isOwn[false], .. EvenChoice.Of([.. isOwn[true]], MostOwn), .. EvenChoice.Of([.. byKind[false]], MostForeign)];
        await EncodeAsync([.. chosen.Select(question => question.Text)], cancellationToken);
        List<LabelledContenders> samples = [];
        foreach (Calibration.Sample sample in Calibration.SamplesOf(
            new CalibrationSet(published.Catalog, chosen) { TakenOut = OwnQuestionFit.TakenOut }, model.Scale, cancellationToken))
        {
            LabelledContenders labelled = sample.ToContenders(model.Ranking, published.Catalog.Taught);
            PairReading reading = PairReading.Of(labelled.Contenders, judge.Top);
            float[] logits = await LogitsOfAsync(_asked[sample.Question.Text], reading.Rows, cancellationToken);
            samples.Add(labelled with { Contenders = reading.Judged(logits) });
        }

        return samples.Count == 0 ? start
            : start with { Weights = ConfidenceFit.FitShares(samples, start.Weights, PriorStrength, judged: true) };
    }

    private async Task EncodeAsync(string[] texts, CancellationToken cancellationToken)
    {
        string[] missing = [.. texts.Distinct(StringComparer.Ordinal).Where(text => !_asked.ContainsKey(text))];
        foreach (AskedText asked in await published.Encoder.EncodeAsync(missing, toJudge: true, null, cancellationToken))
        {
            _asked[asked.Text] = asked;
        }
    }

    private async Task<float[]> LogitsOfAsync(AskedText asked, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        int[] missing = [.. rows.Where(row => !_logits.ContainsKey((asked.Text, row)))];
        if (missing.Length > 0)
        {
            foreach ((int row, float logit) in missing.Zip(
                await judge.ScoreAsync(published.Catalog, asked, missing, cancellationToken)))
            {
                _logits[(asked.Text, row)] = logit;
            }
        }

        return [.. rows.Select(row => _logits[(asked.Text, row)])];
    }
}
