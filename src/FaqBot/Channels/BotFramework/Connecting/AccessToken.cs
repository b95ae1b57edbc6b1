using System.Text.Json;
using Microsoft.Identity.Client;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>A token of the bot's own.</summary>
/// <param name="Value">The token. Never shown.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record AccessToken(string Value, DateTimeOffset Expires)
{
    /// <summary>Awaits a token that MSAL fetches.</summary>
    /// <param name="service">Who is asked, for messages.</param>
    /// <param name="acquiring">MSAL's work.</param>
    /// <exception cref="TokenUnavailableException">There is no token; the message shows the service's code and none of its
    /// texts.</exception>
    public static async Task<AccessToken> OfAsync(string service, Task<AuthenticationResult> acquiring)
    {
        try
        {
            AuthenticationResult result = await acquiring;
            return result.AccessToken is { Length: > 0 } value
                ? new AccessToken(value, result.ExpiresOn)
                : throw new FormatException("The reply has no token.");
        }
        catch (Exception exception)
            when ((exception as HttpRequestException ?? exception.InnerException) is HttpRequestException unreachable)
        {
            throw new TokenUnavailableException($"{service} cannot be reached: {unreachable.Message}", exception);
        }
        catch (MsalException exception)
        {
            string status = exception is MsalServiceException { StatusCode: > 0 } answered ? $" {answered.StatusCode}" : "";
            string code = exception.ErrorCode is MsalError.NonParsableOAuthError or MsalError.ManagedIdentityResponseParseFailure
                ? ", and no JSON object"
                : $" {exception.ErrorCode}";
            throw new TokenUnavailableException($"{service} gives no token:{status}{code}", exception);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException
            or OverflowException or NullReferenceException)
        {
            // What MSAL makes of a reply that says to be right, and is none.
            throw new TokenUnavailableException($"{service} gives no token: 200, and no JSON object with one", exception);
        }
    }
}

/// <summary>The bot gets no token for its replies.</summary>
internal sealed class TokenUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where the bot's tokens come from.</summary>
internal interface ITokenSource
{
    /// <summary>Fetches a token.</summary>
    /// <param name="audience">Whom it is for, without <c>/.default</c>.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The token.</returns>
    /// <exception cref="TokenUnavailableException">There is none.</exception>
    Task<AccessToken> FetchAsync(string audience, CancellationToken cancellationToken);
}

/// <summary>MSAL's way out: the bot's connections, with their limits, and without redirects.</summary>
internal sealed class TokenConnection(DelegatingHandler calls) : IMsalHttpClientFactory
{
    // RetryingCalls limits each attempt, and what is read of a reply. A client holds nothing of its own.
    public HttpClient GetHttpClient() => new(calls, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
}
