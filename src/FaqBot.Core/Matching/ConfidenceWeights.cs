namespace FaqBot.Core.Matching;

/// <summary>Turns the scores of a question's entries into the probability that one of them is right.</summary>
/// <remarks>Logistic regression over <see cref="Standing"/>: p = 1 / (1 + e^−(intercept + Σ weight · feature)).</remarks>
public sealed record ConfidenceWeights
{
    /// <summary>The weights that were fitted for the bundled encoder, from which a fit on few questions starts.</summary>
    public static ConfidenceWeights Reference { get; } = Of([-3.7, 0.34, 0.17, 2.2, 0.54, -0.22]);

    /// <summary>Constant term.</summary>
    public required double Intercept { get; init; }

    /// <summary>Of <see cref="Standing.Score"/>.</summary>
    public required double Score { get; init; }

    /// <summary>Of <see cref="Standing.Lead"/>.</summary>
    public required double Lead { get; init; }

    /// <summary>Of <see cref="Standing.Share"/>.</summary>
    public required double Share { get; init; }

    /// <summary>Of <see cref="Standing.Length"/>.</summary>
    public required double Length { get; init; }

    /// <summary>Of <see cref="Standing.Questions"/>.</summary>
    public required double Questions { get; init; }

    /// <summary>The probability that an entry is right.</summary>
    /// <param name="standing">How it stands among the others.</param>
    /// <returns>0…1.</returns>
    public double Of(in Standing standing) => 1 / (1 + Math.Exp(-(Intercept
        + (Score * standing.Score) + (Lead * standing.Lead) + (Share * standing.Share) + (Length * standing.Length)
            + (Questions * standing.Questions))));

    internal static double[] FeaturesOf(in Standing standing) =>
        [1, standing.Score, standing.Lead, standing.Share, standing.Length, standing.Questions];

    internal double[] ToArray() => [Intercept, Score, Lead, Share, Length, Questions];

    internal static ConfidenceWeights Of(IReadOnlyList<double> weights)
    {
        double At(int i) => Math.Round(weights[i], 6);
        return new ConfidenceWeights { Intercept = At(0), Score = At(1), Lead = At(2), Share = At(3), Length = At(4), Questions = At(5) };
    }
}

/// <summary>How an entry stands among all that a question may mean.</summary>
/// <param name="Score">Its score: see <see cref="RankingWeights"/>.</param>
/// <param name="Lead">Its score less the best one of any other entry, −10…10; negative for all but the best.</param>
/// <param name="Share">e^score as a share of the sum over all entries, 0…1.</param>
/// <param name="Length">ln(1 + characters and words of the question): one-word questions are right less often.</param>
/// <param name="Questions">ln of the number of its questions: with many of them one comes near by chance.</param>
public readonly record struct Standing(double Score, double Lead, double Share, double Length, double Questions)
{
    private const double LongestLead = 10;

    /// <summary>The standings of all entries of a question.</summary>
    /// <param name="scores">Score and number of questions of each entry.</param>
    /// <param name="length">Characters and words of the question.</param>
    /// <param name="unrelated">Score of an unrelated entry: stands in where there is but one.</param>
    /// <returns>The standings in the same order.</returns>
    public static Standing[] Of(IReadOnlyList<(double Score, int Questions)> scores, int length, double unrelated)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double best = double.NegativeInfinity, second = double.NegativeInfinity;
        foreach ((double score, _) in scores)
        {
            (best, second) = score > best ? (score, best) : (best, Math.Max(second, score));
        }

        second = scores.Count > 1 ? second : unrelated;
        double sum = scores.Sum(item => Math.Exp(item.Score - best)) + (scores.Count > 1 ? 0 : Math.Exp(unrelated - best));
        Standing[] standings = new Standing[scores.Count];
        bool leader = true;
        for (int i = 0; i < standings.Length; i++)
        {
            (double score, int questions) = scores[i];
            double other = score == best && leader ? second : best;
            leader &= score != best;
            standings[i] = new Standing(
                score, Math.Clamp(score - other, -LongestLead, LongestLead), Math.Exp(score - best) / sum, Math.Log(1 + length),
                    Math.Log(questions));
        }

        return standings;
    }
}
