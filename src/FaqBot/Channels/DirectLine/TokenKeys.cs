using System.Security.Cryptography;
using FaqBot.Core.Storage;
using FaqBot.Engine;

namespace FaqBot.Channels.DirectLine;

/// <summary>The keys of tokens: the newest signs; one before it is accepted until the last token that it can have signed has
/// expired.</summary>
/// <remarks>They come from the options; else from the store, which is the same for all replicas and after a restart. Thread-safe.</remarks>
internal sealed class TokenKeys(DirectLineOptions options, StoreKeyRing ring, TimeProvider time)
{
    private readonly TokenSigner[] _configured =
        [.. new[] { options.SigningKey, options.FormerSigningKey }.OfType<string>().Select(Configured)];

    /// <summary>Signs what a token says.</summary>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public string Sign(TokenClaims claims) =>
        (options.SigningKey is null ? new TokenSigner(ring.Tokens[0].Value.ToArray()) : _configured[0]).Sign(claims);

    /// <summary>Reads a token.</summary>
    /// <returns>What it says, expired or not; null when it was not made with any key that is accepted.</returns>
    /// <exception cref="NotReadyException">The store has not been opened yet.</exception>
    public TokenClaims? Read(string token)
    {
        TokenClaims? found = null;
        foreach (TokenSigner signer in Accepted())
        {
            found ??= signer.Read(token);
        }

        return found;
    }

    /// <summary>Reads a token, or nothing while the store has not been opened.</summary>
    public TokenClaims? TryRead(string token) => options.SigningKey is not null || ring.IsLoaded ? Read(token) : null;

    private IEnumerable<TokenSigner> Accepted()
    {
        if (options.SigningKey is not null)
        {
            return _configured;
        }

        IReadOnlyList<StoreKey> keys = ring.Tokens;
        DateTimeOffset now = time.GetUtcNow();
        return keys.Where((_, index) => index == 0 || keys[index - 1].CreatedAt + options.TokenLifetime >= now)
            .Select(key => new TokenSigner(key.Value.ToArray()));
    }

    private static TokenSigner Configured(string key) => new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));
}
