using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaqBot.Tests.BotFramework;

/// <summary>Makes keys and tokens as a cloud does, and as those do who would pass for one.</summary>
internal sealed class TokenMint : IDisposable
{
    public const string KeyId = "key-1";

    // Made once: that takes its time.
    private static readonly RSAParameters Own = Make();
    private static readonly RSAParameters Foreign = Make();

    private readonly RSA _key = RSA.Create(Own);
    private readonly RSA _stranger = RSA.Create(Foreign);

    /// <summary>The public keys as a JWKS document.</summary>
    /// <param name="endorsements">Channels that the key is endorsed for; null: the member is absent.</param>
    /// <param name="id">Name of the key.</param>
    /// <param name="issuer">The issuer that the key is for, or null.</param>
    public JsonObject Keys(string[]? endorsements, string id = KeyId, string? issuer = null)
    {
        RSAParameters key = _key.ExportParameters(false);
        JsonObject json = new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = id,
            ["n"] = Base64Url.EncodeToString(key.Modulus!),
            ["e"] = Base64Url.EncodeToString(key.Exponent!),
        };
        if (endorsements is not null)
        {
            json["endorsements"] = new JsonArray([.. endorsements.Select(one => (JsonNode)one)]);
        }

        if (issuer is not null)
        {
            json["issuer"] = issuer;
        }

        return new JsonObject { ["keys"] = new JsonArray(json) };
    }

    /// <summary>A token.</summary>
    /// <param name="claims">Its claims.</param>
    /// <param name="algorithm">Its algorithm; HS256 is keyed with the public key's text, as an old confusion goes.</param>
    /// <param name="header">Members that replace or join the header's.</param>
    /// <param name="stranger">Whether another key signs it.</param>
    public string Token(JsonObject claims, string algorithm = "RS256", JsonObject? header = null, bool stranger = false)
    {
        JsonObject head = new() { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = KeyId };
        foreach ((string name, JsonNode? value) in header ?? [])
        {
            head[name] = value?.DeepClone();
        }

        return Sign(head.ToJsonString(), claims.ToJsonString(), algorithm, stranger);
    }

    /// <summary>A token of texts that are not written by a JSON writer.</summary>
    /// <param name="header">The header.</param>
    /// <param name="claims">The claims.</param>
    /// <param name="algorithm">Algorithm of the signature.</param>
    /// <param name="stranger">Whether another key signs it.</param>
    public string Sign(string header, string claims, string algorithm = "RS256", bool stranger = false)
    {
        string text = $"{Part(header)}.{Part(claims)}";
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        RSA key = stranger ? _stranger : _key;
        byte[] signature = algorithm switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), bytes),
            "PS256" => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => key.SignData(bytes, new HashAlgorithmName("SHA" + algorithm[2..]), RSASignaturePadding.Pkcs1),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Part(string json) => Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));

    private static RSAParameters Make()
    {
        using RSA rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    }

    public void Dispose()
    {
        _key.Dispose();
        _stranger.Dispose();
    }
}
