using System.Net;
using FaqBot.Channels.BotFramework.Settings;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Sends requests again that a channel or token service could not take yet.</summary>
/// <remarks>
/// The statuses that Teams asks bots to retry, and 503
/// (<see href="https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit"/>). A request that timed out may have been carried out: it is not repeated.
/// </remarks>
internal sealed class RetryingCalls(ConnectorOptions options, TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan? delay = FirstDelay * Math.Pow(2, attempt - 1);
            try
            {
                HttpResponseMessage response = await SendOnceAsync(request, cancellationToken);
                delay = IsPassing(response.StatusCode) ? RetryAfter(response) ?? delay : null;
                if (attempt >= options.Attempts || delay is null || delay > options.MaxRetryDelay)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (HttpRequestException exception) when (attempt < options.Attempts && delay <= options.MaxRetryDelay
                && (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError))
            {
                // Nothing was sent.
            }

            await Task.Delay(delay.Value, time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(options.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(either.Token);
            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{request.RequestUri!.Authority} did not answer within {options.Timeout}", exception);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? null
        : after.Delta ?? (after.Date - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
}
