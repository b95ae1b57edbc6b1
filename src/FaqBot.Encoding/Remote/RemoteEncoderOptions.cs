using FaqBot.Encoding.Resilience;

namespace FaqBot.Encoding.Remote;

/// <summary>Which service encodes texts over the network, and how long it is waited for.</summary>
/// <remarks>
/// Any service that speaks OpenAI's <c>POST /v1/embeddings</c>. The defaults fit all of these; their own limits:
/// OpenAI takes 2,048 texts a request and 8,192 tokens a text (<see href="https://platform.openai.com/docs/api-reference/embeddings"/>);
/// Alibaba's DashScope takes 10 texts with text-embedding-v3 and -v4, 25 with older models
/// (<see href="https://help.aliyun.com/zh/model-studio/text-embedding-synchronous-api"/>); Baidu's Qianfan takes 16 texts of 384
/// or 512 tokens, one text with tao-8k (<see href="https://cloud.baidu.com/doc/qianfan-api/s/Fm7u3ropn"/>); Text Embeddings
/// Inference takes 32 texts unless started otherwise.
/// </remarks>
public sealed class RemoteEncoderOptions
{
    /// <summary>No tokenizer that works on bytes makes more than OpenAI's 8,192 tokens of as many characters.</summary>
    internal const int DefaultTextCharacters = 2_000;

    /// <summary>Base address, such as <c>https://api.openai.com/v1</c>, to which <c>/embeddings</c> is added; null or empty: no service is
    /// used.</summary>
    /// <remarks>Plain http is accepted for this machine and private networks only.</remarks>
    public string? Endpoint { get; set; }

    /// <summary>Name of the model as the service knows it, such as <c>text-embedding-3-large</c>; 1–200 characters.</summary>
    public string Model { get; set; } = "";

    /// <summary>The key, sent as bearer token; null or empty: none. Never shown.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Components of a vector, 2–16,384. 0: what the model gives, which is asked for at the start.</summary>
    public int Dimensions { get; set; }

    /// <summary>
    /// Whether <see cref="Dimensions"/> are asked of the service. False for models of a fixed length, as some services refuse the
    /// setting altogether: vLLM does for models that cannot shorten, even when it names their own length
    /// (<see href="https://github.com/vllm-project/vllm/issues/15465"/>).
    /// </summary>
    public bool SendDimensions { get; set; } = true;

    /// <summary>Most texts of a request, 1–2,048.</summary>
    public int BatchTexts { get; set; } = 10;

    /// <summary>Most characters of a request with several texts, 100–1,000,000.</summary>
    public int BatchCharacters { get; set; } = 50_000;

    /// <summary>Most characters of a text, 16–100,000; what exceeds them is cut off.</summary>
    public int MaxTextCharacters { get; set; } = DefaultTextCharacters;

    /// <summary>Requests that are under way at the same time, 1–64.</summary>
    public int ConcurrentRequests { get; set; } = 4;

    /// <summary>Texts that may wait for their turn, 0–100,000; while as many wait, further ones are refused at once.</summary>
    public int WaitingTexts { get; set; } = 1_000;

    /// <summary>Longest wait for the reply to one attempt, 100 ms to 5 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait of a question or another request of a client, all attempts together, 100 ms to 5 min. Indexing waits
    /// longer.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a request is sent at most, 1–10.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Longest wait between two attempts, 1 ms to 10 min; a service that asks for more is not asked again by the same
    /// call.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Failed attempts in a row after which the service is left alone, 1–1,000.</summary>
    public int BreakAfter { get; set; } = 5;

    /// <summary>For how long at first, 100 ms to 30 s; each further failure doubles it, up to 30 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether a service is named.</summary>
    public bool IsUsed => !string.IsNullOrWhiteSpace(Endpoint);

    /// <summary>Finds what is out of range.</summary>
    /// <returns>One line a fault; none carries the key.</returns>
    public IEnumerable<string> Faults()
    {
        if (IsUsed && RemoteEndpoint.Fault(Endpoint!) is { } fault)
        {
            yield return fault;
        }

        if (Model is null || Model.Length > 200 || (IsUsed && string.IsNullOrWhiteSpace(Model)))
        {
            yield return $"Model has {Model?.Length ?? 0} characters, expected 1 to 200: the name that the service knows";
        }

        if (ApiKey is not null && ApiKey.Any(character => character is < '!' or > '~'))
        {
            yield return "ApiKey holds a character that no key holds, such as a blank or a line break; expected visible ASCII only";
        }

        foreach (
            (string name, int value, int least, int most) in Counts().Where(count => count.Value < count.Least || count.Value > count.Most))
        {
            yield return $"{name} is {value}, expected {least} to {most}";
        }

        if (Dimensions is not 0 and (< 2 or > RemoteEncoder.MostDimensions))
        {
            yield return $"Dimensions is {Dimensions}, expected 2 to {RemoteEncoder.MostDimensions}, or 0 for what the model gives";
        }

        foreach ((string name, TimeSpan value, TimeSpan least, TimeSpan most) in Durations()
            .Where(span => span.Value < span.Least || span.Value > span.Most))
        {
            yield return $"{name} is {value}, expected {least} to {most}";
        }
    }

    private (string Name, int Value, int Least, int Most)[] Counts() =>
    [
        (nameof(BatchTexts), BatchTexts, 1, 2_048),
        (nameof(BatchCharacters), BatchCharacters, 100, 1_000_000),
        (nameof(MaxTextCharacters), MaxTextCharacters, 16, 100_000),
        (nameof(ConcurrentRequests), ConcurrentRequests, 1, 64),
        (nameof(WaitingTexts), WaitingTexts, 0, 100_000),
        (nameof(Attempts), Attempts, 1, 10),
        (nameof(BreakAfter), BreakAfter, 1, 1_000),
    ];

    private (string Name, TimeSpan Value, TimeSpan Least, TimeSpan Most)[] Durations() =>
    [
        (nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
        (nameof(Deadline), Deadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)),
        (nameof(MaxRetryDelay), MaxRetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)),
        (nameof(BreakDuration), BreakDuration, TimeSpan.FromMilliseconds(100), CircuitBreaker.LongestBreak),
    ];
}
