using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FaqBot.Channels.DirectLine;

/// <summary>Makes tokens and reads them back: JSON Web Tokens of one algorithm, HMAC with SHA-256.</summary>
/// <remarks>
/// The first part never changes and is compared as it is, so that no token chooses how it is checked. Clients read <c>user</c> out of
/// the second part.
/// </remarks>
/// <param name="key">The key, 32 bytes.</param>
internal sealed class TokenSigner(byte[] key)
{
    private const int MostCharacters = 4_096;

    private static readonly string Head = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8) + ".";

    /// <summary>Writes what a token says, signed so that nobody changes it.</summary>
    public string Sign(TokenClaims claims)
    {
        string signed = Head + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenClaims));
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, System.Text.Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>What it says, expired or not; null when it was not made with this key.</returns>
    public TokenClaims? Read(string token)
    {
        int end = token.LastIndexOf('.');
        if (token.Length > MostCharacters || end <= Head.Length || !token.StartsWith(Head, StringComparison.Ordinal)
            || !Ascii.IsValid(token))
        {
            return null;
        }

        // The text of the signature is compared, not its bytes: there is one text of each.
        string expected = Base64Url.EncodeToString(HMACSHA256.HashData(key, System.Text.Encoding.ASCII.GetBytes(token[..end])));
        return CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.ASCII.GetBytes(token[(end + 1)..]), System.Text.Encoding.ASCII.GetBytes(expected))
            ? JsonSerializer.Deserialize(
                Base64Url.DecodeFromChars(token.AsSpan(Head.Length, end - Head.Length)), TokenJson.Default.TokenClaims)
            : null;
    }
}
