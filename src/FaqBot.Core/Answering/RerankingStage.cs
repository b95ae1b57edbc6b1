using System.Diagnostics;
using System.Diagnostics.Metrics;
using FaqBot.Core.Matching;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>Reads what was asked beside stored questions.</summary>
/// <param name="catalog">The knowledge base.</param>
/// <param name="asked">What was asked: its text, its vector, and its states where a judge reads them.</param>
/// <param name="rows">Rows of stored questions.</param>
/// <param name="cancellationToken">Stops.</param>
/// <returns>The reader's own numbers, in the order of the rows; greater fits better.</returns>
/// <exception cref="BusyException">Too many requests are waiting.</exception>
public delegate ValueTask<float[]> PairScorer(
    FaqCatalog catalog, AskedText asked, IReadOnlyList<int> rows, CancellationToken cancellationToken);

/// <summary>Lets a judge or a cross-encoder read the best entries beside the question, where the confidence was fitted for it.</summary>
/// <remarks>Thread-safe. Counts in the meter <c>FaqBot</c>: <c>faqbot.reranking</c> by result (reranked, busy, late, error).</remarks>
/// <param name="model">The judge or cross-encoder.</param>
/// <param name="top">How many of the best entries it reads: a judge <see cref="PairReading.MostEntries"/> at most, a cross-encoder
/// <see cref="Reranking.FewestEntries"/>–<see cref="Reranking.MostEntries"/>.</param>
/// <param name="score">Asks it.</param>
/// <param name="patience">How long a reply waits for it.</param>
/// <param name="time">Measures the patience.</param>
public sealed class RerankingStage(EncoderIdentity model, int top, PairScorer score, TimeSpan patience, TimeProvider time)
{
    // A verdict lifts no entry that is less sure to where it would be shown.
    private const double LeastRead = 0.01;

    private static readonly Meter Meter = new("FaqBot");

    private static readonly Counter<long> Questions = Meter.CreateCounter<long>(
        "faqbot.reranking",
            description: "Questions that a judge or cross-encoder was asked about, by result; all but the reranked ones were answered "
                + "without it.");

    /// <summary>The judge or cross-encoder.</summary>
    public EncoderIdentity Model { get; } = model;

    /// <summary>How many of the best entries it reads.</summary>
    public int Top { get; } = top;

    /// <summary>Whether constants were fitted for this model, be it that they give it no say.</summary>
    /// <param name="confidence">The constants of a knowledge base.</param>
    public bool IsCalibrated(ConfidenceModel confidence)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        return confidence.Reranking?.ModelFingerprint == Model.Fingerprint || confidence.Judging?.ModelFingerprint == Model.Fingerprint;
    }

    /// <summary>The constants that are in force, with the stage that they belong to.</summary>
    /// <param name="published">The knowledge base.</param>
    /// <param name="stages">The stages that are switched on, the one to prefer first.</param>
    /// <returns>The knowledge base with <see cref="ConfidenceModel.Reranking"/> or <see cref="ConfidenceModel.Judging"/> only where a stage
    /// applies and changes something, and that stage; or null.</returns>
    public static (PublishedCatalog Published, RerankingStage? Stage) InForce(
        PublishedCatalog published, IReadOnlyList<RerankingStage> stages)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(stages);
        ConfidenceModel confidence = published.Confidence;
        Reranking? reranking = confidence.Reranking is { IsNeutral: false } fitted ? fitted : null;
        RerankingStage? stage = stages.FirstOrDefault(stage =>
            stage.Model.Fingerprint == reranking?.ModelFingerprint || stage.Model.Fingerprint == confidence.Judging?.ModelFingerprint);
        bool isJudge = stage is not null && stage.Model.Fingerprint == confidence.Judging?.ModelFingerprint;
        return (
            published with
            {
                Confidence = confidence with
                {
                    Reranking = stage is null || isJudge ? null : reranking! with { Top = stage.Top },
                    Judging = isJudge ? confidence.Judging : null,
                },
            },
            stage);
    }

    /// <summary>Asks the cross-encoder.</summary>
    /// <inheritdoc cref="PairScorer" path="/param | /returns | /exception" />
    public ValueTask<float[]> ScoreAsync(
        FaqCatalog catalog, AskedText asked, IReadOnlyList<int> rows, CancellationToken cancellationToken) =>
        score(catalog, asked, rows, cancellationToken);

    /// <summary>Orders the best entries of a match anew.</summary>
    /// <param name="published">The knowledge base, with the constants in force.</param>
    /// <param name="match">The match.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The match as it is answered; an exact one, one of several clauses, and one without the stage in force stays as it
    /// is.</returns>
    internal async ValueTask<QuestionMatch> RerankAsync(
        PublishedCatalog published, QuestionMatch match, CancellationToken cancellationToken)
    {
        if (match.Exact is not null || match.Clauses.Count > 0 || match.Ranked.Length == 0)
        {
            return match;
        }

        (FaqCatalog catalog, _, ConfidenceModel confidence) = published;
        if (confidence.Judging is { } judging)
        {
            PairReading reading = PairReading.Of(match.Contenders, WorthReading(match, Top));
            return reading.Entries == 0 ? match
                : match.Judged(reading.Judged(await score(catalog, match.Asked, reading.Rows, cancellationToken)), judging.Weights);
        }

        if (confidence.Reranking is not { } reranking)
        {
            return match;
        }

        RankedEntry[] best = [.. match.Ranked.Take(reranking.Top)];
        float[] logits = await score(catalog, match.Asked, [.. best.Select(entry => entry.Row)], cancellationToken);
        JudgedEntry[] judged = Reranking.Judge(best, logits, match.Contenders);
        return match with
        {
            Ranked = reranking.Rank(match.Ranked, judged),
            Logits = best.Zip(judged).ToDictionary(pair => pair.First.Entry, pair => pair.Second.Logit),
        };
    }

    /// <summary>The same for a customer, who is answered whatever becomes of the reader.</summary>
    /// <param name="published">The knowledge base, with the constants in force.</param>
    /// <param name="match">The match.</param>
    /// <param name="cancellationToken">The asker has gone.</param>
    /// <returns>The match as it is answered; null when it is busy, takes too long or fails.</returns>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    internal async ValueTask<QuestionMatch?> TryRerankAsync(
        PublishedCatalog published, QuestionMatch match, CancellationToken cancellationToken)
    {
        using Activity? step = AnswerTrace.Begin("faqbot.judge");
        step?.SetTag("faqbot.model", Model.Name);
        using CancellationTokenSource late = new(patience, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            QuestionMatch reranked = await RerankAsync(published, match, stop.Token);
            Count(step, "reranked");
            return reranked;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Count(step, exception switch { BusyException => "busy", OperationCanceledException => "late", _ => "error" });
            return null;
        }
    }

    /// <summary>How many of the first contenders can still be answered or suggested.</summary>
    private static int WorthReading(QuestionMatch match, int top)
    {
        Dictionary<int, double> confidences = match.Ranked.ToDictionary(entry => entry.Entry, entry => entry.Confidence);
        return match.Contenders.Entries.Take(top)
            .TakeWhile(contender => confidences.GetValueOrDefault(contender.Found.Entry) >= LeastRead).Count();
    }

    private static void Count(Activity? step, string result)
    {
        Questions.Add(1, new KeyValuePair<string, object?>("result", result));
        step?.SetTag("faqbot.result", result);
    }
}
