using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary>Finds out who sends a request, and whether the page that it comes from is trusted.</summary>
internal sealed class CallerCheck(
    DirectLineOptions options, HttpOptions http, PublicAddress address, LocalCallers locals, TokenKeys keys, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    /// <summary>Finds out who sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="conversation">The conversation that it is about; or null.</param>
    /// <exception cref="DirectLineException">Nobody who may.</exception>
    public Caller Require(HttpRequest request, string? conversation)
    {
        string header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw DirectLineException.Unauthorized("Send a secret or token as 'Authorization: Bearer …'.");
        }

        // All are compared, whichever fits: time does not tell which one.
        bool isSecret = false;
        foreach (string secret in options.Secrets)
        {
            isSecret |= BearerKey.IsIn(request, secret);
        }

        if (isSecret)
        {
            return IsPageOfOthers(request)
                ? throw DirectLineException.Unauthorized(
                    "A secret in a page is everybody's; exchange it for a token on a server, and give the page that.")
                : new Caller(Claims: null);
        }

        TokenClaims claims = Read(header[Scheme.Length..].Trim(), stream: false);
        CheckOrigin(request, claims);
        return conversation is null || claims.Conversation == conversation
            ? new Caller(claims)
            : throw DirectLineException.Unauthorized("The token is of another conversation.");
    }

    /// <summary>Checks the token in a stream's address.</summary>
    /// <exception cref="DirectLineException">It does not open this stream.</exception>
    public TokenClaims RequireStream(HttpRequest request, string conversation)
    {
        TokenClaims claims = Read(request.Query["t"].ToString(), stream: true);
        CheckOrigin(request, claims);
        return claims.Conversation == conversation
            ? claims : throw DirectLineException.Unauthorized("The token is of another conversation.");
    }

    /// <summary>The origin of the page that gets a token without a secret.</summary>
    /// <returns>The origin that the token is to be bound to; null for a program of this machine.</returns>
    /// <exception cref="DirectLineException">Nobody gets one, or not this caller.</exception>
    public string? RequireAnonymous(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        bool allowed = options.Anonymous switch
        {
            AnonymousTokens.Origins => origin.Length > 0 && IsServiceOrigin(request, origin),
            AnonymousTokens.Local =>
                options.Secrets.Length == 0 && (origin.Length > 0 ? address.IsOwn(request, origin) : locals.Send(request)),
            _ => false,
        };
        return allowed ? origin.Length > 0 ? origin : null : throw DirectLineException.Unauthorized(
            "Send a secret as 'Authorization: Bearer …'; without one, tokens are given as FaqBot:DirectLine:Anonymous says.");
    }

    private TokenClaims Read(string token, bool stream)
    {
        if (keys.Read(token) is not { } claims || claims.Stream != stream)
        {
            throw DirectLineException.Unauthorized("The secret or token is not valid.");
        }

        return time.GetUtcNow().ToUnixTimeSeconds() < claims.Expires
            ? claims
            : throw new DirectLineException(
                StatusCodes.Status403Forbidden, DirectLineCode.TokenExpired, "The token has expired; get another one.");
    }

    /// <summary>Browsers name the page's origin with each request that another origin's page sends, and with each stream.</summary>
    private void CheckOrigin(HttpRequest request, TokenClaims claims)
    {
        string origin = request.Headers.Origin.ToString();
        bool trusted = origin.Length == 0
            || (claims.Origins is { } bound ? bound.Contains(origin, StringComparer.OrdinalIgnoreCase) : IsServiceOrigin(request, origin));
        if (!trusted)
        {
            throw DirectLineException.Unauthorized(
                "The page's origin is not trusted; name it in the token's trustedOrigins or in FaqBot:Http:CorsOrigins.");
        }
    }

    /// <summary>Whether a page sends the request, other than one that somebody tries on the own machine.</summary>
    private static bool IsPageOfOthers(HttpRequest request) => request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && page.IsLoopback);

    private bool IsServiceOrigin(HttpRequest request, string origin) =>
        address.IsOwn(request, origin) || http.CorsOrigins.Contains("*")
            || http.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
