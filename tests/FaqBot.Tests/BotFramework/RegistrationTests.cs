using System.Net;
using System.Text.Json.Nodes;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.BotFramework;

/// <summary>Bots without credentials, with managed identities, and with credentials that do not fit together.</summary>
[Collection(BotCollection.Name)]
public sealed class RegistrationTests(BotService service)
{
    private static readonly (string, string)[] Unregistered = [("Bot:AppId", ""), ("Bot:Password", ""), ("Bot:TenantId", "")];

    [Fact]
    public async Task Bot_without_credentials_serves_this_machine_alone_and_says_so_at_start()
    {
        await using BotServiceWith local = await BotServiceWith.StartAsync(service, Unregistered);
        Assert.Single(local.Process.Log.Split('\n'), line =>
            line.Contains(
                "The bot has no credentials (FaqBot:Bot:AppId): /api/messages serves this machine only", StringComparison.Ordinal));
        JsonObject activity = service.Activity("hello", channel: "emulator");
        Assert.Equal(HttpStatusCode.OK, await local.SendAsync(activity, null));
        Asked sent = Assert.Single(service.Cloud.SentTo((string)activity["conversation"]!["id"]!));
        Assert.Null(sent.Authorization);

        // A token that nobody can check, a reply to elsewhere, and all that comes through a proxy or another site's page.
        Assert.Equal(HttpStatusCode.Unauthorized, await local.SendAsync(service.Activity("hello"), service.Tokens.Header()));
        JsonObject elsewhere = service.Activity("hello");
        elsewhere["serviceUrl"] = "https://attacker.example/";
        Assert.Equal(HttpStatusCode.Unauthorized, await local.SendAsync(elsewhere, null));
        Assert.Equal(HttpStatusCode.Forbidden, await local.SendAsync(service.Activity("hello"), null, ("X-Forwarded-For", "203.0.113.9")));
        Assert.Equal(
            HttpStatusCode.Forbidden, await local.SendAsync(service.Activity("hello"), null, ("Origin", "https://attacker.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await local.SendAsync(service.Activity("hello"), null, ("Host", "attacker.example")));
        Assert.Equal(HttpStatusCode.OK, await local.SendAsync(service.Activity("hello"), null, ("Origin", "http://localhost:3000")));
    }

    [Fact]
    public async Task Managed_identity_gets_its_tokens_from_this_machine()
    {
        await using BotServiceWith managed = await BotServiceWith.StartAsync(
            service, ("Bot:AppType", "UserAssignedMsi"), ("Bot:Password", ""),
                ("Bot:Authority:ManagedIdentityUrl", service.Cloud.Address + "/identity/imds"));
        JsonObject activity = service.Activity("hello");
        Assert.Equal(HttpStatusCode.OK, await managed.SendAsync(activity, service.Tokens.Header()));
        Assert.All(service.Cloud.SentTo((string)activity["conversation"]!["id"]!), sent =>
            Assert.StartsWith("Bearer identity-", sent.Authorization, StringComparison.Ordinal));
        Asked asked = Assert.Single(service.Cloud.Requests, request => request.Path.StartsWith("/identity/imds", StringComparison.Ordinal));
        Assert.Equal($"/identity/imds?api-version=2018-02-01&resource=https%3A%2F%2Fapi.botframework.com&client_id={BotServiceBase.AppId}",
            asked.Path);
        Assert.Equal("true", asked.Headers["Metadata"]);
    }

    [Fact]
    public async Task Managed_identity_of_a_host_is_asked_where_the_environment_says()
    {
        await using BotServiceWith managed = await BotServiceWith.StartAsync(
            service, ("Bot:AppType", "UserAssignedMsi"), ("Bot:Password", ""),
                ("IDENTITY_ENDPOINT", service.Cloud.Address + "/identity/host"), ("IDENTITY_HEADER", "proof"));
        Assert.Equal(HttpStatusCode.OK, await managed.SendAsync(service.Activity("hello"), service.Tokens.Header()));
        Asked asked = Assert.Single(service.Cloud.Requests, request => request.Path.StartsWith("/identity/host", StringComparison.Ordinal));
        Assert.Equal(
            $"/identity/host?api-version=2019-08-01&resource=https://api.botframework.com&client_id={BotServiceBase.AppId}", asked.Path);
        Assert.Equal("proof", asked.Headers["X-IDENTITY-HEADER"]);
    }

    [Fact]
    public async Task Managed_identitys_address_in_the_options_goes_before_the_environments()
    {
        await using BotServiceWith managed = await BotServiceWith.StartAsync(
            service, ("Bot:AppType", "UserAssignedMsi"), ("Bot:Password", ""),
                ("Bot:Authority:ManagedIdentityUrl", service.Cloud.Address + "/identity/own"),
            ("IDENTITY_ENDPOINT", service.Cloud.Address + "/identity/environment"), ("IDENTITY_HEADER", "proof"));
        Assert.Equal(HttpStatusCode.OK, await managed.SendAsync(service.Activity("hello"), service.Tokens.Header()));
        Asked asked = Assert.Single(service.Cloud.Requests, request => request.Path.StartsWith("/identity/own", StringComparison.Ordinal));
        Assert.Equal($"/identity/own?api-version=2018-02-01&resource=https%3A%2F%2Fapi.botframework.com&client_id={BotServiceBase.AppId}",
            asked.Path);
        Assert.Equal("true", asked.Headers["Metadata"]);
        Assert.DoesNotContain("X-IDENTITY-HEADER", asked.Headers.Keys);
        Assert.DoesNotContain(service.Cloud.Requests, request =>
            request.Path.StartsWith("/identity/environment", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Multi_tenant_bot_gets_its_tokens_in_the_Bot_Frameworks_tenant()
    {
        await using BotServiceWith multi = await BotServiceWith.StartAsync(service, ("Bot:AppType", "MultiTenant"), ("Bot:TenantId", ""));
        Assert.Equal(HttpStatusCode.OK, await multi.SendAsync(service.Activity("hello"), service.Tokens.Header()));
        Assert.Contains(service.Cloud.Requests, request => request.Path == "/login/botframework.com/oauth2/v2.0/token");
    }

    [Fact]
    public async Task Keys_out_of_reach_are_an_outage_and_no_refusal()
    {
        await using BotServiceWith cut = await BotServiceWith.StartAsync(
            service, ("Bot:Authority:MetadataUrl", "http://127.0.0.1:9/openid"), ("Bot:Connector:Attempts", "1"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await cut.SendAsync(service.Activity("hello"), service.Tokens.Header()));
    }

    [Theory]
    [InlineData("Public", "https://login.microsoftonline.com", "botframework.com", "https://api.botframework.com")]
    [InlineData("UsGovernment", "https://login.microsoftonline.us", "MicrosoftServices.onmicrosoft.us", "https://api.botframework.us")]
    [InlineData(
        "China", "https://login.partner.microsoftonline.cn", "microsoftservices.partner.onmschina.cn", "https://api.botframework.azure.cn")]
    public void Cloud_has_its_own_token_service_and_scope(string cloud, string login, string tenant, string scope)
    {
        BotAuthority authority = BotAuthority.Of(new BotOptions { Cloud = Enum.Parse<BotCloud>(cloud) });
        Assert.Equal((login, tenant, scope), (authority.LoginUrl, authority.DefaultTenant, authority.Scope));
    }

    [Fact]
    public void Faults_of_the_options_are_reported_together()
    {
        BotOptions options = new()
        {
            AppId = "my bot",
            AppType = BotAppType.UserAssignedMsi,
            Password = BotServiceBase.Secret,
            SkillCallers = ["somebody"],
            KnowledgeBases = ["msteams", "a/b/c=d", "=kb", "msteams/tenant=hr"],
        };
        options.Authority.LoginUrl = "http://login.example";
        options.Connector.Attempts = 0;
        string[] faults = [.. options.Faults()];
        string[] starts =
        [
            "AppId is not an id", "Password is set, expected none", "TenantId is missing", "Authority:LoginUrl is 'http://login.example'",
                "SkillCallers holds",
            "SkillCallers and SkillServiceUrls belong together", "KnowledgeBases holds 'msteams',", "KnowledgeBases holds 'a/b/c=d',",
                "KnowledgeBases holds '=kb',",
            "Connector: Attempts is 0",
        ];
        Assert.Equal(starts.Length, faults.Length);
        Assert.All(starts.Zip(faults), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains(BotServiceBase.Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SingleTenant", null, null, "Password is missing,TenantId is missing")]
    [InlineData("MultiTenant", null, null, "Password is missing")]
    [InlineData("MultiTenant", "secret", null, "")]
    [InlineData("SingleTenant", "secret", "contoso.onmicrosoft.com", "")]
    [InlineData("SingleTenant", "secret", "con toso", "TenantId is neither")]
    [InlineData("UserAssignedMsi", null, BotServiceBase.Tenant, "")]
    public void Each_registration_needs_its_own_credentials(string type, string? password, string? tenant, string starts)
    {
        BotOptions options =
            new() { AppId = BotServiceBase.AppId, AppType = Enum.Parse<BotAppType>(type), Password = password, TenantId = tenant };
        string[] expected = starts.Split(',', StringSplitOptions.RemoveEmptyEntries);
        string[] faults = [.. options.Faults()];
        Assert.Equal(expected.Length, faults.Length);
        Assert.All(expected.Zip(faults), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secret_without_an_id_stops_the_service_at_start()
    {
        await using ChildProcess process = ServiceProcess.Launch(("Bot:Password", BotServiceBase.Secret), ("Bot:AllowEmulator", "true"));
        Assert.Equal(2, await process.EndAsync());
        Assert.Contains("FaqBot:Bot: Password is set without AppId", process.Output, StringComparison.Ordinal);
        Assert.Contains(
            "FaqBot:Bot: AllowEmulator, SkillCallers and RequiredEndorsements need AppId", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(BotServiceBase.Secret, process.Output, StringComparison.Ordinal);
    }
}
