using System.Globalization;
using FaqBot.Channels.DirectLine;
using FaqBot.Engine;
using FaqBot.Http.Keys;

namespace FaqBot.Http.Limits;

/// <summary>Finds out who a request counts for: a key that is right, else a token that is, else the address.</summary>
/// <remarks>What is wrong counts for the address: nobody gets another count by making keys up. Thread-safe.</remarks>
internal sealed class RequestSources(FaqBotOptions options, AnsweringEngine engine, SigningKey signingKey, TimeProvider time)
{
    private const string Bearer = "Bearer ";

    /// <summary>Finds out who a request counts for.</summary>
    public RequestSource Of(HttpContext context)
    {
        HttpRequest request = context.Request;
        return KeyOf(request) is { } key ? new RequestSource(SourceKind.Key, key)
            : ConversationOf(request) is { } conversation ? new RequestSource(SourceKind.Token, Bounded(conversation))
            : new RequestSource(SourceKind.Address, Bounded(ClientAddress.Of(context)));
    }

    private string? KeyOf(HttpRequest request)
    {
        string? found = engine.Loaded?.Keys.Find(EndpointGate.Presented(request));
        if (request.Headers.Authorization.Count == 0)
        {
            return found;
        }

        // All are compared, whichever fits.
        (string Name, string? Key)[] known =
        [
            ("api", options.Http.ApiKey),
            ("admin", options.Admin.Key),
            .. options.DirectLine.Secrets.Select((secret, index) => (string.Create(CultureInfo.InvariantCulture, $"directline {index}"), (string?)secret)),
        ];
        foreach ((string name, string? key) in known)
        {
            found = key is not null && BearerKey.IsIn(request, key) ? name : found;
        }

        return found;
    }

    /// <summary>The conversation of a Direct Line token: a token that was refreshed counts on.</summary>
    private string? ConversationOf(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments(DirectLineRoutes.Root, StringComparison.OrdinalIgnoreCase) || signingKey.Known is not { } signer)
        {
            return null;
        }

        string header = request.Headers.Authorization.ToString();
        string token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : request.Query["t"].ToString();
        return signer.Read(token) is { } claims && time.GetUtcNow().ToUnixTimeSeconds() < claims.Expires ? claims.Conversation : null;
    }

    /// <summary>Callers beyond number share counts with others, so that counting them takes no more memory than was planned for.</summary>
    private string Bounded(string name) =>
        ((uint)string.GetHashCode(name, StringComparison.Ordinal) % (uint)options.Limits.MaxCallers).ToString(CultureInfo.InvariantCulture);
}
