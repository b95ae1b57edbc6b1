using FaqBot.Encoding.Resilience;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace FaqBot.Encoding.Remote;

/// <summary>Asks the service again where that can help, and leaves it alone while it fails.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class EmbeddingCalls : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PassingPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastingPause = TimeSpan.FromSeconds(30);

    private static readonly RemoteFailure LeftAloneFor =
        new(FailureKind.Passing, "is left alone for a while, because it failed several times in a row; the log says how");

    private readonly EmbeddingClient _client;
    private readonly RemoteEncoderOptions _options;
    private readonly Random _random;
    private readonly CircuitBreaker _breaker;
    private readonly ResiliencePipeline<Attempt> _attempts;
    private readonly ILogger _log;
    private volatile bool _isFailing;

    /// <summary>Sends through a client, within the limits of the options.</summary>
    /// <param name="client">Sends the requests; is disposed of here.</param>
    /// <param name="options">The limits, without faults.</param>
    /// <param name="time">Measures delays and breaks.</param>
    /// <param name="random">Spreads the delays; is only used under a lock.</param>
    /// <param name="log">Told when the service is left alone and when it is used again.</param>
    public EmbeddingCalls(EmbeddingClient client, RemoteEncoderOptions options, TimeProvider time, Random random, ILogger log)
    {
        _client = client;
        _options = options;
        _random = random;
        _breaker = new CircuitBreaker(options.BreakAfter, options.BreakDuration, time);
        _log = log;
        ResiliencePipelineBuilder<Attempt> attempts = new() { TimeProvider = time };
        if (options.Attempts > 1)
        {
            attempts.AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = options.Attempts - 1,
                ShouldHandle = failed => ValueTask.FromResult(MayPass(failed.Outcome.Result)),
                DelayGenerator = failed =>
                    ValueTask.FromResult<TimeSpan?>(failed.Outcome.Result.Failure!.RetryAfter ?? BackOff(failed.AttemptNumber)),
                OnRetry = failed =>
                {
                    AskingAgain(log, client.Endpoint.Name, failed.Outcome.Result.Failure!.Message, failed.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            });
        }

        _attempts = attempts.Build();
    }

    /// <summary>Whether the last attempt failed, other than by its texts.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Asks for the vectors of texts.</summary>
    /// <param name="texts">The texts of one request.</param>
    /// <param name="dimensions">Components expected of a vector; 0: any.</param>
    /// <param name="cancellationToken">Nobody waits for them any more.</param>
    /// <returns>The vectors, or why there are none.</returns>
    public async Task<RemoteResult> SendAsync(IReadOnlyList<string> texts, int dimensions, CancellationToken cancellationToken)
    {
        RemoteFailure? last = null;
        Attempt end = await _attempts.ExecuteAsync(
            async stop =>
            {
                stop.ThrowIfCancellationRequested();
                if (!_breaker.TryEnter())
                {
                    return new Attempt(last ?? LeftAloneFor, WasMade: false);
                }

                RemoteResult result = await AttemptAsync(texts, dimensions, stop);
                last = result.Failure;
                return new Attempt(result, WasMade: true);
            },
            cancellationToken);
        return end.Result;
    }

    /// <summary>What callers are told of a failure.</summary>
    public EncoderUnavailableException Unavailable(RemoteFailure failure)
    {
        TimeSpan pause = failure.RetryAfter ?? (failure.Kind == FailureKind.Lasting ? LastingPause : PassingPause);
        return new EncoderUnavailableException(
            $"The encoding service {_client.Endpoint.Name} {failure.Message}.", pause > _breaker.TimeLeft ? pause : _breaker.TimeLeft);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<RemoteResult> AttemptAsync(IReadOnlyList<string> texts, int dimensions, CancellationToken cancellationToken)
    {
        bool isReported = false;
        try
        {
            RemoteResult result = await _client.SendAsync(texts, dimensions, cancellationToken);
            isReported = true;
            Report(result.Failure);
            return result;
        }
        finally
        {
            if (!isReported)
            {
                _breaker.Abandoned();
            }
        }
    }

    private void Report(RemoteFailure? failure)
    {
        _isFailing = failure is { Kind: not FailureKind.Texts };
        if (failure is null or { Kind: FailureKind.Texts })
        {
            if (_breaker.Succeeded())
            {
                Recovered(_log, _client.Endpoint.Name);
            }
        }
        else if (_breaker.Failed() == BreakChange.Opened)
        {
            LeftAlone(_log, _client.Endpoint.Name, failure.Message);
        }
    }

    /// <summary>Whether another attempt may succeed, and soon enough.</summary>
    private bool MayPass(Attempt attempt) =>
        attempt is { WasMade: true, Failure: { Kind: FailureKind.Passing } failure } && !(failure.RetryAfter > _options.MaxRetryDelay);

    /// <summary>Doubles from attempt to attempt; between half of it and all, so that callers do not come back together.</summary>
    private TimeSpan BackOff(int attemptsBefore)
    {
        TimeSpan delay = FirstDelay * Math.Pow(2, attemptsBefore);
        delay = delay < _options.MaxRetryDelay ? delay : _options.MaxRetryDelay;
        lock (_random)
        {
            return delay * (1 - (_random.NextDouble() / 2));
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The encoding service {Endpoint} is left alone for a while; it {Failure}.")]
    private static partial void LeftAlone(ILogger log, string endpoint, string failure);

    [LoggerMessage(2, LogLevel.Information, "The encoding service {Endpoint} is used again.")]
    private static partial void Recovered(ILogger log, string endpoint);

    [LoggerMessage(3, LogLevel.Debug, "The encoding service {Endpoint} {Failure}; it is asked again in {Delay}.")]
    private static partial void AskingAgain(ILogger log, string endpoint, string failure, TimeSpan delay);

    /// <summary>What an attempt came to; one that the breaker held back was not made, and none follows it.</summary>
    private readonly record struct Attempt(RemoteResult Result, bool WasMade)
    {
        public RemoteFailure? Failure => Result.Failure;
    }
}
