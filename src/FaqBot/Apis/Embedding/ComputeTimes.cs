using System.Diagnostics;
using System.Globalization;

namespace FaqBot.Apis.Embedding;

/// <summary>Tells how long a request took, in the headers of Text Embeddings Inference: whole milliseconds.</summary>
/// <remarks>Source: <see href="https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/http/server.rs"/>.</remarks>
internal readonly struct ComputeTimes
{
    private readonly long _started;

    private ComputeTimes(long started) => _started = started;

    /// <summary>Begins to measure.</summary>
    public static ComputeTimes Start() => new(Stopwatch.GetTimestamp());

    /// <summary>Writes the headers.</summary>
    /// <param name="response">The response, which has not begun.</param>
    /// <param name="texts">The texts of the request.</param>
    /// <param name="encoded">What became of them.</param>
    public void WriteTo(HttpResponse response, PreparedTexts texts, EncodedTexts encoded) =>
        WriteTo(response, texts.Characters, texts.TokenCount, texts.Tokenizing, encoded.Queued, encoded.Computed);

    /// <inheritdoc cref="WriteTo(HttpResponse, PreparedTexts, EncodedTexts)"/>
    /// <param name="response">The response, which has not begun.</param>
    /// <param name="characters">Characters of the request's texts.</param>
    /// <param name="tokens">Tokens of them.</param>
    /// <param name="tokenizing">How long they took to tokenise.</param>
    /// <param name="queued">How long they waited.</param>
    /// <param name="computed">How long the model took.</param>
    public void WriteTo(HttpResponse response, int characters, int tokens, TimeSpan tokenizing, TimeSpan queued, TimeSpan computed)
    {
        IHeaderDictionary headers = response.Headers;
        string total = Milliseconds(Stopwatch.GetElapsedTime(_started));
        headers["x-compute-type"] = "cpu";
        headers["x-compute-time"] = total;
        headers["x-compute-characters"] = characters.ToString(CultureInfo.InvariantCulture);
        headers["x-compute-tokens"] = tokens.ToString(CultureInfo.InvariantCulture);
        headers["x-total-time"] = total;
        headers["x-tokenization-time"] = Milliseconds(tokenizing);
        headers["x-queue-time"] = Milliseconds(queued);
        headers["x-inference-time"] = Milliseconds(computed);
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
