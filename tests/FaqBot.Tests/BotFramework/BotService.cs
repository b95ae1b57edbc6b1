using System.Net;
using System.Text.Json.Nodes;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.BotFramework;

/// <summary>A service with a registered bot, and the cloud it is registered in.</summary>
public abstract class BotServiceBase(SampleDatabase sample) : SampleService(sample), IAsyncLifetime
{
    public const string AppId = "5d0a1f6c-7a52-4f3e-9d58-3b1f0b6f2a10";
    public const string Tenant = "c0ffee00-7a52-4f3e-9d58-3b1f0b6f2a10";
    public const string Secret = "not-to-be-shown-anywhere";

    private FakeCloud? _cloud;

    internal FakeCloud Cloud => _cloud!;

    internal BotTokens Tokens =>
        new(Cloud.Mint, "https://api.botframework.com", AppId, Cloud.ServiceUrl, () => TimeProvider.System.GetUtcNow());

    protected abstract IEnumerable<(string Path, string Value)> Registration { get; }

    protected override IEnumerable<(string Path, string Value)> Options =>
    [
        ("Bot:Authority:MetadataUrl", Cloud.Address + "/openid"),
        ("Bot:Authority:EmulatorMetadataUrl", Cloud.Address + "/openid-emulator"),
        ("Bot:Authority:LoginUrl", Cloud.Address + "/login"),
        .. Registration,
    ];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        _cloud = await FakeCloud.StartAsync();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Cloud.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends an activity.</summary>
    internal async Task<(HttpStatusCode Status, string Body)> SendAsync(JsonObject activity, string? header)
    {
        using StringContent content = new(activity.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, "api/messages") { Content = content };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>An activity of a channel, in a conversation of its own unless told otherwise.</summary>
    internal JsonObject Activity(string? text, string channel = "webchat", string type = "message", string? conversation = null) => new()
    {
        ["type"] = type,
        ["id"] = Guid.NewGuid().ToString("n"),
        ["channelId"] = channel,
        ["serviceUrl"] = Cloud.ServiceUrl,
        ["conversation"] = new JsonObject { ["id"] = conversation ?? Guid.NewGuid().ToString("n") },
        ["from"] = new JsonObject { ["id"] = "user-1", ["name"] = "Ada" },
        ["recipient"] = new JsonObject { ["id"] = "bot-1", ["name"] = "FaqBot" },
        ["locale"] = "en-US",
        ["text"] = text,
    };

    internal override IEnumerable<KnowledgeDraft> MoreKnowledge() =>
    [
        new(
            "rich",
            new DraftEntry("table", "Which sizes are there?",
                "Sizes:\n\n| Size | Price |\n|---|---|\n| S | 10 |\n| L | 20 |\n\n![Sizes](https://shop.example/sizes.png)\n\nSee [the "
                + "list](https://shop.example/list)."),
            new DraftEntry("plain", "When are you open?", "**Every day** from 9 to 17.")),
    ];
}

/// <summary>A single-tenant bot.</summary>
public sealed class BotService(SampleDatabase sample) : BotServiceBase(sample)
{
    protected override IEnumerable<(string Path, string Value)> Registration =>
    [
        ("Bot:AppId", AppId),
        ("Bot:Password", Secret),
        ("Bot:TenantId", Tenant),
        ("Channels:OfferHandover", "true"),
        ("Bot:KnowledgeBases:0", "slack=rich"),
        ("Bot:KnowledgeBases:1", "facebook=rich"),
        ("Bot:KnowledgeBases:2", "msteams/rich-tenant=rich"),
        ("Bot:Connector:MaxRetryDelay", "00:00:01"),
    ];
}

[CollectionDefinition(Name)]
public sealed class BotCollection : ICollectionFixture<BotService>
{
    public const string Name = "Bot";
}
