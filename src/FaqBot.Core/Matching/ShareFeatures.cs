using System.Numerics.Tensors;

namespace FaqBot.Core.Matching;

/// <summary>The features of a <see cref="ShareWeights"/>: numbers that speak for an entry, and for none of them.</summary>
/// <remarks>
/// Each comes plainly or times <see cref="FewOf"/>: where entries have a question or two, words and a judge decide what many questions of
/// an entry show by themselves. How many entries there are counts either way. Thread-safe.
/// </remarks>
internal static class ShareFeatures
{
    /// <summary>The features of an entry that count in every knowledge base; the rest of its features are those of few questions.</summary>
    public static readonly IReadOnlyList<string> OfEntry = ["score", "questions"];

    /// <summary>The features of an entry that count where entries have few questions.</summary>
    public static readonly IReadOnlyList<string> OfFew =
    [
        "score", "nearest", "coverage", "storedCoverage", "negation", "opposed", "otherScript", "questions", "rivals", "agreements",
        "conflictingValues", "lackingValues", "missingValues", "equalValues", "reordered", "rivalling", "generic", "bothCoverages",
        "coverageOfLong", "questionsNearest", "sharedScore", "sharedNearest", "sharedStoredCoverage", "sharedJudgedBest",
        "sharedJudgedLeast", "judgedLeastSquared", "judgedBest", "judgedLeast", "unjudged", "judgedSingle", "judgedOtherScript",
        "judgedNearest",
    ];

    /// <summary>The features of "none of them" that count in every knowledge base.</summary>
    public static readonly IReadOnlyList<string> OfNone = ["constant", "length", "unknown", "nearest", "nearestLength", "entries"];

    /// <summary>The features of "none of them" that count where entries have few questions.</summary>
    public static readonly IReadOnlyList<string> OfNoneOfFew = [.. OfNone, "single"];

    // Logarithms: from ten questions an entry on, features of few no longer count; they were fitted on up to forty entries, and count the
    // less the more there are beyond.
    private const double ManyQuestions = 2.3, ManyEntries = 3.7;

    // The logarithm of 64: knowledge bases of many questions that were fitted on have 15 to 90 entries, and above that the line through
    // them says nothing.
    private const double MostEntriesOfMany = 4.16;

    private const double CoversAll = 0.9, NearestMost = 1.5;

    // What an entry's question says beyond the asked one is more than a word or two; fitted sets have at most three questions an entry.
    private const double SaysMore = 0.8, MostQuestionsOfFew = 4;

    // Of two that have the same words of the question, one is meant only where all else speaks for it four to one. Of the answers that
    // this takes from the knowledge bases of the fit 71 % were right, questions that mean both not counted: 0.9 % of all right ones.
    private const double LeastCoverage = 0.2, Lead = 4;

    // A second entry that has half of the question's words says nothing yet; one that has all of them says that the question names neither.
    private const double SharesNothing = 0.5;

    /// <summary>How little a knowledge base shows of its entries: 1 for few with a question each, 0 where they have ten.</summary>
    public static double FewOf(Contenders contenders) =>
        Math.Max(0, 1 - (Math.Log(Math.Max(1, contenders.QuestionsPerEntry)) / ManyQuestions))
        * Math.Min(1, ManyEntries / Math.Log(Math.Max(2, contenders.AllEntries)));

    /// <summary>Which entries a question names no more than others: it leaves open which of them it means, be one of them worded more
    /// alike.</summary>
    /// <param name="contenders">The best entries.</param>
    /// <param name="shares">The probability of each.</param>
    /// <returns>Their indexes among the contenders; none where the question tells one of them.</returns>
    public static IEnumerable<int> LeftOpen(Contenders contenders, ReadOnlySpan<double> shares)
    {
        if (contenders.QuestionsPerEntry >= MostQuestionsOfFew || contenders.Entries.Count < 2)
        {
            return [];
        }

        int best = TensorPrimitives.IndexOfMax(shares[..contenders.Entries.Count]);
        return IsTiedByWords(contenders, shares, best) ? [.. SayingMore(contenders), best] : SayingMore(contenders);
    }

    /// <summary>Which entries have all of the question's words and say more, where several do.</summary>
    /// <remarks>Of forty such questions to the knowledge bases of the fit that would be answered, one wants that entry.</remarks>
    private static int[] SayingMore(Contenders contenders)
    {
        int[] covering =
        [
            .. Enumerable.Range(0, contenders.Entries.Count)
                .Where(i => contenders.Entries[i].Found.Evidence.Coverage >= CoversAll),
        ];
        return covering.Length > 1 && covering.All(i => contenders.Entries[i].Found.Evidence.StoredCoverage < SaysMore) ? covering : [];
    }

    /// <summary>Whether another entry has the same words of the question as the best one, and is not far behind it.</summary>
    private static bool IsTiedByWords(Contenders contenders, ReadOnlySpan<double> shares, int best)
    {
        double coverage = contenders.Entries[best].Found.Evidence.Coverage;
        for (int i = 0; coverage >= LeastCoverage && i < contenders.Entries.Count; i++)
        {
            if (i != best && Math.Abs(contenders.Entries[i].Found.Evidence.Coverage - coverage) < Contenders.EqualCoverage
                && shares[i] * Lead >= shares[best])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The features of each entry, in the order of the lists above.</summary>
    /// <param name="contenders">The best entries.</param>
    /// <param name="judged">Whether a judge has read the best of them.</param>
    public static IEnumerable<double[]> OfEntries(Contenders contenders, bool judged)
    {
        double few = FewOf(contenders), shared = SharedOf(contenders), length = Math.Log(1 + contenders.Length);
        return contenders.Entries.Select(contender => Of(contender, judged, few, shared, length));
    }

    private static double[] Of(Contender contender, bool judged, double few, double shared, double length)
    {
        Evidence evidence = contender.Found.Evidence;
        Differences differences = contender.Differences ?? default;
        double questions = Math.Log(evidence.Questions), rivalling = Math.Log(1 + contender.Rivalling);
        double best = contender.Logits.DefaultIfEmpty().Max(), least = contender.Logits.DefaultIfEmpty().Min();
        double[] ofFew =
        [
            contender.Score, evidence.Nearest, evidence.Coverage, evidence.StoredCoverage, evidence.NegationDiffers ? 1 : 0,
            evidence.Opposed, evidence.OtherScript ? 1 : 0, questions, Math.Min(3, differences.Rivals?.Count ?? 0),
            Math.Min(4, differences.Agreements), Math.Min(2, differences.ConflictingValues), Math.Min(2, differences.LackingValues),
            Math.Min(2, differences.MissingValues), Math.Min(2, differences.EqualValues), differences.Reordered ? 1 : 0,
            rivalling, evidence.Coverage >= CoversAll ? rivalling : 0, evidence.Coverage * evidence.StoredCoverage,
            length * evidence.Coverage, questions * evidence.Nearest, shared * contender.Score, shared * evidence.Nearest,
            shared * evidence.StoredCoverage, shared * best, shared * least, least * Math.Abs(least),
            .. JudgedOf(contender, evidence, judged, best, least),
        ];
        return [contender.Score, questions, .. ofFew.Select(feature => few * feature)];
    }

    /// <summary>The features of "none of them", first those that count everywhere, then those of few questions.</summary>
    public static double[] OfNoneOf(Contenders contenders)
    {
        double length = Math.Log(1 + contenders.Length), few = FewOf(contenders);
        double nearest = contenders.Entries.Select(contender => contender.Found.Evidence.Nearest).DefaultIfEmpty().Max();
        double entries = Math.Log(Math.Max(1, contenders.AllEntries));
        double[] common = [1, length, contenders.Unknown, nearest, nearest * length];
        double[] features = [.. common, Math.Min(entries, MostEntriesOfMany)];
        double[] ofFew = [.. common, entries, contenders.AllEntries == 1 ? 1 : 0];
        return [.. features, .. ofFew.Select(feature => few * feature)];
    }

    /// <summary>How far the question's words are those of a second entry, too, 0…1: then what tells the two apart is chance.</summary>
    private static double SharedOf(Contenders contenders)
    {
        double second = contenders.Entries.Select(contender => contender.Found.Evidence.Coverage).OrderDescending()
            .Skip(1).FirstOrDefault();
        return Math.Max(0, second - SharesNothing) / (1 - SharesNothing);
    }

    private static double[] JudgedOf(Contender contender, in Evidence evidence, bool judged, double best, double least)
    {
        if (contender.Logits.Count == 0)
        {
            return [0, 0, judged ? 1 : 0, 0, 0, 0];
        }

        return
        [
            best, least, 0, contender.Logits.Count == 1 ? best : 0, evidence.OtherScript ? best : 0,
            best * Math.Min(NearestMost, evidence.Nearest),
        ];
    }
}
