namespace FaqBot.Core.Matching;

/// <summary>A question with its best entries and a label.</summary>
/// <param name="Contenders">The best entries.</param>
/// <param name="Right">Index of the right one among them, or −1: none is.</param>
/// <param name="Weight">How often it counts, above 0.</param>
public sealed record LabelledContenders(Contenders Contenders, int Right, double Weight);

/// <summary>A question whose right entry is known.</summary>
/// <param name="Entries">The evidence for all entries that it may mean.</param>
/// <param name="Right">Index of the right one among them.</param>
/// <param name="Weight">How often it counts, above 0.</param>
public sealed record LabelledRanking(IReadOnlyList<Evidence> Entries, int Right, double Weight);

/// <summary>Fits the constants of <see cref="ConfidenceModel"/>.</summary>
/// <remarks>All fits maximise a likelihood with a normal prior by Newton's method; the same samples give the same constants.</remarks>
public static class ConfidenceFit
{
    /// <summary>The share of questions that no entry answers, as operators of service desks commonly see it.</summary>
    public const double OutOfScopeShare = 0.3;

    // A weak prior, as a share of all samples, keeps the weights finite when the labels can be separated.
    private const double Ridge = 5e-4;

    /// <summary>Fits the weights of evidence: a conditional logit.</summary>
    /// <param name="samples">Questions whose right entry is known.</param>
    /// <param name="prior">Weights to keep near, or null for zero.</param>
    /// <param name="strength">How many samples the prior counts for; with no prior a weak one.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public static RankingWeights FitRanking(IReadOnlyCollection<LabelledRanking> samples, RankingWeights? prior = null, double strength = 0)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            throw new ArgumentException("A fit needs samples.", nameof(samples));
        }

        (double[][] Features, int Right, double Weight)[] rows =
            [.. samples.Select(sample =>
                (sample.Entries.Select(entry => RankingWeights.FeaturesOf(entry)).ToArray(), sample.Right, sample.Weight))];
        double total = rows.Sum(row => row.Weight);
        return RankingWeights.Of(NewtonMethod.Maximize(
            prior?.ToArray() ?? new double[RankingWeights.Features],
            prior is null ? Ridge * total : strength * total / samples.Count,
            firstFree: 0,
            (weights, derivatives) =>
            {
                foreach ((double[][] features, int right, double weight) in rows)
                {
                    derivatives.AddConditionalLogit(features, right, weight, weights);
                }
            }));
    }

    /// <summary>Weights that give every alternative the same share: where nothing was fitted yet.</summary>
    internal static ShareWeights NoShares { get; } = ShareWeights.Of(new double[ShareWeights.Count]);

    /// <summary>Fits the weights of a distribution: a conditional logit in which "none of them" is one more alternative.</summary>
    /// <param name="samples">Labelled questions.</param>
    /// <param name="prior">Weights to keep near, or null for zero.</param>
    /// <param name="strength">How many samples the prior counts for; with no prior a weak one.</param>
    /// <param name="judged">Whether a judge has read the best entries.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public static ShareWeights FitShares(
        IReadOnlyCollection<LabelledContenders> samples, ShareWeights? prior = null, double strength = 0, bool judged = false) =>
        FitShares(samples, prior?.ToArray() ?? new double[ShareWeights.Count], prior is null ? null : strength, isFixed: null, judged);

    /// <summary>Fits the weights where a judge has read the best entries.</summary>
    /// <param name="samples">Labelled questions, read by the judge.</param>
    /// <param name="without">The weights where none has: what counts in every knowledge base stays, so that those whose entries have many
    /// questions are answered as without a judge.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public static ShareWeights FitJudgedShares(IReadOnlyCollection<LabelledContenders> samples, ShareWeights without) =>
        FitJudgedShares(samples, without, isLeftOut: _ => false);

    /// <summary>The same as if there were no such features.</summary>
    /// <param name="samples">Labelled questions, read by the judge.</param>
    /// <param name="without">The weights where none has.</param>
    /// <param name="isLeftOut">Whether a feature, by its name, is to have no weight; asked for those of few questions an entry.</param>
    internal static ShareWeights FitJudgedShares(
        IReadOnlyCollection<LabelledContenders> samples, ShareWeights without, Func<string, bool> isLeftOut)
    {
        ArgumentNullException.ThrowIfNull(without);
        bool[] ofFew = ShareWeights.AreOfFew();
        return FitShares(
            samples,
            [.. without.ToArray().Select((weight, i) => ofFew[i] ? 0 : weight)],
            null,
            [.. ofFew.Zip(ShareWeights.Names, (few, name) => !few || isLeftOut(name))],
            judged: true);
    }

    /// <summary>Fits the cosine at which questions are as likely to mean the same as not: a logistic regression over one feature.</summary>
    /// <param name="samples">Cosine and whether both mean the same; either kind weighs a half in all.</param>
    /// <returns>The cosine; not between the two kinds when the cosine says nothing.</returns>
    internal static double FitEvenCosine(IReadOnlyCollection<(double Cosine, bool Same)> samples)
    {
        double perSame = 1.0 / samples.Count(sample => sample.Same), perOther = 1.0 / samples.Count(sample => !sample.Same);
        double[] weights = FitLogistic(
            [.. samples.Select(sample => (new[] { 1, sample.Cosine }, sample.Same, sample.Same ? perSame : perOther))], null, 0);
        return -weights[0] / weights[1];
    }

    /// <summary>Mean negative log likelihood of labels under probabilities.</summary>
    /// <param name="predictions">Probability, label and weight.</param>
    /// <returns>The loss in nats.</returns>
    public static double LogLoss(IReadOnlyCollection<(double Probability, bool Right, double Weight)> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        double total = predictions.Sum(p => -p.Weight * Math.Log(Math.Clamp(p.Right ? p.Probability : 1 - p.Probability, 1e-6, 1)));
        return total / predictions.Sum(p => p.Weight);
    }

    /// <summary>Expected calibration error: mean distance of confidence and share of right answers over ten equal bins.</summary>
    /// <param name="predictions">Probability, label and weight.</param>
    /// <returns>The error, 0…1.</returns>
    public static double CalibrationError(IReadOnlyCollection<(double Probability, bool Right, double Weight)> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        double all = predictions.Sum(p => p.Weight);
        return predictions
            .GroupBy(p => Math.Min(9, (int)(p.Probability * 10)))
            .Sum(bin => Math.Abs(bin.Sum(p => p.Weight * (p.Probability - (p.Right ? 1 : 0)))) / all);
    }

    private static ShareWeights FitShares(
        IReadOnlyCollection<LabelledContenders> samples, double[] prior, double? strength, bool[]? isFixed, bool judged)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            throw new ArgumentException("A fit needs samples.", nameof(samples));
        }

        (double[][] Alternatives, int Right, double Weight)[] rows =
        [
            .. samples.Select(sample => (
                ShareWeights.AlternativesOf(sample.Contenders, judged),
                sample.Right < 0 ? sample.Contenders.Entries.Count : sample.Right,
                sample.Weight)),
        ];
        double total = rows.Sum(row => row.Weight);
        return ShareWeights.Of(NewtonMethod.Maximize(
            prior,
            strength is { } counts ? counts * total / samples.Count : Ridge * total,
            firstFree: 0,
            (weights, derivatives) =>
            {
                foreach ((double[][] alternatives, int right, double weight) in rows)
                {
                    derivatives.AddConditionalLogit(alternatives, right, weight, weights);
                }
            },
            isFixed));
    }

    /// <summary>Fits a logistic regression.</summary>
    internal static double[] FitLogistic((double[] Features, bool Right, double Weight)[] rows, double[]? prior, double strength)
    {
        if (!rows.Any(row => row.Right) || rows.All(row => row.Right))
        {
            throw new ArgumentException("A fit needs right and wrong samples.");
        }

        double total = rows.Sum(row => row.Weight);
        return NewtonMethod.Maximize(
            prior ?? new double[rows[0].Features.Length],
            prior is null ? Ridge * total : strength * total / rows.Length,
            firstFree: prior is null ? 1 : 0,
            (weights, derivatives) =>
            {
                foreach ((double[] features, bool right, double weight) in rows)
                {
                    derivatives.AddLogistic(features, right, weight, weights);
                }
            });
    }
}
