namespace FaqBot.Core.Matching;

/// <summary>Brings what a knowledge base's own questions taught into the ranking: see <see cref="Evidence.Taught"/>.</summary>
/// <remarks>
/// Entries of several questions are ordered by the similarity of single questions and the nearness of the middle of all of them. The first
/// of them gets the highest score that one of them has without, and the others follow at the distance that was taught. So the scores of a
/// question stay where they were, and an entry of one question that led before leads still. Thread-safe.
/// </remarks>
/// <param name="catalog">The knowledge base.</param>
/// <param name="teaching">What was taught.</param>
public sealed class TaughtScorer(FaqCatalog catalog, Teaching teaching)
{
    private readonly EntryCentroids _centroids = new(catalog, teaching.Cohesion);

    /// <summary>What was taught.</summary>
    public Teaching Teaching => teaching;

    /// <summary>Memory in bytes.</summary>
    public long Bytes => _centroids.Bytes;

    /// <summary>Adds what was taught to the evidence for the entries of a question.</summary>
    /// <param name="entries">The entries, with nothing taught; the evidence of those with several questions is replaced.</param>
    /// <param name="ranking">Weighs the evidence.</param>
    public void Teach(IList<EntryEvidence> entries, RankingWeights ranking)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(ranking);
        double[] taught = teaching.TaughtOf(
            [.. entries.Select(found => ScoredEntry.Of(found, ranking, found.Evidence.Questions > 1
                ? _centroids.ScoreOf(found.Entry, found.Evidence.Mean) : double.NaN))]);
        for (int i = 0; i < taught.Length; i++)
        {
            entries[i] = entries[i] with { Evidence = entries[i].Evidence with { Taught = taught[i] } };
        }
    }
}

/// <summary>An entry with what it is ordered by before and after it was taught.</summary>
/// <param name="Entry">Index of the entry.</param>
/// <param name="Score">Its score with nothing taught.</param>
/// <param name="Similarity">The part of it that says how similar single questions are.</param>
/// <param name="Centroid">See <see cref="EntryCentroids.ScoreOf"/>; NaN for an entry of one question, of which nothing is taught.</param>
internal readonly record struct ScoredEntry(int Entry, double Score, double Similarity, double Centroid)
{
    /// <summary>Whether something can be taught of it.</summary>
    public bool IsTaught => !double.IsNaN(Centroid);

    /// <summary>Weighs the evidence for an entry.</summary>
    public static ScoredEntry Of(in EntryEvidence found, RankingWeights ranking, double centroid) =>
        new(found.Entry, ranking.Score(found.Evidence), ranking.Similarity(found.Evidence), centroid);
}
