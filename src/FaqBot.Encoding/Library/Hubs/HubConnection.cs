using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Encoding.Library.Hubs;

/// <summary>Asks one hub over HTTP.</summary>
/// <remarks>
/// Redirects are followed here and not by the client: the token goes to the hub's own scheme, host and port and nowhere else, and a hub
/// that is asked over https leads to https only. Thread-safe.
/// </remarks>
public sealed class HubConnection : IDisposable
{
    private const int MostRedirects = 8;

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>Makes a connection; nothing is sent yet.</summary>
    /// <param name="options">The hub.</param>
    /// <param name="time">The clock of waits.</param>
    public HubConnection(HubOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _time = time;
        Retrying = new Retrying(options, time);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
        })
        {
            // A download may take hours: what is watched is whether anything still comes.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("FaqBot", typeof(HubConnection).Assembly.GetName().Version?.ToString(2)));
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>The hub.</summary>
    internal HubOptions Options { get; }

    /// <summary>Repeats what fails in passing.</summary>
    internal Retrying Retrying { get; }

    /// <summary>Asks for a JSON document.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="model">The model that is asked about; messages name it.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>The document.</returns>
    /// <exception cref="HubException">The hub refuses or sends something else.</exception>
    internal Task<JsonDocument> GetJsonAsync(Uri address, ModelReference model, CancellationToken cancellationToken) => Retrying.RunAsync(
        async () =>
        {
            using HttpResponseMessage response = await OpenAsync(address, model, null, cancellationToken);
            using MemoryStream body = new();
            await CopyAsync(response, body, ModelLimits.ListingBytes, null, cancellationToken);
            try
            {
                return StrictJson.Parse(body.ToArray());
            }
            catch (JsonException exception)
            {
                throw new HubException(
                    $"{address.Host} answered with something that is no list of files; check that {Options.Endpoint} is a hub of models.",
                        exception);
            }
        },
        () => 0,
        null,
        cancellationToken);

    /// <summary>Sends one GET, following redirects, and reads the head of the answer.</summary>
    /// <param name="address">The address, on the hub.</param>
    /// <param name="model">The model that is asked about; messages name it.</param>
    /// <param name="prepare">Adds headers, or null.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>A successful answer whose body is still to be read, or one of status 416.</returns>
    /// <exception cref="TransientFailure">Another attempt may succeed.</exception>
    /// <exception cref="HubException">Another attempt would not succeed.</exception>
    internal async Task<HttpResponseMessage> OpenAsync(
        Uri address, ModelReference model, Action<HttpRequestMessage>? prepare, CancellationToken cancellationToken)
    {
        for (int redirects = 0; redirects <= MostRedirects; redirects++)
        {
            HttpResponseMessage response = await SendAsync(address, prepare, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return Accept(response, address, model);
            }

            using (response)
            {
                address = HubBorder.Follow(Options.Endpoint, address, response.Headers.Location);
            }
        }

        throw new HubException(
            $"{Options.Endpoint.Host} leads from one address to the next more than {MostRedirects} times; check {Options.Endpoint}.");
    }

    /// <summary>Reads the body of an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="target">Takes the bytes.</param>
    /// <param name="most">Most bytes that may come.</param>
    /// <param name="arrived">Told the number of bytes of each piece, or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="TransientFailure">The connection was cut or brings nothing any more.</exception>
    /// <exception cref="HubException">More comes than may.</exception>
    internal async Task CopyAsync(
        HttpResponseMessage response, Stream target, long most, Action<int>? arrived, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stalled = new(Options.StallTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, cancellationToken);
        byte[] buffer = new byte[1 << 17];
        string host = response.RequestMessage!.RequestUri!.Host;
        int read;
        do
        {
            try
            {
                Stream body = await response.Content.ReadAsStreamAsync(either.Token);
                read = await body.ReadAsync(buffer, either.Token);
            }
            catch (Exception exception) when (IsTransient(exception) && !cancellationToken.IsCancellationRequested)
            {
                throw new TransientFailure($"The connection to {host} was cut.", null, exception);
            }

            most -= read;
            if (most < 0)
            {
                throw new HubException($"{host} sends more bytes than were announced; nothing of it is used.");
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            arrived?.Invoke(read);
            stalled.CancelAfter(Options.StallTimeout);
        }
        while (read > 0);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private static bool IsTransient(Exception exception) => exception is HttpRequestException or IOException or OperationCanceledException;

    private async Task<HttpResponseMessage> SendAsync(Uri address, Action<HttpRequestMessage>? prepare, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        prepare?.Invoke(request);
        if (Options.Token is { } token && HubBorder.MayKnowToken(Options.Endpoint, address))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using CancellationTokenSource stalled = new(Options.StallTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, cancellationToken);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (Exception exception) when (IsTransient(exception) && !cancellationToken.IsCancellationRequested)
        {
            string reason = exception is HttpRequestException { InnerException: { } inner } ? inner.Message.TrimEnd('.') : "no answer came";
            throw new TransientFailure($"{address.GetLeftPart(UriPartial.Authority)} cannot be reached ({reason}).", null, exception);
        }
    }

    private HttpResponseMessage Accept(HttpResponseMessage response, Uri address, ModelReference model)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return response;
        }

        using (response)
        {
            throw HubRefusal.Of(response, address, model, Options, _time);
        }
    }
}
