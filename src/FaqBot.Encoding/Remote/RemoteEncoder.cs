using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;

namespace FaqBot.Encoding.Remote;

/// <summary>Encodes texts by a service that speaks OpenAI's <c>POST /v1/embeddings</c>.</summary>
/// <remarks>
/// Thread-safe; dispose only after the last call has returned. While requests are under way, texts that come meanwhile share the
/// next one. A request that failed in passing is sent again; a service that keeps failing is left alone for a while, during which
/// calls fail at once.
/// </remarks>
public sealed class RemoteEncoder : IEncoder, IDisposable
{
    /// <summary>Most components that a vector may have.</summary>
    public const int MostDimensions = 16_384;

    // Any text would do; this one says who asks.
    private const string ProbeText = "FaqBot";

    private static readonly ActivitySource Source = new("FaqBot");

    private readonly RemoteEncoderOptions _options;
    private readonly EmbeddingCalls _calls;
    private readonly TextQueue _queue;

    private RemoteEncoder(RemoteEncoderOptions options, EmbeddingCalls calls, EncoderIdentity identity)
    {
        _options = options;
        _calls = calls;
        _queue = new TextQueue(calls, options, identity.Dimensions);
        Identity = identity;
    }

    /// <inheritdoc />
    public EncoderIdentity Identity { get; }

    /// <summary>How many texts wait for their turn.</summary>
    public int WaitingCount => _queue.WaitingCount;

    /// <summary>Whether the last request to the service failed; false before the first.</summary>
    public bool IsFailing => _calls.IsFailing;

    /// <summary>Most characters of a text; what exceeds them is cut off.</summary>
    public int MaxTextCharacters => _options.MaxTextCharacters;

    /// <summary>Longest wait of one who asks for vectors and waits: see <see cref="EncoderDeadline"/>.</summary>
    public TimeSpan Deadline => _options.Deadline;

    /// <summary>Makes an encoder, for which the service is asked only when no <see cref="RemoteEncoderOptions.Dimensions"/> are
    /// stated.</summary>
    /// <param name="options">Whom to ask; not changed afterwards.</param>
    /// <param name="time">Measures timeouts, delays and breaks.</param>
    /// <param name="random">Spreads the delays; used by nobody else.</param>
    /// <param name="loggers">Told when the service is left alone and when it is used again.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="ArgumentException">The options have faults.</exception>
    /// <exception cref="EncoderUnavailableException">The service gave no vector.</exception>
    public static async Task<RemoteEncoder> OpenAsync(
        RemoteEncoderOptions options, TimeProvider time, Random random, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        Check(options);
        try
        {
            return options.Dimensions > 0
                ? Create(options, null, time, random, loggers)
                : await ConnectAsync(options, null, time, random, loggers, cancellationToken);
        }
        catch (EncoderUnavailableException exception)
        {
            throw new EncoderUnavailableException(
                $"{exception.Message} It was asked for the number of components; with Dimensions stated it need not answer at the start.",
                    exception.RetryAfter, exception);
        }
    }

    /// <summary>Asks the service for one vector, and so learns the number of components and that all settings fit.</summary>
    /// <param name="options">Whom to ask; not changed afterwards.</param>
    /// <param name="handler">Carries the requests and stays its caller's; null: one of its own, with the machine's proxy.</param>
    /// <param name="time">Measures timeouts, delays and breaks.</param>
    /// <param name="random">Spreads the delays; used by nobody else.</param>
    /// <param name="loggers">Told when the service is left alone and when it is used again.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The encoder, ready to use.</returns>
    /// <exception cref="ArgumentException">The options have faults.</exception>
    /// <exception cref="EncoderUnavailableException">The service gave no vector; <see cref="Create"/> does not need one.</exception>
    public static async Task<RemoteEncoder> ConnectAsync(
        RemoteEncoderOptions options,
        HttpMessageHandler? handler,
        TimeProvider time,
        Random random,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        Check(options);
        EmbeddingCalls calls = Calls(options, handler, time, random, loggers);
        try
        {
            RemoteResult probe = await calls.SendAsync([ProbeText], options.Dimensions, cancellationToken);
            return probe.Vectors is { } vector
                ? new RemoteEncoder(options, calls, IdentityOf(options, vector.Length))
                : throw calls.Unavailable(probe.Failure!);
        }
        catch
        {
            calls.Dispose();
            throw;
        }
    }

    /// <summary>Makes an encoder without asking the service, which may be down; <see cref="RemoteEncoderOptions.Dimensions"/> must be
    /// stated.</summary>
    /// <param name="options">Whom to ask; not changed afterwards.</param>
    /// <param name="handler">Carries the requests and stays its caller's; null: one of its own, with the machine's proxy.</param>
    /// <param name="time">Measures timeouts, delays and breaks.</param>
    /// <param name="random">Spreads the delays; used by nobody else.</param>
    /// <param name="loggers">Told when the service is left alone and when it is used again.</param>
    /// <returns>The encoder; whether the service gives vectors of that length shows with the first text.</returns>
    /// <exception cref="ArgumentException">The options have faults, or state no dimensions.</exception>
    public static RemoteEncoder Create(
        RemoteEncoderOptions options, HttpMessageHandler? handler, TimeProvider time, Random random, ILoggerFactory loggers)
    {
        Check(options, options?.Dimensions == 0
            ? ["Dimensions is 0, expected the number of components: the service is not asked for it here"] : []);
        return new RemoteEncoder(options!, Calls(options!, handler, time, random, loggers), IdentityOf(options!, options!.Dimensions));
    }

    /// <inheritdoc />
    public async ValueTask<float[]> EncodeAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        cancellationToken.ThrowIfCancellationRequested();
        using Activity? call = Call();
        PendingText pending = new(Cut(text));
        _queue.Add([pending]);
        return (await _queue.WaitAsync([pending], cancellationToken))[0];
    }

    /// <inheritdoc />
    /// <remarks>Sends as many requests at a time as may be under way; single texts of others come between.</remarks>
    public async Task<float[]> EncodeAsync(IReadOnlyList<string> texts, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using Activity? call = Call();
        float[] vectors = new float[texts.Count * Identity.Dimensions];
        Lock told = new();
        async ValueTask SendAsync((int First, PendingText[] Texts) batch, CancellationToken stop)
        {
            _queue.Add(batch.Texts);
            foreach ((int i, float[] vector) in (await _queue.WaitAsync(batch.Texts, stop)).Index())
            {
                vector.CopyTo(vectors, (batch.First + i) * Identity.Dimensions);
            }

            lock (told)
            {
                progress?.Invoke(batch.Texts.Length);
            }
        }

        // A service that failed is tried by one request: the others would be refused meanwhile, and take that one with them.
        (int First, PendingText[] Texts)[] batches = [.. Batches(texts)];
        int alone = _calls.IsFailing && batches.Length > 0 ? 1 : 0;
        if (alone == 1)
        {
            await SendAsync(batches[0], cancellationToken);
        }

        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.ConcurrentRequests, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batches.Skip(alone), parallel, SendAsync);
        return vectors;
    }

    /// <inheritdoc />
    public void Dispose() => _calls.Dispose();

    /// <summary>A span by the conventions for calls of models: https://github.com/open-telemetry/semantic-conventions-genai.</summary>
    private Activity? Call()
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? call = Source.StartActivity($"embeddings {_options.Model}", ActivityKind.Client);
        call?.SetTag("gen_ai.operation.name", "embeddings");
        call?.SetTag("gen_ai.request.model", _options.Model);
        call?.SetTag("server.address", new Uri(_options.Endpoint!).Host);
        return call;
    }

    private static void Check(RemoteEncoderOptions? options, params string[] more)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] faults = [.. options.IsUsed
            ? [] : new[] { "Endpoint is empty, expected for example https://api.openai.com/v1" }, .. options.Faults(), .. more];
        if (faults.Length > 0)
        {
            throw new ArgumentException(
                $"The encoding service cannot be used:{string.Concat(faults.Select(fault => "\n  - " + fault))}", nameof(options));
        }
    }

    private static EmbeddingCalls Calls(
        RemoteEncoderOptions options, HttpMessageHandler? handler, TimeProvider time, Random random, ILoggerFactory loggers) =>
        new(new EmbeddingClient(options, handler, time), options, time, random, loggers.CreateLogger<RemoteEncoder>());

    private static EncoderIdentity IdentityOf(RemoteEncoderOptions options, int dimensions)
    {
        // As with local models, a limit counts where somebody has set it.
        string cut = options.MaxTextCharacters == RemoteEncoderOptions.DefaultTextCharacters
            ? "" : $"\ncharacters {options.MaxTextCharacters}";
        string decides = $"remote\n{new RemoteEndpoint(options.Endpoint!).Name}\n{options.Model}\n{dimensions}{cut}";
        return new EncoderIdentity(
            options.Model, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(decides))), dimensions);
    }

    private IEnumerable<(int First, PendingText[] Texts)> Batches(IReadOnlyList<string> texts)
    {
        List<PendingText> batch = [];
        long characters = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            PendingText text = new(Cut(texts[i]));
            if (batch.Count == _options.BatchTexts || (batch.Count > 0 && characters + text.Text.Length > _options.BatchCharacters))
            {
                yield return (i - batch.Count, [.. batch]);
                batch.Clear();
                characters = 0;
            }

            batch.Add(text);
            characters += text.Text.Length;
        }

        if (batch.Count > 0)
        {
            yield return (texts.Count - batch.Count, [.. batch]);
        }
    }

    /// <summary>The first characters of a text; halves of characters, which UTF-8 cannot carry, become U+FFFD.</summary>
    private string Cut(string text)
    {
        int length = 0;
        bool isWhole = true;
        for (int count = 0; length < text.Length && count < _options.MaxTextCharacters; count++)
        {
            isWhole &= Rune.DecodeFromUtf16(text.AsSpan(length), out _, out int consumed) == OperationStatus.Done;
            length += consumed;
        }

        string cut = length == text.Length ? text : text[..length];
        return isWhole ? cut : string.Concat(cut.EnumerateRunes());
    }
}
