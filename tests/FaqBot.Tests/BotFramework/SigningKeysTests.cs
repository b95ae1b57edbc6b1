using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FaqBot.Channels.BotFramework.Authentication;
using FaqBot.Channels.BotFramework.Connecting;
using FaqBot.Channels.BotFramework.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.BotFramework;

/// <summary>Documents of signing keys: whose are taken, and which keys of them.</summary>
public sealed class SigningKeysTests : IDisposable
{
    private const string Metadata = "https://login.example/openid";
    private const string Good = """{"jwks_uri":"https://keys.example/"}""";

    private readonly TokenMint _mint = new();
    private readonly List<IDisposable> _open = [];

    [Theory]
    [InlineData("""{"jwks_uri":"http://keys.example/"}""", null)]
    [InlineData("""{"jwks_uri":"http://169.254.169.254/keys"}""", null)]
    [InlineData("""{"jwks_uri":"file:///etc/passwd"}""", null)]
    [InlineData("""{"jwks_uri":"https://user:password@keys.example/"}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("not json", null)]
    [InlineData(Good, "not json")]
    [InlineData(Good, "[]")]
    [InlineData(Good, """{"keys":[{"kty":"RSA","kid":"key-1","n":"*","e":"AQAB"}]}""")]
    [InlineData(Good, "too large")]
    public async Task Document_that_is_no_key_set_of_a_safe_address_gives_no_keys(string metadata, string? keys)
    {
        string large = $$"""{"padding":"{{new string('x', 2 * 1024 * 1024)}}","keys":[]}""";
        (SigningKeys found, StubNetwork network) =
            Make(request => request.RequestUri!.Host == "login.example" ? metadata : keys == "too large" ? large : keys);
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () =>
            await found.FindAsync("key-1", TestContext.Current.CancellationToken));
        Assert.Equal(keys is null ? 1 : 2, network.Asked.Count);
    }

    [Fact]
    public async Task Only_keys_of_2048_bits_that_sign_are_taken()
    {
        using RSA small = RSA.Create(1024);
        JsonArray keys =
        [
            Key("right"), Key("of no use", ("use", null)), Key("encrypting", ("use", "enc")), Key("of a curve", ("kty", "EC")),
                Key("shared", ("kty", "oct")),
            Key("short", ("n", Base64Url.EncodeToString(small.ExportParameters(false).Modulus!))), Key("without modulus", ("n", null)),
                Key("", ("kid", null)),
        ];
        string set = new JsonObject { ["keys"] = keys }.ToJsonString();
        (SigningKeys found, _) = Make(request => request.RequestUri!.Host == "login.example" ? Good : set);
        string[] taken = [];
        foreach (string id in (string[])["right", "of no use", "encrypting", "of a curve", "shared", "short", "without modulus", ""])
        {
            taken = await found.FindAsync(id, TestContext.Current.CancellationToken) is { } key
                && key.Key.KeyId == id ? [.. taken, id] : taken;
        }

        Assert.Equal(["right", "of no use"], taken);
        SigningKey right = (await found.FindAsync("right", TestContext.Current.CancellationToken))!;
        Assert.Equal("msteams", Assert.Single(right.Endorsements));
        Assert.Equal("https://issuer.example/{tenantid}", right.Issuer);
    }

    public void Dispose()
    {
        _mint.Dispose();
        _open.ForEach(one => one.Dispose());
    }

    private JsonNode Key(string id, params (string Name, JsonNode? Value)[] others)
    {
        JsonNode key = _mint.Keys(["msteams"], id, "https://issuer.example/{tenantid}")["keys"]![0]!.DeepClone();
        foreach ((string name, JsonNode? value) in others)
        {
            key[name] = value;
        }

        return key;
    }

    private (SigningKeys Keys, StubNetwork Network) Make(Func<HttpRequestMessage, string?> answer)
    {
        StubNetwork network = new(answer);
        RetryingCalls calls = new(new ConnectorOptions { Attempts = 1 }, TimeProvider.System) { InnerHandler = network };
        HttpClient http = new(calls);
        SigningKeys keys = new(new Uri(Metadata), http, new TestClock(), NullLogger.Instance);
        _open.AddRange([keys, http]);
        return (keys, network);
    }
}
