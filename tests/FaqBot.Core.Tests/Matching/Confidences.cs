using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

/// <summary>Confidence models with round numbers.</summary>
internal static class Confidences
{
    public static ConfidenceModel Of(string fingerprint, double unrelated = 0.6, double related = 0.8, double even = 0.7) => new()
    {
        ModelFingerprint = fingerprint,
        Features = FaqBot.Core.Matching.Evidence.Version,
        UnrelatedCosine = unrelated,
        RelatedCosine = related,
        EvenCosine = even,
        Ranking = RankingWeights.Reference,
        Weights = ConfidenceWeights.Reference,
    };

    /// <summary>Evidence of an entry with one question and no shared term.</summary>
    public static Evidence Evidence(double nearest, int questions = 1, double coverage = 0) => new()
    {
        Cosine = 0.6 + (0.2 * nearest),
        Nearest = nearest,
        NearestTwo = nearest,
        Votes = nearest,
        Coverage = coverage,
        StoredCoverage = coverage,
        NumbersDiffer = false,
        NegationDiffers = false,
        Opposed = 0,
        OtherScript = false,
        Questions = questions,
    };
}
