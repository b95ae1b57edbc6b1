using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace FaqBot.Channels.BotFramework.Authentication;

/// <summary>A JSON Web Token as it came: nothing in it is true before its signature is.</summary>
/// <remarks>RFC 7515 (compact form) and RFC 7519. Signatures with public RSA keys alone: neither unsigned tokens nor shared secrets can be read.</remarks>
internal sealed class SignedToken
{
    private const int MostCharacters = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JsonElement _claims;
    private readonly HashAlgorithmName _hash;
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private SignedToken(string keyId, HashAlgorithmName hash, JsonElement claims, byte[] signed, byte[] signature)
    {
        KeyId = keyId;
        _hash = hash;
        _claims = claims;
        _signed = signed;
        _signature = signature;
    }

    /// <summary>Name of the key that it says it is signed with.</summary>
    public string KeyId { get; }

    /// <summary>Reads a token.</summary>
    /// <exception cref="UnauthorizedAccessException">It is no signed token of a known algorithm.</exception>
    public static SignedToken Read(string token)
    {
        string[] parts = token.Length > MostCharacters ? [] : token.Split('.');
        if (parts.Length != 3)
        {
            throw new UnauthorizedAccessException($"the token is no signed JSON Web Token of at most {MostCharacters} characters");
        }

        try
        {
            JsonElement header = Json(parts[0]);
            JsonElement claims = Json(parts[1]);
            if (header.TryGetProperty("crit", out _))
            {
                throw new UnauthorizedAccessException("the token's header has critical extensions, expected none");
            }

            return new SignedToken(
                Text(header, "kid") ?? throw new UnauthorizedAccessException("the token names no key (kid)"),
                Hash(Text(header, "alg")),
                claims,
                System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            throw new UnauthorizedAccessException("the token is no JSON Web Token", exception);
        }
    }

    /// <summary>A claim that is a text; null when it is none.</summary>
    public string? Claim(string name) => Text(_claims, name);

    /// <summary>Values of a claim that is a text or a list of texts.</summary>
    public IReadOnlyList<string> Claims(string name) =>
        _claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : Claim(name) is { } one ? [one] : [];

    /// <summary>A claim that is a time, in seconds since 1970; null when it is none.</summary>
    public double? Seconds(string name) =>
        _claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds) ? seconds : null;

    /// <summary>Whether the token has a claim, of whatever type.</summary>
    public bool Has(string name) => _claims.TryGetProperty(name, out _);

    /// <summary>Whether a key made the signature.</summary>
    public bool IsSignedBy(SigningKey key)
    {
        using RSA rsa = RSA.Create(key.Parameters);
        return rsa.VerifyData(_signed, _signature, _hash, RSASignaturePadding.Pkcs1);
    }

    private static HashAlgorithmName Hash(string? algorithm) => algorithm switch
    {
        "RS256" => HashAlgorithmName.SHA256,
        "RS384" => HashAlgorithmName.SHA384,
        "RS512" => HashAlgorithmName.SHA512,
        _ => throw new UnauthorizedAccessException("the token is signed with another algorithm, expected RS256, RS384 or RS512"),
    };

    private static JsonElement Json(string part)
    {
        JsonElement json = JsonElement.Parse(Base64Url.DecodeFromChars(part), Strict);
        return json.ValueKind == JsonValueKind.Object ? json : throw new FormatException("The part is no object.");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
