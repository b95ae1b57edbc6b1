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
        Ranking = ConfidenceModel.Reference.Ranking,
        Weights = ConfidenceModel.Reference.Weights,
    };

    /// <summary>Weights of which one is another, by the name of its feature.</summary>
    public static ShareWeights Changed(ShareWeights weights, string feature, double weight)
    {
        SortedDictionary<string, double> entry = new(weights.Entry.ToDictionary()), none = new(weights.None.ToDictionary());
        (entry.ContainsKey(feature) ? entry : none)[feature] = weight;
        return new ShareWeights(entry, none);
    }

    /// <summary>Ranks entries that were found for a question that says nothing by its words.</summary>
    public static RankedEntry[] Rank(
        FaqCatalog catalog, IEnumerable<EntryEvidence> entries, ConfidenceModel confidence, Hit? exact = null, int length = 5) =>
        Ranking.Rank(
            Contenders.Of(catalog, "asked", new FoundEntries(length, 0, [.. entries]), confidence.Ranking, catalog.Taught),
            exact, confidence.Weights);

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
