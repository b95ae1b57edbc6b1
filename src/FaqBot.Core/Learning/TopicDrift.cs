using System.Numerics.Tensors;
using FaqBot.Core.Analytics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Learning;

/// <summary>Watches whether customers begin to ask about other things: by the mean vectors of weeks.</summary>
/// <remarks>
/// Thread-safe. Of each day of a week some questions are taken, evenly over the day; their mean is kept once the week is over, so that it
/// outlives the texts.
/// </remarks>
/// <param name="catalogs">What is published, and with which encoder.</param>
/// <param name="questions">What was asked.</param>
public sealed class TopicDrift(PublishedCatalogs catalogs, LoggedQuestions questions)
{
    /// <summary>Most questions of a day that are looked at.</summary>
    public const int OfDay = 30;

    // The texts of a week may be gone in part, and a week may have just begun.
    private const int LeastSampled = 20;

    // Each week is held against four, and its distance against those of eight.
    private const int WeeksLookedAt = Drift.Weeks + Drift.WeeksBefore + 1;

    /// <summary>Adds to weeks how far what was asked lies from the weeks before.</summary>
    /// <param name="knowledgeBaseId">The knowledge base.</param>
    /// <param name="weeks">The weeks in which enough was asked, ascending.</param>
    /// <param name="today">The present day, where the knowledge base is at home.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The weeks.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">The knowledge base is not published.</exception>
    /// <exception cref="Storage.StoreException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<DriftWeek>> FindAsync(
        string knowledgeBaseId, IReadOnlyList<DriftWeek> weeks, DateOnly today, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        PublishedCatalog published = await catalogs.UseAsync(knowledgeBaseId, Deployment.Production, cancellationToken)
            ?? throw catalogs.Missing(knowledgeBaseId);
        try
        {
            Dictionary<DateOnly, float[]> centroids = [];
            foreach (DriftWeek week in weeks.TakeLast(WeeksLookedAt))
            {
                bool isOver = Drift.WeekOf(today) > week.Week;
                if (await CentroidAsync(published, knowledgeBaseId, week.Week, isOver, cancellationToken) is { } centroid)
                {
                    centroids[week.Week] = centroid;
                }
            }

            return Drift.WithTopics(weeks, centroids);
        }
        finally
        {
            published.Encoder.Release();
        }
    }

    private async Task<float[]?> CentroidAsync(
        PublishedCatalog published, string knowledgeBaseId, DateOnly monday, bool isOver, CancellationToken cancellationToken)
    {
        string model = published.Encoder.Identity.Fingerprint;
        if (isOver && questions.Centroid(knowledgeBaseId, monday, model) is { } kept)
        {
            return kept.Vector;
        }

        IReadOnlyList<(LoggedWording Wording, long Times)> sample = questions.Week(knowledgeBaseId, monday, OfDay);
        long all = sample.Sum(one => one.Times);
        if (all < LeastSampled)
        {
            return null;
        }

        AskedWordings asked = await new WordingVectors(questions).OfAsync(
            published, [.. sample.Select(one => one.Wording)], cancellationToken);
        float[] mean = new float[asked.Vectors.Dimensions];
        foreach ((int row, (_, long times)) in sample.Index())
        {
            TensorPrimitives.MultiplyAdd(asked.Vectors[row], times, mean, mean);
        }

        TensorPrimitives.Divide(mean, TensorPrimitives.Norm(mean), mean);
        if (isOver)
        {
            questions.Save(knowledgeBaseId, monday, model, all, mean);
        }

        return mean;
    }
}
