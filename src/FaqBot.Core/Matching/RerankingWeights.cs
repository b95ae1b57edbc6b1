namespace FaqBot.Core.Matching;

/// <summary>An entry of a ranking that a cross-encoder read beside the question.</summary>
/// <param name="Score">Its score: see <see cref="RankingWeights.Score"/>.</param>
/// <param name="Confidence">Its confidence in the ranking, 0…1.</param>
/// <param name="Logit">What the cross-encoder gave, of any size; greater fits better.</param>
public readonly record struct JudgedEntry(double Score, double Confidence, double Logit);

/// <summary>How an entry stands after a cross-encoder has read it; the features of <see cref="RerankingWeights"/>.</summary>
/// <param name="Score">The score that orders: that of the ranking and the weighed relevance together.</param>
/// <param name="Prior">Logit of the confidence that it had before, −10…10.</param>
/// <param name="Relevance">What the cross-encoder gave, in standard deviations from the mean of its fit, −5…5.</param>
/// <param name="Lead">Its <see cref="Score"/> less the best one of any other entry, −10…10; negative for all but the best.</param>
public readonly record struct RerankedStanding(double Score, double Prior, double Relevance, double Lead);

/// <summary>Turns the standing of an entry that a cross-encoder has read into the probability that it is right.</summary>
/// <remarks>Logistic regression over <see cref="RerankedStanding"/>: p = 1 / (1 + e^−(intercept + Σ weight · feature)).</remarks>
public sealed record RerankingWeights
{
    /// <summary>Leaves every confidence as it was; a fit on few questions starts from here.</summary>
    public static RerankingWeights Neutral { get; } = Of([0, 1, 0, 0]);

    /// <summary>Constant term.</summary>
    public required double Intercept { get; init; }

    /// <summary>Of <see cref="RerankedStanding.Prior"/>.</summary>
    public required double Prior { get; init; }

    /// <summary>Of <see cref="RerankedStanding.Relevance"/>.</summary>
    public required double Relevance { get; init; }

    /// <summary>Of <see cref="RerankedStanding.Lead"/>.</summary>
    public required double Lead { get; init; }

    /// <summary>The probability that an entry is right.</summary>
    /// <param name="standing">How it stands among the others.</param>
    /// <returns>0…1.</returns>
    public double Of(in RerankedStanding standing) =>
        1 / (1 + Math.Exp(-(Intercept + (Prior * standing.Prior) + (Relevance * standing.Relevance) + (Lead * standing.Lead))));

    internal static double[] FeaturesOf(in RerankedStanding standing) => [1, standing.Prior, standing.Relevance, standing.Lead];

    internal double[] ToArray() => [Intercept, Prior, Relevance, Lead];

    internal static RerankingWeights Of(IReadOnlyList<double> weights)
    {
        double At(int i) => Math.Round(weights[i], 6);
        return new RerankingWeights { Intercept = At(0), Prior = At(1), Relevance = At(2), Lead = At(3) };
    }
}
