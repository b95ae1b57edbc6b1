using System.Text.Json.Serialization;
using FaqBot.Http;

namespace FaqBot.Channels.DirectLine;

/// <summary>Makes tokens that live from now on, and the addresses of streams.</summary>
internal sealed class TokenIssuer(DirectLineOptions options, PublicAddress address, TokenKeys keys, TimeProvider time)
{
    // Clients connect at once after they learn of a stream; its address may be logged on the way.
    private static readonly TimeSpan StreamTokenLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Grants a token for a conversation.</summary>
    /// <param name="claims">What it says; the end of its life is set here.</param>
    public TokenGrant Grant(TokenClaims claims) =>
        new(claims.Conversation, Sign(claims, options.TokenLifetime), (int)options.TokenLifetime.TotalSeconds);

    /// <summary>Makes a token and a stream for a conversation that has begun.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="request">The request, which knows the service's address.</param>
    /// <param name="watermark">What the client has read; or null.</param>
    public ConversationGrant Begin(TokenClaims claims, HttpRequest request, string? watermark)
    {
        claims = claims with { Begun = true };
        TokenGrant grant = Grant(claims);
        string token = Sign(claims with { Stream = true }, StreamTokenLifetime);
        Uri service = new(address.Of(request));
        string scheme = service.Scheme == "https" ? "wss" : "ws";
        string stream =
            $"{scheme}://{service.Authority}{service.AbsolutePath.TrimEnd('/')}{DirectLineRoutes.Root}"
            + $"/conversations/{claims.Conversation}/stream";
        return new ConversationGrant(
            grant.ConversationId, grant.Token, grant.ExpiresIn, $"{stream}?watermark={Uri.EscapeDataString(watermark ?? "")}&t={token}");
    }

    private string Sign(TokenClaims claims, TimeSpan lifetime) =>
        keys.Sign(claims with { Expires = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds() });
}

/// <summary>A token.</summary>
internal sealed record TokenGrant(string ConversationId, string Token, [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>A conversation that has begun.</summary>
internal sealed record ConversationGrant(
    string ConversationId, string Token, [property: JsonPropertyName("expires_in")] int ExpiresIn, string StreamUrl);

/// <summary>The id of an activity that was accepted.</summary>
internal sealed record ActivityReceipt(string Id);
