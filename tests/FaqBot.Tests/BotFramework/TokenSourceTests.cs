using FaqBot.Channels.BotFramework;
using FaqBot.Channels.BotFramework.Authentication;
using FaqBot.Channels.BotFramework.Connecting;
using FaqBot.Channels.BotFramework.Settings;

namespace FaqBot.Tests.BotFramework;

/// <summary>Where the bot's own tokens come from, and what is told when none comes.</summary>
public sealed class TokenSourceTests : IAsyncLifetime
{
    private const string Audience = "https://api.botframework.com";
    private const string Denied = """{"error":"invalid_client","error_description":"AADSTS7000215: what nobody needs to see"}""";

    private readonly List<IDisposable> _open = [];
    private FakeCloud? _cloud;

    private FakeCloud Cloud => _cloud!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cloud = await FakeCloud.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        await Cloud.DisposeAsync();
    }

    [Theory]
    [InlineData("Public", "SingleTenant", "https://login.microsoftonline.com/" + BotServiceBase.Tenant)]
    [InlineData("Public", "MultiTenant", "https://login.microsoftonline.com/botframework.com")]
    [InlineData("UsGovernment", "MultiTenant", "https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us")]
    [InlineData("China", "MultiTenant", "https://login.partner.microsoftonline.cn/microsoftservices.partner.onmschina.cn")]
    public async Task Token_service_of_the_cloud_is_asked_and_no_other_host(string cloud, string type, string authority)
    {
        BotOptions options = Options(null, type);
        options.Cloud = Enum.Parse<BotCloud>(cloud);
        StubNetwork network = new(_ => """{"token_type":"Bearer","expires_in":3600,"access_token":"token"}""");
        _open.Add(network);
        AccessTokens tokens = Tokens(new ClientSecret(options, BotAuthority.Of(options), network));
        Assert.Equal("token", await tokens.GetAsync(Audience, refused: null, Cancelled));
        Assert.Equal("token", await tokens.GetAsync(Audience, refused: null, Cancelled));
        Assert.Equal([authority + "/oauth2/v2.0/token"], network.Asked);
    }

    [Theory]
    [InlineData(400, Denied, "400 invalid_client")]
    [InlineData(401, "<html>what nobody needs to see</html>", "401, and no JSON object")]
    [InlineData(404, "", "404 ")]
    [InlineData(500, "what nobody needs to see", "500 ")]
    [InlineData(200, "what nobody needs to see", "200, and no JSON object")]
    [InlineData(200, "[]", "200, and no JSON object")]
    [InlineData(200, "null", "200, and no JSON object")]
    [InlineData(200, "{}", "")]
    [InlineData(200, """{"token_type":"Bearer","expires_in":3600}""", "")]
    [InlineData(200, """{"token_type":"Bearer","expires_in":999999999999999999,"access_token":"what nobody needs to see"}""", "")]
    public async Task Fault_of_the_token_service_is_told_by_its_code_alone(int status, string body, string expected)
    {
        Cloud.InsteadOfToken.Enqueue((status, body));
        TokenUnavailableException fault = await FailsAsync(Tokens(Secret()));
        Assert.StartsWith($"127.0.0.1 gives no token: {expected}".TrimEnd(), fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(BotServiceBase.Secret, fault.ToString(), StringComparison.Ordinal);
        Assert.Single(Cloud.Requests);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_request","error_description":"what nobody needs to see"}""")]
    [InlineData(404, "what nobody needs to see")]
    [InlineData(200, "what nobody needs to see")]
    [InlineData(200, "{}")]
    public async Task Fault_of_the_managed_identity_is_told_by_its_code_alone(int status, string body)
    {
        Cloud.InsteadOfToken.Enqueue((status, body));
        TokenUnavailableException fault = await FailsAsync(Tokens(Identity(Cloud.Address + "/identity/imds")));
        Assert.StartsWith("the managed identity's endpoint gives no token: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", fault.Message, StringComparison.Ordinal);
        Assert.Single(Cloud.Requests);
    }

    [Fact]
    public async Task Token_service_out_of_reach_is_told()
    {
        TokenUnavailableException secret = await FailsAsync(Tokens(Secret("http://127.0.0.1:9")));
        Assert.StartsWith("127.0.0.1 cannot be reached: ", secret.Message, StringComparison.Ordinal);
        TokenUnavailableException identity = await FailsAsync(Tokens(Identity("http://127.0.0.1:9/identity")));
        Assert.StartsWith("the managed identity's endpoint cannot be reached: ", identity.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_service_that_is_busy_is_asked_again()
    {
        Cloud.InsteadOfToken.Enqueue((503, ""));
        Assert.Equal("token-1", await Tokens(Secret()).GetAsync(Audience, refused: null, Cancelled));
        Assert.Equal(2, Cloud.Requests.Count);
        Assert.Equal(Cloud.Requests.First().Body, Cloud.Requests.Last().Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refused_token_is_replaced_once_for_all_who_hold_it(bool managed)
    {
        AccessTokens tokens = Tokens(managed ? Identity(Cloud.Address + "/identity/imds") : Secret());
        string first = await tokens.GetAsync(Audience, refused: null, Cancelled);
        string[] others =
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tokens.GetAsync(Audience, refused: first, Cancelled).AsTask()));
        Assert.All(others, other => Assert.NotEqual(first, other));
        Assert.Single(others.Distinct());
        Assert.Equal(others[0], await tokens.GetAsync(Audience, refused: null, Cancelled));
        Assert.Equal(2, Cloud.Requests.Count);
    }

    private static async Task<TokenUnavailableException> FailsAsync(AccessTokens tokens) =>
        await Assert.ThrowsAsync<TokenUnavailableException>(async () => await tokens.GetAsync(Audience, refused: null, Cancelled));

    private static BotOptions Options(string? login, string type = "SingleTenant")
    {
        BotOptions options = new()
        {
            AppId = BotServiceBase.AppId,
            Password = BotServiceBase.Secret,
            TenantId = BotServiceBase.Tenant,
            AppType = Enum.Parse<BotAppType>(type),
        };
        options.Authority.LoginUrl = login;
        options.Connector.MaxRetryDelay = TimeSpan.FromSeconds(1);
        return options;
    }

    private ClientSecret Secret(string? login = null)
    {
        BotOptions options = Options(login ?? Cloud.Address + "/login");
        return new ClientSecret(options, BotAuthority.Of(options), Network(options));
    }

    private ManagedIdentity Identity(string address)
    {
        BotOptions options = Options(null, "UserAssignedMsi");
        options.Authority.ManagedIdentityUrl = address;
        return new ManagedIdentity(options, Network(options));
    }

    private static AccessTokens Tokens(ITokenSource source) => new(source, TimeProvider.System);

    private RetryingCalls Network(BotOptions options)
    {
        RetryingCalls calls =
            new(options.Connector, TimeProvider.System) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } };
        _open.Add(calls);
        return calls;
    }
}
