using System.Diagnostics.Metrics;

namespace FaqBot.Apis.Embedding;

/// <summary>Measures requests for vectors, under the names of Text Embeddings Inference, whose dashboards then fit.</summary>
/// <remarks>Source of the names: <see href="https://huggingface.co/docs/text-embeddings-inference/metrics"/>.</remarks>
internal static class EmbeddingMetrics
{
    private static readonly Meter Meter = new("FaqBot");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("te_request_count", description: "Requests, by route.");
    private static readonly Counter<long> Successes =
        Meter.CreateCounter<long>("te_request_success", description: "Requests that succeeded, by route.");
    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("te_request_failure", description: "Requests that failed, by kind of error.");
    private static readonly Counter<long> Texts = Meter.CreateCounter<long>("te_embed_count", description: "Texts to encode.");
    private static readonly Counter<long> EncodedTexts =
        Meter.CreateCounter<long>("te_embed_success", description: "Texts that were encoded.");
    private static readonly Histogram<double> RequestDuration =
        Meter.CreateHistogram<double>("te_request_duration", "s", "Time of a request.");
    private static readonly Histogram<double> TokenizationDuration =
        Meter.CreateHistogram<double>("te_request_tokenization_duration", "s", "Time to tokenise a request's texts.");
    private static readonly Histogram<double> InferenceDuration =
        Meter.CreateHistogram<double>("te_request_inference_duration", "s", "Time of the model for a request's texts, on average.");
    private static readonly Histogram<double> QueueDuration =
        Meter.CreateHistogram<double>("te_request_queue_duration", "s", "Time that a request's texts waited, on average.");
    private static readonly Histogram<double> EmbedDuration =
        Meter.CreateHistogram<double>("te_embed_duration", "s", "Time to encode a request's texts, waiting included.");
    private static readonly Histogram<double> EmbedTokenizationDuration =
        Meter.CreateHistogram<double>("te_embed_tokenization_duration", "s", "Time to tokenise texts that were encoded.");
    private static readonly Histogram<double> EmbedQueueDuration =
        Meter.CreateHistogram<double>("te_embed_queue_duration", "s", "Time that texts waited to be encoded, on average.");
    private static readonly Histogram<double> EmbedInferenceDuration =
        Meter.CreateHistogram<double>("te_embed_inference_duration", "s", "Time of the model for texts that were encoded, on average.");
    private static readonly Histogram<long> InputLength =
        Meter.CreateHistogram<long>("te_request_input_length", "{token}", "Tokens of a text.");

    /// <summary>Offers the length of the queue.</summary>
    /// <param name="waiting">Tells how many texts wait.</param>
    /// <returns>The instrument, which lives as long as the process.</returns>
    public static Instrument ObserveQueue(Func<int> waiting) =>
        Meter.CreateObservableGauge("te_queue_size", waiting, description: "Texts that wait for their turn.");

    public static void Began(string route) => Requests.Add(1, Tag("method", route));

    public static void Succeeded(string route, TimeSpan duration)
    {
        Successes.Add(1, Tag("method", route));
        RequestDuration.Record(duration.TotalSeconds);
    }

    public static void Failed(string error) => Failures.Add(1, Tag("err", error));

    public static void Tokenized(IReadOnlyList<int[]> texts, TimeSpan duration)
    {
        TokenizationDuration.Record(duration.TotalSeconds);
        if (InputLength.Enabled)
        {
            foreach (int[] ids in texts)
            {
                InputLength.Record(ids.Length);
            }
        }
    }

    public static void Encoding(int texts) => Texts.Add(texts);

    public static void Encoded(int texts, TimeSpan tokenizing, TimeSpan queued, TimeSpan computed, TimeSpan all)
    {
        EncodedTexts.Add(texts);
        QueueDuration.Record(queued.TotalSeconds);
        InferenceDuration.Record(computed.TotalSeconds);
        EmbedTokenizationDuration.Record(tokenizing.TotalSeconds);
        EmbedQueueDuration.Record(queued.TotalSeconds);
        EmbedInferenceDuration.Record(computed.TotalSeconds);
        EmbedDuration.Record((tokenizing + all).TotalSeconds);
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
