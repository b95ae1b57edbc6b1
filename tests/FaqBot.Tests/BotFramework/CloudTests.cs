using System.Text.Json.Nodes;
using FaqBot.Channels.BotFramework.Authentication;
using FaqBot.Channels.BotFramework.Settings;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaqBot.Tests.BotFramework;

/// <summary>The rules of tokens in each cloud and for each kind of registration, with the cloud's own addresses and keys made
/// here.</summary>
public sealed class CloudTests : IDisposable
{
    private const string App = "5d0a1f6c-7a52-4f3e-9d58-3b1f0b6f2a10";
    private const string Tenant = "c0ffee00-7a52-4f3e-9d58-3b1f0b6f2a10";
    private const string Parent = "0dd00000-7a52-4f3e-9d58-3b1f0b6f2a10";
    private const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    private const string KnownTenant = "d6d49420-f39b-4df7-a1dc-d59a935871db";

    private readonly TokenMint _mint = new();
    private readonly TestClock _clock = new();
    private readonly List<IDisposable> _open = [];
    private string[]? _endorsements = ["msteams", "extra"];
    private string? _keyIssuer = "https://login.microsoftonline.com/{tenantid}/v2.0";

    public static TheoryData<string, string, string> Wrong => new(
        from cloud in Enum.GetNames<BotCloud>()
        from type in Enum.GetNames<BotAppType>()
        from name in BotTokens.Wrong
        select (cloud, type, name));

    public static TheoryData<string, string, string, string> Clouds => new(
        ("Public", "https://api.botframework.com", "https://login.botframework.com/v1/.well-known/openidconfiguration",
            "urn:botframework:azure"),
        ("UsGovernment", "https://api.botframework.us", "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
            "urn:botframework:azureusgov"),
        ("China", "https://api.botframework.azure.cn", "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
            "urn:botframework:azurechina"));

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Channel_of_a_cloud_is_checked_with_its_keys(string cloud, string issuer, string metadata, string callerId)
    {
        (CallerTokens tokens, StubNetwork network) = Make(Options(cloud, "SingleTenant"));
        Caller caller = await tokens.CheckAsync(Good(issuer).Header(), Message(), TestContext.Current.CancellationToken);
        Assert.Equal((callerId, ServiceUrl, null), (caller.CallerId, caller.ServiceUrl, caller.Audience));
        Assert.Equal([metadata, "https://keys.example/"], network.Asked);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Token_of_another_cloud_is_refused(string cloud, string issuer, string metadata, string callerId)
    {
        _ = (metadata, callerId);
        foreach (string other in Enum.GetNames<BotCloud>().Where(name => name != cloud))
        {
            await RefusedAsync(Make(Options(other, "SingleTenant")).Tokens, Good(issuer).Header());
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_token_is_refused_in_every_cloud(string cloud, string type, string name)
    {
        BotOptions options = Options(cloud, type);
        await RefusedAsync(Make(options).Tokens, Good(BotAuthority.Of(options).Issuer).WrongHeader(name));
    }

    [Fact]
    public async Task Key_without_endorsements_signs_for_no_channel()
    {
        _endorsements = null;
        await RefusedAsync(Make(Options()).Tokens, Good().Header());
        _endorsements = [];
        await RefusedAsync(Make(Options()).Tokens, Good().Header());
    }

    [Fact]
    public async Task Key_that_lacks_the_channel_or_a_required_endorsement_is_refused()
    {
        await RefusedAsync(Make(Options()).Tokens, Good().Header(), Message("webchat"));
        await RefusedAsync(Make(Options()).Tokens, Good().Header(), Message(""));
        await RefusedAsync(Make(Options()).Tokens, Good().Header(), Message("MSTEAMS"));
        BotOptions stricter = Options();
        stricter.RequiredEndorsements = ["extra", "more"];
        await RefusedAsync(Make(stricter).Tokens, Good().Header());
        stricter.RequiredEndorsements = ["extra"];
        Assert.NotNull(await Make(stricter).Tokens.CheckAsync(Good().Header(), Message(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_are_fetched_once_a_day_and_for_an_unknown_one_once_an_hour()
    {
        (CallerTokens tokens, StubNetwork network) = Make(Options());
        BotTokens good = Good();
        await tokens.CheckAsync(good.Header(), Message(), TestContext.Current.CancellationToken);
        for (int i = 0; i < 50; i++)
        {
            await RefusedAsync(tokens, good.WrongHeader("unknown kid"));
        }

        Assert.Equal(2, network.Asked.Count);
        _clock.Advance(TimeSpan.FromMinutes(61));
        await RefusedAsync(tokens, good.WrongHeader("unknown kid"));
        await RefusedAsync(tokens, good.WrongHeader("unknown kid"));
        Assert.Equal(4, network.Asked.Count);
        _clock.Advance(TimeSpan.FromHours(23));
        await tokens.CheckAsync(good.Header(), Message(), TestContext.Current.CancellationToken);
        Assert.Equal(4, network.Asked.Count);
        _clock.Advance(TimeSpan.FromHours(1.1));
        await tokens.CheckAsync(good.Header(), Message(), TestContext.Current.CancellationToken);
        Assert.Equal(6, network.Asked.Count);
    }

    [Fact]
    public async Task Keys_that_cannot_be_fetched_are_no_refusal_and_old_ones_serve_for_days()
    {
        bool reachable = false;
        (CallerTokens tokens, StubNetwork network) = Make(Options(), () => reachable);
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () =>
            await tokens.CheckAsync(Good().Header(), Message(), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () =>
            await tokens.CheckAsync(Good().Header(), Message(), TestContext.Current.CancellationToken));
        Assert.Single(network.Asked);
        reachable = true;
        _clock.Advance(TimeSpan.FromSeconds(31));
        await tokens.CheckAsync(Good().Header(), Message(), TestContext.Current.CancellationToken);
        reachable = false;
        _clock.Advance(TimeSpan.FromDays(4));
        await tokens.CheckAsync(Good().Header(), Message(), TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<SigningKeysUnavailableException>(async () =>
            await tokens.CheckAsync(Good().Header(), Message(), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("1.0", "appid", $"https://sts.windows.net/{KnownTenant}/", KnownTenant)]
    [InlineData(null, "appid", $"https://sts.windows.net/{KnownTenant}/", KnownTenant)]
    [InlineData("2.0", "azp", $"https://login.microsoftonline.com/{KnownTenant}/v2.0", KnownTenant)]
    [InlineData("2.0", "azp", $"https://login.microsoftonline.com/{Tenant}/v2.0", Tenant)]
    [InlineData("1.0", "appid", $"https://sts.windows.net/{Tenant}/", Tenant)]
    public async Task Emulator_and_parent_bots_are_accepted_only_where_the_options_say(
        string? version, string claim, string issuer, string tenant)
    {
        string emulator = Good(issuer).Header(("serviceurl", null), ("tid", tenant), ("ver", version), (claim, App));
        await RefusedAsync(Make(Options()).Tokens, emulator, Message(serviceUrl: "http://localhost:5000/"));
        BotOptions allowing = Options();
        allowing.AllowEmulator = true;
        Caller caller = await Make(allowing)
            .Tokens.CheckAsync(emulator, Message(serviceUrl: "http://localhost:5000/"), TestContext.Current.CancellationToken);
        Assert.Null(caller.Audience);
        await RefusedAsync(Make(allowing).Tokens, emulator, Message(serviceUrl: "https://attacker.example/"));

        string parent = Good(issuer).Header(("serviceurl", null), ("tid", tenant), ("ver", version), (claim, Parent));
        await RefusedAsync(Make(allowing).Tokens, parent, Message(serviceUrl: "https://parent.example/api/skills"));
        BotOptions skill = Options();
        skill.SkillCallers = [Parent];
        skill.SkillServiceUrls = ["https://parent.example/api/skills/"];
        Caller bot = await Make(skill)
            .Tokens.CheckAsync(parent, Message(serviceUrl: "https://parent.example/api/skills"), TestContext.Current.CancellationToken);
        Assert.Equal(($"urn:botframework:aadappid:{Parent}", Parent), (bot.CallerId, bot.Audience));
        await RefusedAsync(Make(skill).Tokens, parent, Message(serviceUrl: "https://parent.example.attacker.example/api/skills"));
        await RefusedAsync(Make(skill).Tokens, parent, Message(serviceUrl: "https://parent.example/other"));
        await RefusedAsync(Make(skill).Tokens, emulator, Message(serviceUrl: "https://parent.example/api/skills"));
    }

    [Theory]
    [InlineData("tid of another tenant", "tid", "11111111-1111-1111-1111-111111111111")]
    [InlineData("tid missing", "tid", null)]
    [InlineData("unknown tenant", "iss", "https://sts.windows.net/11111111-1111-1111-1111-111111111111/")]
    [InlineData("issuer of another form", "iss", $"https://sts.windows.net/{KnownTenant}")]
    [InlineData("another version", "ver", "3.0")]
    [InlineData("version empty", "ver", "")]
    [InlineData("version 2 without azp", "ver", "2.0")]
    [InlineData("another application", "appid", "11111111-1111-1111-1111-111111111111")]
    [InlineData("application missing", "appid", null)]
    [InlineData("another audience", "aud", "https://api.botframework.com")]
    public async Task Wrong_token_of_the_Emulator_is_refused(string what, string claim, string? value)
    {
        _ = what;
        BotOptions allowing = Options();
        allowing.AllowEmulator = true;
        (string, JsonNode?)[] claims = [("serviceurl", null), ("tid", KnownTenant), ("ver", "1.0"), ("appid", App)];
        Assert.NotNull(await Make(allowing).Tokens.CheckAsync(
            Good($"https://sts.windows.net/{KnownTenant}/").Header(claims), Message(serviceUrl: "http://localhost:5000/"),
                TestContext.Current.CancellationToken));
        await RefusedAsync(Make(allowing).Tokens, Good($"https://sts.windows.net/{KnownTenant}/").Header([.. claims, (claim, value)]),
            Message(serviceUrl: "http://localhost:5000/"));
    }

    [Fact]
    public async Task Key_of_another_tenants_issuer_signs_no_token_of_this_one()
    {
        BotOptions allowing = Options();
        allowing.AllowEmulator = true;
        _keyIssuer = "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0";
        await RefusedAsync(
            Make(allowing).Tokens,
            Good($"https://sts.windows.net/{KnownTenant}/")
                .Header(("serviceurl", null), ("tid", KnownTenant), ("ver", "1.0"), ("appid", App)),
            Message(serviceUrl: "http://localhost:5000/"));
    }

    [Fact]
    public async Task Tenants_that_tokens_name_do_not_grow_the_list()
    {
        BotOptions allowing = Options();
        allowing.AllowEmulator = true;
        CallerTokens tokens = Make(allowing).Tokens;
        const string Foreign = "11111111-1111-1111-1111-111111111111";
        string header =
            Good($"https://sts.windows.net/{Foreign}/").Header(("serviceurl", null), ("tid", Foreign), ("ver", "1.0"), ("appid", App));
        await RefusedAsync(tokens, header, Message(serviceUrl: "http://localhost:5000/"));
        await RefusedAsync(tokens, header, Message(serviceUrl: "http://localhost:5000/"));
    }

    public void Dispose()
    {
        _mint.Dispose();
        _open.ForEach(one => one.Dispose());
    }

    private static BotOptions Options(string cloud = "Public", string type = "SingleTenant") => new()
    {
        AppId = App,
        Password = "secret",
        TenantId = Tenant,
        Cloud = Enum.Parse<BotCloud>(cloud),
        AppType = Enum.Parse<BotAppType>(type),
    };

    private static Activity Message(string channel = "msteams", string serviceUrl = ServiceUrl) =>
        new(ActivityTypes.Message) { ChannelId = channel, ServiceUrl = serviceUrl };

    private BotTokens Good(string issuer = "https://api.botframework.com") => new(_mint, issuer, App, ServiceUrl, _clock.GetUtcNow);

    private (CallerTokens Tokens, StubNetwork Network) Make(BotOptions options, Func<bool>? reachable = null)
    {
        BotAuthority authority = BotAuthority.Of(options);
        StubNetwork network = new(request => reachable?.Invoke() == false ? null
            : request.RequestUri!.ToString() switch
            {
                "https://keys.example/" => _mint.Keys(_endorsements).ToJsonString(),
                "https://keys.example/emulator" => _mint.Keys(null, issuer: _keyIssuer).ToJsonString(),
                var url when url == authority.MetadataUrl => """{"jwks_uri":"https://keys.example/"}""",
                var url when url == authority.EmulatorMetadataUrl => """{"jwks_uri":"https://keys.example/emulator"}""",
                _ => null,
            });
        HttpClient http = new(network);
        SigningKeys channel = new(new Uri(authority.MetadataUrl), http, _clock, NullLogger.Instance);
        SigningKeys emulator = new(new Uri(authority.EmulatorMetadataUrl), http, _clock, NullLogger.Instance);
        _open.AddRange([http, channel, emulator]);
        return (new CallerTokens(options, authority, channel, emulator, _clock), network);
    }

    private static async Task RefusedAsync(CallerTokens tokens, string? header, Activity? activity = null) =>
        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () =>
            await tokens.CheckAsync(header, activity ?? Message(), TestContext.Current.CancellationToken));
}

/// <summary>A clock that only a test moves.</summary>
internal sealed class TestClock : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public void Advance(TimeSpan span) => _passed += span;
}
