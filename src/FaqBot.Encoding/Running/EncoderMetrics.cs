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

    /// <summary>Measures the start of a run.</summary>
    /// <param name="arrivals">When each text of the batch began to wait, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <returns>The start, for <see cref="End"/>.</returns>
    public static long Start(IEnumerable<long> arrivals)
    {
        long now = Stopwatch.GetTimestamp();
        if (QueueDuration.Enabled)
        {
            foreach (long arrival in arrivals)
            {
                QueueDuration.Record(Stopwatch.GetElapsedTime(arrival, now).TotalSeconds);
            }
        }

        return now;
    }

    /// <summary>Measures the end of a run.</summary>
    /// <param name="started">Its start.</param>
    /// <param name="texts">Texts of the batch.</param>
    public static void End(long started, int texts)
    {
        RunDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        BatchTexts.Record(texts);
    }
}
