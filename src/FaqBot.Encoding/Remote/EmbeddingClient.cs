using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FaqBot.Encoding.Remote;

/// <summary>Sends one request to the service and judges what comes back.</summary>
/// <remarks>Thread-safe. Follows no redirection and keeps no cookies: the key goes to the configured host alone.</remarks>
internal sealed class EmbeddingClient : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly RemoteEncoderOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>Prepares to ask the service; nothing is sent yet.</summary>
    /// <param name="options">Whom to ask, without faults.</param>
    /// <param name="handler">Carries the requests and stays its caller's; null: one of its own, with the machine's proxy.</param>
    /// <param name="time">Measures the timeouts.</param>
    public EmbeddingClient(RemoteEncoderOptions options, HttpMessageHandler? handler, TimeProvider time)
    {
        _options = options;
        _time = time;
        Endpoint = new RemoteEndpoint(options.Endpoint!);
        _http = new HttpClient(handler ?? OwnHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (!string.IsNullOrEmpty(options.ApiKey))
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        }
    }

    /// <summary>Where the service is.</summary>
    public RemoteEndpoint Endpoint { get; }

    /// <summary>Asks for the vectors of texts, once.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="dimensions">Components expected of a vector; 0: any.</param>
    /// <param name="cancellationToken">Nobody waits for them any more.</param>
    /// <returns>The vectors, or why there are none.</returns>
    public async Task<RemoteResult> SendAsync(IReadOnlyList<string> texts, int dimensions, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, Endpoint.Url) { Content = Body(texts) };
            using HttpResponseMessage reply = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await reply.Content.LoadIntoBufferAsync(MostBytes(texts.Count, dimensions), either.Token);
            return Judge(reply, await reply.Content.ReadAsByteArrayAsync(either.Token), texts, dimensions);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            return new RemoteFailure(
                FailureKind.Passing, $"did not answer within {_options.Timeout}; if it is only slow, raise Timeout or lower BatchTexts");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Broken(exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler OwnHandler() => new()
    {
        PooledConnectionLifetime = ConnectionLifetime,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
    };

    /// <summary>Room for each number written out with all its digits and a blank, and for what else a reply holds.</summary>
    private static long MostBytes(int texts, int dimensions) =>
        (1L << 20) + ((long)texts * (dimensions == 0 ? RemoteEncoder.MostDimensions : dimensions) * 32);

    private ReadOnlyMemoryContent Body(IReadOnlyList<string> texts) =>
        new(EmbeddingRequest.Write(_options.Model, texts, _options.SendDimensions ? _options.Dimensions : 0))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };

    private RemoteResult Judge(HttpResponseMessage reply, ReadOnlyMemory<byte> body, IReadOnlyList<string> texts, int dimensions)
    {
        RemoteResult read = reply.IsSuccessStatusCode ? EmbeddingReply.Read(body, texts.Count, dimensions) : Refused(reply, texts.Count);
        if (read.Failure is not { } failure)
        {
            return read;
        }

        ServiceError? error = ServiceError.Read(body);
        string said = error is not null ? $"; it says {error.Show(new Redaction(_options.ApiKey, texts))}"
            : reply.IsSuccessStatusCode ? ""
            : $"; it gives no reason that can be shown ({body.Length} bytes)";

        // OpenAI's spent quota has the status of a rate limit.
        bool isSpent = error is not null && error.Marks.Contains("insufficient_quota", StringComparer.Ordinal);
        return failure with { Message = failure.Message + said, Kind = isSpent ? FailureKind.Lasting : failure.Kind };
    }

    private RemoteFailure Refused(HttpResponseMessage reply, int texts)
    {
        RetryHint hint = RetryHint.Read(reply, _time.GetUtcNow());
        int status = (int)reply.StatusCode;
        (bool isAboutTexts, string message) = reply.StatusCode switch
        {
            HttpStatusCode.Unauthorized => (false, "does not accept the key; check ApiKey"),
            HttpStatusCode.Forbidden => (false, "does not allow it; check what the owner of ApiKey may use, and Model"),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
                (false, "knows no such address or model; check Endpoint, which often ends in /v1, and Model"),
            HttpStatusCode.TooManyRequests =>
                (false, "was asked too often or the quota is spent; lower ConcurrentRequests or raise the limit there"),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity =>
                (true, $"does not accept the request with {texts} texts; check Model, Dimensions, SendDimensions, BatchTexts and "
                    + $"MaxTextCharacters"),
            >= HttpStatusCode.InternalServerError => (false, "fails; see its own log or status page"),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                (false, "redirects, which is not followed; set Endpoint to the address that answers"),
            _ => (false, "does not answer the request"),
        };
        FailureKind kind = hint.IsWorthwhile ? FailureKind.Passing : isAboutTexts ? FailureKind.Texts : FailureKind.Lasting;
        return new RemoteFailure(kind, $"{message} (status {status})", hint.After);
    }

    /// <summary>Tells of a connection that failed. Messages of the network's own may name a proxy with its password: only what is known to
    /// be harmless is told.</summary>
    private static RemoteFailure Broken(Exception exception)
    {
        HttpRequestError error = Causes(exception).Select(cause => cause switch
        {
            HttpIOException broken => broken.HttpRequestError,
            HttpRequestException { HttpRequestError: { } known } => known,
            _ => HttpRequestError.Unknown,
        }).FirstOrDefault(known => known != HttpRequestError.Unknown);
        string what = error switch
        {
            HttpRequestError.NameResolutionError => "has a name that cannot be resolved; check Endpoint",
            HttpRequestError.ConnectionError => "cannot be connected to; check that it runs and that nothing is between",
            HttpRequestError.SecureConnectionError => "offers no connection that can be trusted; check its certificate",
            HttpRequestError.ConfigurationLimitExceeded => "sent more than vectors of that length can be; check Endpoint and Dimensions",
            HttpRequestError.ProxyTunnelError => "cannot be reached through the proxy; check the proxy's settings",
            _ => "broke the connection off",
        };
        string? detail = Causes(exception).Select(cause => cause switch
        {
            SocketException socket => socket.SocketErrorCode.ToString(),
            AuthenticationException authentication => authentication.Message,
            _ => null,
        }).FirstOrDefault(text => text is not null);
        return new RemoteFailure(
            error == HttpRequestError.ConfigurationLimitExceeded ? FailureKind.Lasting : FailureKind.Passing,
            $"{what} ({detail ?? error.ToString()})");
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
