using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FaqBot.Encoding.Running;

/// <summary>Measures runs of the encoder, for the meter <c>FaqBot</c>.</summary>
/// <remarks>Thread-safe; costs nothing while nobody listens.</remarks>
internal static class EncoderMetrics
{
    private static readonly Meter Meter = new("FaqBot");

    private static readonly Histogram<double> QueueDuration = Meter.CreateHistogram<double>(
        "faqbot.encoder.queue.duration", "s", "Time that a text waited for its run.");

    private static readonly Histogram<double> RunDuration = Meter.CreateHistogram<double>(
        "faqbot.encoder.run.duration", "s", "Time that the model took for a batch.");

    private static readonly Histogram<long> BatchTexts = Meter.CreateHistogram<long>(
        "faqbot.encoder.batch.texts", "{text}", "Texts that shared a run.");

    // As dashboards of Text Embeddings Inference know them: https://huggingface.co/docs/text-embeddings-inference/metrics.
    private static readonly Histogram<long> NextTexts = Meter.CreateHistogram<long>(
        "te_batch_next_size", "{text}", "Texts of a batch that the encoder takes.");

    private static readonly Histogram<long> NextTokens = Meter.CreateHistogram<long>(
        "te_batch_next_tokens", "{token}", "Tokens of a batch that the encoder takes.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "faqbot.load.refused", description: "What was refused because others wait for too long, by kind of work.");

    /// <summary>Lets the series of refusals begin.</summary>
    /// <param name="kinds">The kinds of work.</param>
    public static void CountFromZero(IEnumerable<string> kinds)
    {
        foreach (string kind in kinds)
        {
            Refused.Add(0, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    /// <summary>Counts what is refused.</summary>
    /// <param name="kind">The kind of work: see <see cref="TextShare.Kind"/>.</param>
    /// <returns>What to tell who asked.</returns>
    public static BusyException Refuse(string kind)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("kind", kind));
        return new BusyException();
    }

    /// <summary>Measures the start of a run.</summary>
    /// <param name="batch">The texts of the batch.</param>
    /// <returns>The start, by <see cref="Stopwatch.GetTimestamp"/>, for <see cref="End"/>.</returns>
    public static long Start(IReadOnlyList<WaitingText> batch)
    {
        long now = Stopwatch.GetTimestamp();
        if (QueueDuration.Enabled)
        {
            foreach (WaitingText text in batch)
            {
                QueueDuration.Record(Stopwatch.GetElapsedTime(text.Arrived, now).TotalSeconds);
            }
        }

        NextTexts.Record(batch.Count);
        if (NextTokens.Enabled)
        {
            NextTokens.Record(batch.Sum(text => text.Ids.Length));
        }

        return now;
    }

    /// <summary>Measures the end of a run.</summary>
    /// <param name="started">Its start.</param>
    /// <param name="texts">Texts of the batch.</param>
    /// <returns>How long it took.</returns>
    public static TimeSpan End(long started, int texts)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        RunDuration.Record(elapsed.TotalSeconds);
        BatchTexts.Record(texts);
        return elapsed;
    }
}
