using System.Globalization;
using FaqBot.Http;
using FaqBot.Http.Limits;

namespace FaqBot.Channels.DirectLine;

/// <summary>Knows callers by a Direct Line secret, or by the conversation of a token: a token that was refreshed counts on.</summary>
internal sealed class DirectLineCallers(DirectLineOptions options, TokenKeys keys, TimeProvider time) : ICallerSource
{
    private const string Bearer = "Bearer ";

    public RequestSource Of(HttpRequest request) =>
        SecretOf(request) is { } secret ? new RequestSource(SourceKind.Key, secret)
        : ConversationOf(request) is { } conversation ? new RequestSource(SourceKind.Token, conversation)
        : default;

    private string? SecretOf(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0)
        {
            return null;
        }

        // All are compared, whichever fits.
        string? found = null;
        for (int i = 0; i < options.Secrets.Length; i++)
        {
            found = BearerKey.IsIn(request, options.Secrets[i]) ? string.Create(CultureInfo.InvariantCulture, $"directline {i}") : found;
        }

        return found;
    }

    private string? ConversationOf(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments(DirectLineRoutes.Root, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string header = request.Headers.Authorization.ToString();
        string token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : request.Query["t"].ToString();
        return keys.TryRead(token) is { } claims && time.GetUtcNow().ToUnixTimeSeconds() < claims.Expires ? claims.Conversation : null;
    }
}
