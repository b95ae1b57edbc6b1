using System.Numerics.Tensors;

namespace FaqBot.Core.Matching;

/// <summary>A question whose best entries a cross-encoder has judged, with a label.</summary>
/// <param name="Question">Number of the question: samples of the same one are never on both sides of a cross-validation.</param>
/// <param name="Entries">The best entries in the order of their ranking, at least one.</param>
/// <param name="Right">Index of the right one among them, or −1.</param>
/// <param name="InScope">Whether the knowledge base answers the question, perhaps by an entry that is not among them.</param>
/// <param name="Weight">How often it counts, above 0.</param>
public sealed record LabelledReranking(int Question, IReadOnlyList<JudgedEntry> Entries, int Right, bool InScope, double Weight);

/// <summary>Fits the constants of <see cref="Reranking"/>.</summary>
/// <remarks>
/// The weight of the cross-encoder is a conditional logit in which the score of the ranking stands as it is; the confidence is a logistic
/// regression that starts from the confidence before. A cross-encoder that does not lower the log loss on questions other than those of the
/// fit gets no say. The same samples give the same constants.
/// </remarks>
public static class RerankingFit
{
    // How many samples count as much as the belief that the cross-encoder says nothing.
    private const double PriorStrength = 20;

    private const int Folds = 5;
    private const double LeastDeviation = 1e-6;

    /// <summary>Fits the constants.</summary>
    /// <param name="samples">The samples, of which some find their entry and some do not.</param>
    /// <param name="modelFingerprint">Fingerprint of the cross-encoder.</param>
    /// <param name="top">How many entries it judged of each, at most.</param>
    /// <param name="precision">A precision to suggest a threshold for, 0…1; or null.</param>
    /// <returns>The constants; null when all samples have the same label.</returns>
    public static Reranking? Fit(IReadOnlyCollection<LabelledReranking> samples, string modelFingerprint, int top, double? precision = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Reranking start = Start(samples, modelFingerprint, top);
        if (FitOn(samples, start) is not { } fitted)
        {
            return null;
        }

        List<(LabelledReranking Sample, double Confidence, bool Right)> unseen = [];
        for (int fold = 0; fold < Folds; fold++)
        {
            ILookup<bool, LabelledReranking> split = samples.ToLookup(sample => sample.Question % Folds == fold);
            Reranking seen = FitOn([.. split[false]], start) ?? start;
            unseen.AddRange(split[true].Select(sample => Predict(seen, sample)));
        }

        (double Probability, bool Right, double Weight)[] before =
            [.. samples.Select(sample => Sample(Predict(start, sample)))], after = [.. unseen.Select(Sample)];
        double lossBefore = ConfidenceFit.LogLoss(before), loss = ConfidenceFit.LogLoss(after);
        double asked = Math.Max(1, samples.Count(sample => sample.InScope));
        return (loss < lossBefore ? fitted : start) with
        {
            Fit = new RerankingReport(
                samples.Count(sample => sample.InScope),
                Math.Round(samples.Count(sample => sample.Right == 0) / asked, 4),
                Math.Round(after.Count(sample => sample.Right) / asked, 4),
                Math.Round(lossBefore, 4),
                Math.Round(loss, 4),
                Math.Round(ConfidenceFit.CalibrationError(after), 4))
            {
                Suggested = precision is { } wanted
                    ? ThresholdSuggestion.Of([.. unseen.Select(item =>
                        new JudgedQuestion(item.Confidence, item.Right, item.Sample.InScope, item.Sample.Weight))], wanted)
                    : null,
            },
        };
    }

    /// <summary>Changes nothing, on the scale of the cross-encoder's numbers.</summary>
    private static Reranking Start(IReadOnlyCollection<LabelledReranking> samples, string modelFingerprint, int top)
    {
        double[] logits = [.. samples.SelectMany(sample => sample.Entries, (_, entry) => entry.Logit).DefaultIfEmpty()];
        double mean = logits.Average();
        return new Reranking
        {
            ModelFingerprint = modelFingerprint,
            Features = Reranking.Version,
            Top = top,
            Mean = Math.Round(mean, 6),
            Deviation = Math.Max(LeastDeviation,
                Math.Round(
                    TensorPrimitives.Distance<double>(logits, [.. Enumerable.Repeat(mean, logits.Length)]) / Math.Sqrt(logits.Length), 6)),
            Weight = 0,
            Confidence = RerankingWeights.Neutral,
        };
    }

    private static Reranking? FitOn(IReadOnlyCollection<LabelledReranking> samples, Reranking start)
    {
        Reranking weighed = start with { Weight = FitWeight([.. samples.Where(sample => sample.Right >= 0)], start) };
        (double[] Features, bool Right, double Weight)[] rows =
        [
            .. samples.Select(sample =>
            {
                (RerankedStanding leader, bool right) = Leader(weighed, sample);
                return (RerankingWeights.FeaturesOf(leader), right, sample.Weight);
            }),
        ];
        return rows.Any(row => row.Right) && !rows.All(row => row.Right)
            ? weighed with
            {
                Confidence =
                RerankingWeights.Of(ConfidenceFit.FitLogistic(rows, RerankingWeights.Neutral.ToArray(), PriorStrength))
            }
            : null;
    }

    /// <summary>What a standard deviation of the cross-encoder's numbers adds to a score; one that speaks against the right entries is not
    /// believed.</summary>
    private static double FitWeight(LabelledReranking[] samples, Reranking start)
    {
        (double[][] Features, int Right, double Weight)[] rows =
            [.. samples.Select(sample =>
                (sample.Entries.Select(entry => new[] { entry.Score, start.RelevanceOf(entry.Logit) }).ToArray(), sample.Right,
                    sample.Weight))];
        double[] found = NewtonMethod.Maximize(
            [0],
            samples.Length == 0 ? 1 : PriorStrength * rows.Sum(row => row.Weight) / rows.Length,
            firstFree: 0,
            (weights, derivatives) =>
            {
                // The weight of the score is 1 and stays so.
                NewtonMethod.Derivatives both = new(2);
                foreach ((double[][] features, int right, double weight) in rows)
                {
                    both.AddConditionalLogit(features, right, weight, [1, weights[0]]);
                }

                derivatives.Value += both.Value;
                derivatives.Gradient[0] += both.Gradient[1];
                derivatives.Curvature[0][0] += both.Curvature[1][1];
            });
        return Math.Round(Math.Max(0, found[0]), 6);
    }

    private static (RerankedStanding Standing, bool Right) Leader(Reranking reranking, LabelledReranking sample)
    {
        RerankedStanding[] standings = reranking.StandingsOf(sample.Entries);
        int best = Enumerable.Range(0, standings.Length).MaxBy(i => standings[i].Score);
        return (standings[best], best == sample.Right);
    }

    private static (LabelledReranking Sample, double Confidence, bool Right) Predict(Reranking reranking, LabelledReranking sample)
    {
        (RerankedStanding leader, bool right) = Leader(reranking, sample);
        return (sample, ConfidenceModel.Shown(reranking.Confidence.Of(leader)), right);
    }

    private static (
        double Probability, bool Right, double Weight) Sample((LabelledReranking Sample, double Confidence, bool Right) predicted) =>
        (predicted.Confidence, predicted.Right, predicted.Sample.Weight);
}
