using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaqBot.Tests.Access;

/// <summary>An OpenID Connect issuer with what the authorisation code flow needs; it checks what it is sent as a strict one does.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    public const string ClientId = "faqbot", ClientSecret = "secret4716-of-the-client";

    private static readonly RSA Rsa = RSA.Create(2048), Stranger = RSA.Create(2048);

    private readonly ConcurrentDictionary<string, Authorization> _codes = new();
    private LocalServer? _server;

    /// <summary>Where it is.</summary>
    public string Address => _server!.Address.ToString().TrimEnd('/');

    /// <summary>Who is at the browser: claims of the next token.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>Spoils the next token.</summary>
    public Fault Spoil { get; set; }

    public static async Task<Issuer> StartAsync()
    {
        Issuer issuer = new();
        issuer._server = await LocalServer.StartAsync(issuer.AnswerAsync);
        return issuer;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => Json(context, new
        {
            issuer = Address,
            authorization_endpoint = $"{Address}/authorize",
            token_endpoint = $"{Address}/token",
            jwks_uri = $"{Address}/keys",
            response_types_supported = new[] { "code" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }),
        "/keys" => Json(context, new { keys = new[] { Key() } }),
        "/authorize" => AuthorizeAsync(context),
        "/token" => TokenAsync(context),
        _ => Task.FromResult(context.Response.StatusCode = StatusCodes.Status404NotFound),
    };

    private Task AuthorizeAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        string redirect = query["redirect_uri"].ToString();
        if (query["response_type"] != "code" || query["client_id"] != ClientId || query["code_challenge_method"] != "S256"
            || query["code_challenge"].ToString().Length != 43 || !query["scope"].ToString().Split(' ').Contains("openid")
            || query["nonce"].Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        string code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = new Authorization(redirect, query["code_challenge"].ToString(), query["nonce"].ToString());
        context.Response.Redirect(
            $"{redirect}?code={code}&state={HttpUtility.UrlEncode(query["state"].ToString())}&iss={HttpUtility.UrlEncode(Address)}");
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        string verifier = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_codes.TryRemove(form["code"].ToString(), out Authorization? known) || form["redirect_uri"] != known.Redirect
            || verifier != known.Challenge || form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Json(context, new { error = "invalid_grant" });
            return;
        }

        await Json(context, new { token_type = "Bearer", access_token = "none of ours", expires_in = 60, id_token = Token(known.Nonce) });
    }

    private string Token(string nonce)
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Dictionary<string, object> claims = new(Person) { ["nonce"] = Spoil == Fault.Nonce ? "another" : nonce };
        SecurityTokenDescriptor token = new()
        {
            Issuer = Spoil == Fault.Issuer ? "https://elsewhere.example" : Address,
            Audience = Spoil == Fault.Audience ? "another-client" : ClientId,
            IssuedAt = now.AddHours(-2),
            NotBefore = now.AddHours(-2),
            Expires = Spoil == Fault.Time ? now.AddHours(-1) : now.AddMinutes(5),
            Claims = claims,
            SigningCredentials = Spoil == Fault.Signature
                ? new SigningCredentials(new RsaSecurityKey(Stranger) { KeyId = "one" }, SecurityAlgorithms.RsaSha256)
                : Spoil == Fault.Unsigned ? null
                : new SigningCredentials(new RsaSecurityKey(Rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        };
        return new JsonWebTokenHandler().CreateToken(token);
    }

    private static object Key()
    {
        RSAParameters key = Rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = "one",
            alg = "RS256",
            n = Base64UrlEncoder.Encode(key.Modulus!),
            e = Base64UrlEncoder.Encode(key.Exponent!),
        };
    }

    private static Task Json(HttpContext context, object body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    private sealed record Authorization(string Redirect, string Challenge, string Nonce);
}

/// <summary>What is wrong with a token.</summary>
public enum Fault
{
    None,
    Issuer,
    Audience,
    Nonce,
    Time,
    Signature,
    Unsigned,
}
