using System.Net.Http.Json;
using System.Threading.RateLimiting;
using FaqBot.Http;

namespace FaqBot.Handover;

/// <summary>Takes what visitors write to where the options say, and nowhere else; nothing of it is kept here.</summary>
/// <remarks>Thread-safe. The target's address may be a secret: no message and no log line holds it.</remarks>
internal sealed partial class ContactDelivery : IDisposable
{
    private const int MostAtOnce = 8, MostPerCaller = 5;
    private const int MostReplyBytes = 64 * 1024;

    private static readonly TimeSpan CallerWindow = TimeSpan.FromMinutes(10), WaitWhenBusy = TimeSpan.FromSeconds(5);

    private readonly ContactFormOptions _options;
    private readonly ILogger<ContactDelivery> _log;
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    // Somebody reads each of these: the limits of requests, which let a program ask much, are none.
    private readonly PartitionedRateLimiter<string> _callers = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetFixedWindowLimiter(caller, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = MostPerCaller,
            Window = CallerWindow,
            QueueLimit = 0,
        }));

    // Redirects could lead anywhere.
    private readonly HttpClient _http;

    public ContactDelivery(ContactFormOptions options, ILogger<ContactDelivery> log)
    {
        _options = options;
        _log = log;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = _options.Timeout,
            MaxResponseContentBufferSize = MostReplyBytes,
        };
    }

    /// <summary>Delivers a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="caller">Whose it is.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="ContactException">It was not delivered.</exception>
    /// <exception cref="TooMuchAtWorkException">Too many are under way.</exception>
    public async Task DeliverAsync(ContactMessage message, string caller, CancellationToken cancellationToken)
    {
        if (!_places.Wait(0, CancellationToken.None))
        {
            throw new TooMuchAtWorkException("Too many messages are being delivered.", WaitWhenBusy);
        }

        try
        {
            using RateLimitLease lease = _callers.AttemptAcquire(caller);
            if (!lease.IsAcquired)
            {
                throw ContactException.TooMany(
                    MostPerCaller, lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : CallerWindow);
            }

            await SendAsync(message, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _callers.Dispose();
        _places.Dispose();
    }

    private async Task SendAsync(ContactMessage message, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _options.Target)
        {
            Content = JsonContent.Create(message, ContactMessageJson.Default.ContactMessage),
        };
        if (_options.Authorization is { Length: > 0 } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                Delivered(_log, message.Kb);
                return;
            }

            Failed(_log, $"the target replied with status {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            Failed(_log, $"the target cannot be reached ({exception.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(_log, $"the target did not reply within {_options.Timeout}");
        }

        throw ContactException.Undelivered();
    }

    [LoggerMessage(LogLevel.Information, "A visitor's message was delivered (knowledge base '{KnowledgeBase}').")]
    private static partial void Delivered(ILogger log, string knowledgeBase);

    [LoggerMessage(LogLevel.Error, "A visitor's message was not delivered: {Fault}. See FaqBot:Channels:ContactForm:Target.")]
    private static partial void Failed(ILogger log, string fault);
}
