using System.Net;
using FaqBot.Channels.BotFramework.Settings;
using Polly;
using Polly.Retry;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Sends requests again that a channel or token service could not take yet.</summary>
/// <remarks>
/// The statuses that Teams asks bots to retry, and 503
/// (<see href="https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit"/>). A request that timed out may have been
/// carried out: it is not repeated.
/// </remarks>
internal sealed class RetryingCalls : DelegatingHandler
{
    /// <summary>The largest reply that is read; none of those asked is near it.</summary>
    public const int MostReplyBytes = 1024 * 1024;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private readonly ConnectorOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _attempts;

    public RetryingCalls(ConnectorOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        ResiliencePipelineBuilder<HttpResponseMessage> attempts = new() { TimeProvider = time };
        if (options.Attempts > 1)
        {
            attempts.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Attempts - 1,
                ShouldHandle = failed => ValueTask.FromResult(DelayAfter(failed.Outcome, failed.AttemptNumber) <= options.MaxRetryDelay),
                DelayGenerator = failed => ValueTask.FromResult(DelayAfter(failed.Outcome, failed.AttemptNumber)),
            });
        }

        _attempts = attempts.Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await _attempts.ExecuteAsync(async (sent, stop) => await SendOnceAsync(sent, stop), request, cancellationToken);

    /// <summary>How long to wait before the next attempt; null where another one cannot help or would repeat what may have been
    /// done.</summary>
    private TimeSpan? DelayAfter(Outcome<HttpResponseMessage> outcome, int attemptsBefore)
    {
        TimeSpan delay = FirstDelay * Math.Pow(2, attemptsBefore);
        return outcome switch
        {
            { Result: { } response } => IsPassing(response.StatusCode) ? RetryAfter(response) ?? delay : null,

            // Nothing was sent.
            {
                Exception: HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                }
            } => delay,
            _ => null,
        };
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(MostReplyBytes, either.Token);
            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{request.RequestUri!.Authority} did not answer within {_options.Timeout}", exception);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? null
        : after.Delta ?? (after.Date - _time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
}
