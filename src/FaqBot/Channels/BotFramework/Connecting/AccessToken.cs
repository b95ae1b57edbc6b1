using System.Globalization;
using System.Text.Json;

namespace FaqBot.Channels.BotFramework.Connecting;

/// <summary>A token of the bot's own.</summary>
/// <param name="Value">The token. Never shown.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record AccessToken(string Value, DateTimeOffset Expires)
{
    /// <summary>Reads the reply of a token service.</summary>
    /// <exception cref="TokenUnavailableException">It gives no token.</exception>
    public static AccessToken Read(string service, int status, string body, DateTimeOffset now)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement json = document.RootElement;
            if (json.TryGetProperty("access_token", out JsonElement token) && token.GetString() is { Length: > 0 } value)
            {
                DateTimeOffset expires = Number(json, "expires_in") is { } seconds ? now.AddSeconds(seconds)
                    : Number(json, "expires_on") is { } instant ? DateTimeOffset.FromUnixTimeSeconds(instant)
                    : now;
                return new AccessToken(value, expires);
            }

            string code = json.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.String ? $" {error.GetString()}" : "";
            throw new TokenUnavailableException($"{service} gives no token: {status}{code}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new TokenUnavailableException($"{service} gives no token: {status}, and no JSON object", exception);
        }
    }

    // Managed identities write numbers as texts.
    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number < 100_000_000_000
            ? number
            : null;
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
