using System.Text.Json.Nodes;

namespace FaqBot.Tests.BotFramework;

/// <summary>The token of a channel, and all that can be wrong with one.</summary>
/// <param name="mint">Makes the tokens.</param>
/// <param name="issuer">Issuer of the channels' tokens.</param>
/// <param name="appId">The bot.</param>
/// <param name="serviceUrl">The channel's service URL.</param>
/// <param name="now">The time.</param>
internal sealed class BotTokens(TokenMint mint, string issuer, string appId, string serviceUrl, Func<DateTimeOffset> now)
{
    /// <summary>Names of the wrong tokens.</summary>
    public static string[] Wrong { get; } =
    [
        "none at all", "not bearer", "three parts in the header", "no token", "two parts", "encrypted", "not base64", "alg none",
            "alg none with a signature",
        "alg HS256 with the public key", "alg PS256", "alg missing", "critical extension", "signed by a stranger", "payload changed",
            "unknown kid", "kid missing",
        "expired", "without expiry", "expiry as text", "not yet valid", "wrong issuer", "issuer missing", "issuer with a slash",
            "wrong audience", "audience missing",
        "audience empty", "serviceurl missing", "serviceurl different", "serviceurl of another case in its name", "duplicate claims",
            "Emulator's issuer", "oversized",
        "duplicate claims, signed", "issuer of half a surrogate", "serviceurl of half a surrogate", "kid of half a surrogate",
            "issuer as list",
        "expiry beyond all time", "expiry before all time", "expiry as digits in a text", "not before as text", "nested without end",
    ];

    /// <summary>A channel's claims.</summary>
    public JsonObject Claims(params (string Name, JsonNode? Value)[] others)
    {
        JsonObject claims = new()
        {
            ["iss"] = issuer,
            ["aud"] = appId,
            ["nbf"] = Seconds(TimeSpan.FromMinutes(-1)),
            ["exp"] = Seconds(TimeSpan.FromHours(1)),
            ["serviceurl"] = serviceUrl,
        };
        foreach ((string name, JsonNode? value) in others)
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }

        return claims;
    }

    /// <summary>A header with a good token, but for some claims; null takes one away.</summary>
    public string Header(params (string Name, JsonNode? Value)[] others) => "Bearer " + mint.Token(Claims(others));

    /// <summary>A header with a good token of an algorithm.</summary>
    public string HeaderOf(string algorithm) => "Bearer " + mint.Token(Claims(), algorithm);

    /// <summary>A header that must be refused.</summary>
    /// <param name="name">One of <see cref="Wrong"/>.</param>
    public string? WrongHeader(string name)
    {
        string good = mint.Token(Claims());
        string[] parts = good.Split('.');
        return name switch
        {
            "none at all" => null,
            "not bearer" => "Basic " + good,
            "three parts in the header" => $"Bearer {good} more",
            "no token" => "Bearer ",
            "two parts" => $"Bearer {parts[0]}.{parts[1]}",
            "encrypted" => $"Bearer {good}.{parts[1]}.{parts[2]}",
            "not base64" => $"Bearer {parts[0]}.*.{parts[2]}",
            "alg none" => "Bearer " + mint.Token(Claims(), "none"),
            "alg none with a signature" => $"Bearer {mint.Token(Claims(), "none")}{parts[2]}",
            "alg HS256 with the public key" => "Bearer " + mint.Token(Claims(), "HS256"),
            "alg PS256" => "Bearer " + mint.Token(Claims(), "PS256"),
            "alg missing" => "Bearer " + mint.Token(Claims(), header: new JsonObject { ["alg"] = null }),
            "critical extension" => "Bearer " + mint.Token(Claims(), header: new JsonObject { ["crit"] = new JsonArray("exp") }),
            "signed by a stranger" => "Bearer " + mint.Token(Claims(), stranger: true),
            "payload changed" =>
                $"Bearer {parts[0]}.{TokenMint.Part(Claims(("exp", Seconds(TimeSpan.FromDays(9)))).ToJsonString())}.{parts[2]}",
            "unknown kid" => "Bearer " + mint.Token(Claims(), header: new JsonObject { ["kid"] = "another" }),
            "kid missing" => "Bearer " + mint.Token(Claims(), header: new JsonObject { ["kid"] = null }),
            "expired" => Header(("exp", Seconds(TimeSpan.FromSeconds(-310)))),
            "without expiry" => Header(("exp", null)),
            "expiry as text" => Header(("exp", "tomorrow")),
            "not yet valid" => Header(("nbf", Seconds(TimeSpan.FromSeconds(330)))),
            "wrong issuer" => Header(("iss", "https://api.botframework.example")),
            "issuer missing" => Header(("iss", null)),
            "issuer with a slash" => Header(("iss", issuer + "/")),
            "wrong audience" => Header(("aud", "11111111-1111-1111-1111-111111111111")),
            "audience missing" => Header(("aud", null)),
            "audience empty" => Header(("aud", "")),
            "serviceurl missing" => Header(("serviceurl", null)),
            "serviceurl different" => Header(("serviceurl", "https://attacker.example/")),
            "serviceurl of another case in its name" => Header(("serviceurl", null), ("serviceUrl", serviceUrl)),
            "duplicate claims" => "Bearer " + Duplicate(good),
            "Emulator's issuer" =>
                Header(("iss", "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
                    ("tid", "d6d49420-f39b-4df7-a1dc-d59a935871db"), ("appid", appId)),
            "duplicate claims, signed" => Signed(Claims().ToJsonString()[..^1] + ",\"aud\":\"" + appId + "\"}"),
            "issuer of half a surrogate" => Signed("""{"iss":"\ud800"}"""),
            "serviceurl of half a surrogate" => Signed(Claims(("serviceurl", null)).ToJsonString()[..^1] + ",\"serviceurl\":\"\\ud800\"}"),
            "kid of half a surrogate" => "Bearer " + mint.Sign("""{"alg":"RS256","kid":"\ud800"}""", Claims().ToJsonString()),
            "issuer as list" => Header(("iss", new JsonArray(issuer))),
            "expiry beyond all time" => Header(("exp", 1e300)),
            "expiry before all time" => Header(("exp", -1e300)),
            "expiry as digits in a text" =>
                Header(("exp", Seconds(TimeSpan.FromHours(1)).ToString(System.Globalization.CultureInfo.InvariantCulture))),
            "not before as text" => Header(("nbf", "yesterday")),
            "nested without end" =>
                Signed(Claims().ToJsonString()[..^1] + ",\"deep\":" + new string('[', 500) + new string(']', 500) + "}"),
            "oversized" => Header(("padding", new string('x', 20_000))),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    private string Signed(string claims) => "Bearer " + mint.Sign($$"""{"alg":"RS256","typ":"JWT","kid":"{{TokenMint.KeyId}}"}""", claims);

    public long Seconds(TimeSpan fromNow) => (now() + fromNow).ToUnixTimeSeconds();

    /// <summary>Two audiences by one name: which counts would depend on the reader.</summary>
    private string Duplicate(string good)
    {
        string json = Claims().ToJsonString();
        return $"{good.Split('.')[0]}.{TokenMint.Part(json[..^1] + ",\"aud\":\"" + appId + "\"}")}.{good.Split('.')[2]}";
    }
}
