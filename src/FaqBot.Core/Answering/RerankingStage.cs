using System.Diagnostics.Metrics;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>Judges pairs of a question and a text with a cross-encoder.</summary>
/// <param name="query">The question.</param>
/// <param name="texts">The texts.</param>
/// <param name="cancellationToken">Stops.</param>
/// <returns>The cross-encoder's own numbers, in the order of the texts; greater fits better.</returns>
/// <exception cref="BusyException">Too many requests are waiting.</exception>
public delegate ValueTask<float[]> PairScorer(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken);

/// <summary>Lets a cross-encoder read the best entries beside the question, where a knowledge base was calibrated for it.</summary>
/// <remarks>Thread-safe. Counts in the meter <c>FaqBot</c>: <c>faqbot.reranking</c> by result (reranked, busy, late, error).</remarks>
/// <param name="model">The cross-encoder.</param>
/// <param name="top">How many of the best entries it reads, <see cref="Reranking.FewestEntries"/>–<see
/// cref="Reranking.MostEntries"/>.</param>
/// <param name="score">Asks it.</param>
/// <param name="patience">How long a reply waits for it.</param>
/// <param name="time">Measures the patience.</param>
public sealed class RerankingStage(EncoderIdentity model, int top, PairScorer score, TimeSpan patience, TimeProvider time)
{
    private static readonly Meter Meter = new("FaqBot");

    private static readonly Counter<long> Questions = Meter.CreateCounter<long>(
        "faqbot.reranking",
            description: "Questions that a cross-encoder was asked about, by result; all but the reranked ones were answered without it.");

    /// <summary>The cross-encoder.</summary>
    public EncoderIdentity Model { get; } = model;

    /// <summary>How many of the best entries it reads.</summary>
    public int Top { get; } = top;

    /// <summary>Whether constants were fitted for this cross-encoder, be it that they give it no say.</summary>
    /// <param name="confidence">The constants of a knowledge base.</param>
    public bool IsCalibrated(ConfidenceModel confidence)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        return confidence.Reranking?.ModelFingerprint == Model.Fingerprint;
    }

    /// <summary>The constants that are in force.</summary>
    /// <param name="published">The knowledge base.</param>
    /// <param name="stage">The stage; null where it is switched off.</param>
    /// <returns>The knowledge base with a <see cref="ConfidenceModel.Reranking"/> only where the stage applies and changes
    /// something.</returns>
    public static PublishedCatalog InForce(PublishedCatalog published, RerankingStage? stage)
    {
        ArgumentNullException.ThrowIfNull(published);
        ConfidenceModel confidence = published.Confidence;
        return confidence.Reranking is not { } fitted ? published
            : published with
            {
                Confidence = confidence with
                {
                    Reranking = stage is not null
                        && stage.IsCalibrated(confidence) && !fitted.IsNeutral ? fitted with { Top = stage.Top } : null,
                },
            };
    }

    /// <summary>Asks the cross-encoder.</summary>
    /// <inheritdoc cref="PairScorer" path="/param | /returns | /exception" />
    public ValueTask<float[]> ScoreAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        score(query, texts, cancellationToken);

    /// <summary>Orders the best entries of a match anew.</summary>
    /// <param name="published">The knowledge base, with the constants in force.</param>
    /// <param name="match">The match.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The match as it is answered; an exact one, one of several clauses, and one without the stage in force
    /// stays as it is.</returns>
    internal async ValueTask<QuestionMatch> RerankAsync(
        PublishedCatalog published, QuestionMatch match, CancellationToken cancellationToken)
    {
        if (published.Confidence.Reranking is not { } reranking
            || match.Exact is not null || match.Clauses.Count > 0 || match.Ranked.Length == 0)
        {
            return match;
        }

        RankedEntry[] best = [.. match.Ranked.Take(reranking.Top)];
        float[] logits = await score(match.SearchedFor, Reranking.TextsOf(published.Catalog, best), cancellationToken);
        JudgedEntry[] judged = Reranking.Judge(best, logits, match.Entries, published.Confidence);
        return match with
        {
            Ranked = reranking.Rank(match.Ranked, judged),
            Logits = best.Zip(judged).ToDictionary(pair => pair.First.Entry, pair => pair.Second.Logit),
        };
    }

    /// <summary>The same for a customer, who is answered whatever becomes of the cross-encoder.</summary>
    /// <param name="published">The knowledge base, with the constants in force.</param>
    /// <param name="match">The match.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The match as it is answered; null when the cross-encoder is busy, takes too long or fails.</returns>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    internal async ValueTask<QuestionMatch?> TryRerankAsync(
        PublishedCatalog published, QuestionMatch match, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(patience, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            QuestionMatch reranked = await RerankAsync(published, match, stop.Token);
            Count("reranked");
            return reranked;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Count(exception switch { BusyException => "busy", OperationCanceledException => "late", _ => "error" });
            return null;
        }
    }

    private static void Count(string result) => Questions.Add(1, new KeyValuePair<string, object?>("result", result));
}
