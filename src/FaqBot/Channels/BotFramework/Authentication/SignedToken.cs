using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaqBot.Channels.BotFramework.Authentication;

/// <summary>Reads JSON Web Tokens, and refuses what Microsoft.IdentityModel would let pass: nothing in a token is true before its
/// signature is.</summary>
/// <remarks>
/// The package takes the last of members with one name, ignores critical extensions (RFC 7515, 4.1.11), and takes texts for times. Here a
/// token is of RFC 7515's compact form, with claims that every reader understands alike.
/// </remarks>
internal static class SignedToken
{
    /// <summary>Signatures with public RSA keys alone: neither unsigned tokens nor shared secrets are taken.</summary>
    public static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];

    private const int MostCharacters = 16 * 1024;

    // The end of the year 9999, in seconds since 1970: no calendar here goes further.
    private const double LastSecond = 253_402_300_799;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads a token.</summary>
    /// <exception cref="UnauthorizedAccessException">It is no signed token of a known algorithm.</exception>
    public static JsonWebToken Read(string token)
    {
        string[] parts = token.Length > MostCharacters ? [] : token.Split('.');
        if (parts.Length != 3)
        {
            throw new UnauthorizedAccessException($"the token is no signed JSON Web Token of at most {MostCharacters} characters");
        }

        try
        {
            JsonElement header = Json(parts[0]), claims = Json(parts[1]);
            CheckTexts(header);
            CheckTexts(claims);
            CheckHeader(header);
            CheckTimes(claims);
            return new JsonWebToken(token);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException
            or ArgumentException or OverflowException)
        {
            throw new UnauthorizedAccessException("the token is no JSON Web Token", exception);
        }
    }

    /// <summary>A claim that is a text; null when it is none.</summary>
    public static string? Text(this JsonWebToken token, string claim) =>
        token.TryGetPayloadValue(claim, out object value) ? value as string : null;

    private static void CheckHeader(JsonElement header)
    {
        if (header.TryGetProperty("crit", out _))
        {
            throw new UnauthorizedAccessException("the token's header has critical extensions, expected none");
        }

        if (Text(header, "kid") is not { Length: > 0 })
        {
            throw new UnauthorizedAccessException("the token names no key (kid)");
        }

        if (!Algorithms.Contains(Text(header, "alg"), StringComparer.Ordinal))
        {
            throw new UnauthorizedAccessException(
                $"the token is signed with another algorithm, expected {string.Join(" or ", Algorithms)}");
        }
    }

    /// <summary>The package looks into texts later than here, where half of a surrogate pair would be a failure of the service.</summary>
    private static void CheckTexts(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in json.EnumerateArray())
                {
                    CheckTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    _ = member.Name;
                    CheckTexts(member.Value);
                }

                break;
        }
    }

    private static void CheckTimes(JsonElement claims)
    {
        foreach (string name in (string[])["exp", "nbf"])
        {
            if (claims.TryGetProperty(name, out JsonElement value)
                && !(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds)
                    && seconds is >= 0 and <= LastSecond))
            {
                throw new UnauthorizedAccessException($"the token's {name} is no time");
            }
        }
    }

    private static JsonElement Json(string part)
    {
        JsonElement json = JsonElement.Parse(Base64Url.DecodeFromChars(part), Strict);
        return json.ValueKind == JsonValueKind.Object ? json : throw new FormatException("The part is no object.");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
