using System.Net;
using System.Net.Http.Headers;
using FaqBot.Channels.BotFramework.Settings;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>Signs requests to one service URL; no other address gets anything.</summary>
/// <param name="serviceUrl">The service URL that was validated.</param>
/// <param name="audience">Whom the token is for.</param>
/// <param name="tokens">The bot's tokens; null when it has no credentials.</param>
internal sealed class SignedCalls(Uri serviceUrl, string audience, AccessTokens? tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!SafeUrl.IsBelow(request.RequestUri!, serviceUrl))
        {
            throw new HttpRequestException(
                $"A request was to leave for {request.RequestUri!.Authority}, expected an address below the validated service URL.");
        }

        if (tokens is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        string token = await tokens.GetAsync(audience, refused: null, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(audience, refused: token, cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
