namespace FaqBot.Channels.DirectLine;

/// <summary>Who sends a request: the holder of a secret, or of a token.</summary>
/// <param name="Claims">What the token says; null for a secret, which opens every conversation.</param>
internal sealed record Caller(TokenClaims? Claims)
{
    /// <summary>Whether it came with a secret.</summary>
    public bool HasSecret => Claims is null;
}
