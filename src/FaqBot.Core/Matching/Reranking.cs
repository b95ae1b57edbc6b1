using System.Text.Json.Serialization;
using FaqBot.Core.Text;

namespace FaqBot.Core.Matching;

/// <summary>Orders the best entries of a ranking anew by what a cross-encoder says about them, with a confidence of its own.</summary>
/// <remarks>
/// The cross-encoder reads what was searched for beside the nearest stored question of each entry; the answer is left out, which would
/// take many
/// times as long. Fitted for one knowledge base, one cross-encoder and the <see cref="ConfidenceModel"/> that holds it. Immutable and
/// thread-safe.
/// </remarks>
public sealed record Reranking
{
    /// <summary>Raised when a feature changes its meaning: constants that were fitted before no longer apply.</summary>
    public const int Version = 1;

    /// <summary>Entries that can be judged anew, at least and at most.</summary>
    public const int FewestEntries = 2, MostEntries = Ranking.MaxEntries;

    private const double Farthest = 5, LongestLead = 10, LargestPrior = 10;

    // As in a ranking: what an unrelated entry scores stands in where there is but one.
    private const double UnrelatedScore = 0;

    /// <summary>Fingerprint of the cross-encoder that the constants belong to.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>The <see cref="Version"/> that the constants belong to.</summary>
    public required int Features { get; init; }

    /// <summary>How many of the best entries are judged anew.</summary>
    public required int Top { get; init; }

    /// <summary>Mean of the cross-encoder's numbers in the fit.</summary>
    public required double Mean { get; init; }

    /// <summary>Their standard deviation, above 0.</summary>
    public required double Deviation { get; init; }

    /// <summary>What a standard deviation adds to the score of an entry, 0 or more.</summary>
    public required double Weight { get; init; }

    /// <summary>Turns standings into confidence.</summary>
    public required RerankingWeights Confidence { get; init; }

    /// <summary>How well the constants did on questions that they were not fitted on.</summary>
    public RerankingReport? Fit { get; init; }

    /// <summary>Whether the cross-encoder changes nothing, because it proved to be of no help: it need not be asked.</summary>
    [JsonIgnore]
    public bool IsNeutral => Weight == 0 && Confidence == RerankingWeights.Neutral;

    /// <summary>Orders the best entries anew.</summary>
    /// <param name="ranked">The ranking, most probable first, without an exact match.</param>
    /// <param name="judged">Its first entries as the cross-encoder judged them, in the same order.</param>
    /// <returns>The same entries with falling confidence; those that were not judged follow in their order.</returns>
    public RankedEntry[] Rank(IReadOnlyList<RankedEntry> ranked, IReadOnlyList<JudgedEntry> judged)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(judged.Count, ranked.Count);
        RerankedStanding[] standings = StandingsOf(judged);
        double ceiling = 1, left = 1;
        return
        [
            .. Enumerable.Range(0, judged.Count).OrderByDescending(i => standings[i].Score)
                .Select(i => Below(ranked[i], ConfidenceModel.Shown(Confidence.Of(standings[i])))),
            .. ranked.Skip(judged.Count).Select(entry => Below(entry, entry.Confidence)),
        ];

        // Entries exclude each other: what the first leave is all that is left to those behind them.
        RankedEntry Below(RankedEntry entry, double confidence)
        {
            ceiling = Math.Min(Math.Min(ceiling, Math.Round(Math.Max(0, left), 4)), confidence);
            left -= ceiling;
            return entry with { Confidence = ceiling };
        }
    }

    /// <summary>The standings of entries that a cross-encoder has judged, in the same order.</summary>
    internal RerankedStanding[] StandingsOf(IReadOnlyList<JudgedEntry> judged)
    {
        double[] relevance = [.. judged.Select(entry => RelevanceOf(entry.Logit))];
        double[] scores = [.. judged.Select((entry, i) => entry.Score + (Weight * relevance[i]))];
        return
        [
            .. judged.Select((entry, i) => new RerankedStanding(
                scores[i],
                Math.Clamp(Math.Log(entry.Confidence / (1 - entry.Confidence)), -LargestPrior, LargestPrior),
                relevance[i],
                Math.Clamp(
                    scores[i] - scores.Where((_, other) => other != i).DefaultIfEmpty(UnrelatedScore).Max(), -LongestLead, LongestLead))),
        ];
    }

    /// <summary>What a cross-encoder is given beside the question for each stored one.</summary>
    /// <param name="catalog">The knowledge base.</param>
    /// <param name="rows">Rows of the stored questions.</param>
    /// <returns>Their texts, normalised.</returns>
    public static string[] TextsOf(FaqCatalog catalog, IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return [.. rows.Select(row => TextNormalizer.Clean(catalog.Questions[row].Text))];
    }

    /// <summary>Puts what the cross-encoder gave beside the evidence.</summary>
    internal static JudgedEntry[] Judge(IEnumerable<RankedEntry> ranked, IReadOnlyList<float> logits, Contenders contenders)
    {
        Dictionary<int, double> scores = contenders.Entries.ToDictionary(contender => contender.Found.Entry, contender => contender.Score);
        return [.. ranked.Zip(logits, (entry, logit) => new JudgedEntry(scores[entry.Entry], entry.Confidence, logit))];
    }

    internal double RelevanceOf(double logit) => Math.Clamp((logit - Mean) / Deviation, -Farthest, Farthest);

    /// <summary>What cannot be computed with, one line a fault.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!Confidence.ToArray().Append(Weight).Append(Mean).All(double.IsFinite) || !(Deviation > 0 && double.IsFinite(Deviation)))
        {
            yield return "a constant of reranking is not finite, or its deviation not above 0";
        }
    }
}

/// <summary>How well a cross-encoder helps, on questions other than those of the fit (five-fold cross-validation).</summary>
/// <param name="Questions">Number of questions that an entry answers.</param>
/// <param name="RightBefore">Share of them whose best entry was right without it.</param>
/// <param name="Right">The same with it.</param>
/// <param name="LogLossBefore">Mean negative log likelihood without it, over all samples.</param>
/// <param name="LogLoss">The same with it.</param>
/// <param name="CalibrationError">Expected calibration error with it, over ten equal bins.</param>
public sealed record RerankingReport(
    int Questions, double RightBefore, double Right, double LogLossBefore, double LogLoss, double CalibrationError)
{
    /// <summary>The threshold for the precision that was asked for at the fit, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ThresholdSuggestion? Suggested { get; init; }
}
