using System.Text.Json.Serialization;

namespace FaqBot.Channels.DirectLine;

/// <summary>Makes tokens that live from now on, and the addresses of streams.</summary>
internal sealed class TokenIssuer(DirectLineOptions options, SigningKey key, TimeProvider time)
{
    // Clients connect at once after they learn of a stream; its address may be logged on the way.
    private static readonly TimeSpan StreamTokenLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Grants a token for a conversation.</summary>
    /// <param name="claims">What it says; the end of its life is set here.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<TokenGrant> GrantAsync(TokenClaims claims, CancellationToken cancellationToken) =>
        new(claims.Conversation, await SignAsync(claims, options.TokenLifetime, cancellationToken),
            (int)options.TokenLifetime.TotalSeconds);

    /// <summary>Makes a token and a stream for a conversation that has begun.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="request">The request, which knows the service's address.</param>
    /// <param name="watermark">What the client has read; or null.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<ConversationGrant> BeginAsync(
        TokenClaims claims, HttpRequest request, string? watermark, CancellationToken cancellationToken)
    {
        claims = claims with { Begun = true };
        TokenGrant grant = await GrantAsync(claims, cancellationToken);
        string token = await SignAsync(claims with { Stream = true }, StreamTokenLifetime, cancellationToken);
        Uri address = new(options.PublicUrl ?? $"{request.Scheme}://{request.Host}{request.PathBase}");
        string scheme = address.Scheme == "https" ? "wss" : "ws";
        string stream =
            $"{scheme}://{address.Authority}{address.AbsolutePath.TrimEnd('/')}{DirectLineRoutes.Root}"
            + $"/conversations/{claims.Conversation}/stream";
        return new ConversationGrant(
            grant.ConversationId, grant.Token, grant.ExpiresIn, $"{stream}?watermark={Uri.EscapeDataString(watermark ?? "")}&t={token}");
    }

    private async ValueTask<string> SignAsync(TokenClaims claims, TimeSpan lifetime, CancellationToken cancellationToken) =>
        (await key.SignerAsync(cancellationToken)).Sign(claims with { Expires = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds() });
}

/// <summary>A token.</summary>
internal sealed record TokenGrant(string ConversationId, string Token, [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>A conversation that has begun.</summary>
internal sealed record ConversationGrant(
    string ConversationId, string Token, [property: JsonPropertyName("expires_in")] int ExpiresIn, string StreamUrl);

/// <summary>The id of an activity that was accepted.</summary>
internal sealed record ActivityReceipt(string Id);
