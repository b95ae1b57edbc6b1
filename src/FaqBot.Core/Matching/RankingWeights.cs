namespace FaqBot.Core.Matching;

/// <summary>Weighs the evidence for an entry: the score of an entry is the sum of its features times these.</summary>
/// <remarks>
/// Fitted as a conditional logit: e^score over the sum of all entries' e^score is the probability that an entry is the right one, given
/// that one is.
/// </remarks>
public sealed record RankingWeights
{
    /// <summary>Number of features.</summary>
    internal const int Features = 9;

    /// <summary>Of <see cref="Evidence.Nearest"/>.</summary>
    public required double Nearest { get; init; }

    /// <summary>Of <see cref="Evidence.NearestTwo"/>.</summary>
    public required double NearestTwo { get; init; }

    /// <summary>Of <see cref="Evidence.Votes"/>.</summary>
    public required double Votes { get; init; }

    /// <summary>Of <see cref="Evidence.Coverage"/>.</summary>
    public required double Coverage { get; init; }

    /// <summary>Of <see cref="Evidence.StoredCoverage"/>.</summary>
    public required double StoredCoverage { get; init; }

    /// <summary>Of <see cref="Evidence.NumbersDiffer"/>.</summary>
    public required double NumbersDiffer { get; init; }

    /// <summary>Of <see cref="Evidence.NegationDiffers"/>.</summary>
    public required double NegationDiffers { get; init; }

    /// <summary>Of <see cref="Evidence.Opposed"/>.</summary>
    public required double Opposed { get; init; }

    /// <summary>Of <see cref="Evidence.OtherScript"/>: cosines across languages are lower.</summary>
    public required double OtherScript { get; init; }

    /// <summary>Of <see cref="Evidence.Context"/>. Not fitted: no labelled conversations are at hand; it makes a child win over an entry
    /// about as near.</summary>
    public double Context { get; init; } = 2.5;

    /// <summary>Of <see cref="Evidence.NotThis"/>. Not fitted: labelled questions come without counter-examples. A question that is as
    /// good as one of them loses what speaks for the entry, one in the middle between both hardly anything.</summary>
    public double NotThis { get; init; } = -4;

    /// <summary>The score of an entry.</summary>
    /// <param name="evidence">Its evidence.</param>
    /// <returns>A logit without a fixed zero: only differences between entries of one question count.</returns>
    public double Score(in Evidence evidence) =>
        Similarity(evidence) + evidence.Taught
        + (evidence.NumbersDiffer ? NumbersDiffer : 0) + (evidence.NegationDiffers ? NegationDiffers : 0)
        + (Opposed * evidence.Opposed) + (evidence.OtherScript ? OtherScript : 0) + (Context * evidence.Context)
        + (NotThis * evidence.NotThis);

    /// <summary>The part of the score that says how similar question and entry are, by meaning and words.</summary>
    internal double Similarity(in Evidence evidence) =>
        (Nearest * evidence.Nearest) + (NearestTwo * evidence.NearestTwo) + (Votes * evidence.Votes)
        + (Coverage * evidence.Coverage) + (StoredCoverage * evidence.StoredCoverage);

    /// <summary>The same weights with differences that count against an entry at the least as much as owners of FAQs expect.</summary>
    /// <remarks>To sets of commands ("wake me at 7", "… at 8") numbers are slots; a fee for 7 days and one for 30 are two
    /// entries.</remarks>
    internal RankingWeights DoubtingDifferences() => this with
    {
        NumbersDiffer = Math.Min(-0.5, NumbersDiffer),
        NegationDiffers = Math.Min(-0.25, NegationDiffers),
        Opposed = Math.Min(-1, Opposed),
    };

    /// <summary>The fitted features in order.</summary>
    internal static double[] FeaturesOf(in Evidence evidence) =>
    [
        evidence.Nearest, evidence.NearestTwo, evidence.Votes, evidence.Coverage, evidence.StoredCoverage,
        evidence.NumbersDiffer ? 1 : 0, evidence.NegationDiffers ? 1 : 0, evidence.Opposed, evidence.OtherScript ? 1 : 0,
    ];

    internal double[] ToArray() =>
        [Nearest, NearestTwo, Votes, Coverage, StoredCoverage, NumbersDiffer, NegationDiffers, Opposed, OtherScript];

    /// <summary>Weights in order; a difference never speaks for an entry.</summary>
    internal static RankingWeights Of(IReadOnlyList<double> weights)
    {
        double At(int i) => Math.Round(weights[i], 6);
        return new RankingWeights
        {
            Nearest = At(0),
            NearestTwo = At(1),
            Votes = At(2),
            Coverage = At(3),
            StoredCoverage = At(4),
            NumbersDiffer = Math.Min(0, At(5)),
            NegationDiffers = Math.Min(0, At(6)),
            Opposed = Math.Min(0, At(7)),
            OtherScript = At(8),
        };
    }
}
