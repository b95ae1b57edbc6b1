using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Channels.BotFramework;
using FaqBot.Channels.BotFramework.Rendering;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Http;
using FaqBot.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace FaqBot.Tests.BotFramework;

/// <summary>The official adapter, as the service sets it up, carries all that bots send, without the AdaptiveCards package.</summary>
public sealed class AdapterTests : IAsyncLifetime
{
    private const string CardType = "application/vnd.microsoft.card.adaptive";

    private FakeCloud? _cloud;
    private WebApplication? _application;
    private HttpClient? _client;

    private FakeCloud Cloud => _cloud!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await FakeCloud.StartAsync();
        BotOptions options = new() { AppId = BotServiceBase.AppId, Password = BotServiceBase.Secret, TenantId = BotServiceBase.Tenant };
        options.Authority.MetadataUrl = Cloud.Address + "/openid";
        options.Authority.EmulatorMetadataUrl = Cloud.Address + "/openid-emulator";
        options.Authority.LoginUrl = Cloud.Address + "/login";
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(options)
            .AddSingleton(new HttpOptions()).AddSingleton<LocalCallers>()
            .AddBot(options).AddSingleton<IBot, ShowingBot>();
        _application = builder.Build();
        _application.MapBot();
        await _application.StartAsync(TestContext.Current.CancellationToken);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(_application.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await (_application?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_cloud?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Hero_card_arrives_with_its_buttons()
    {
        JsonElement attachment = Assert.Single((await ShownAsync("hero")).GetProperty("attachments").EnumerateArray());
        Assert.Equal("application/vnd.microsoft.card.hero", attachment.GetProperty("contentType").GetString());
        JsonElement content = attachment.GetProperty("content");
        Assert.Equal(("Sizes", "Which?"), (content.GetProperty("title").GetString(), content.GetProperty("text").GetString()));
        JsonElement image = Assert.Single(content.GetProperty("images").EnumerateArray());
        Assert.Equal("https://shop.example/sizes.png", image.GetProperty("url").GetString());
        JsonElement button = Assert.Single(content.GetProperty("buttons").EnumerateArray());
        Assert.Equal(
            ("imBack", "S", "Which is S?"),
            (button.GetProperty("type").GetString(), button.GetProperty("title").GetString(), button.GetProperty("value").GetString()));
    }

    [Fact]
    public async Task Adaptive_card_made_of_plain_objects_arrives()
    {
        JsonElement message = await ShownAsync("answer card");
        JsonElement attachment = Assert.Single(message.GetProperty("attachments").EnumerateArray());
        Assert.Equal(CardType, attachment.GetProperty("contentType").GetString());
        JsonElement card = attachment.GetProperty("content");
        Assert.Equal(("AdaptiveCard", "1.5"), (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()));
        JsonElement[] body = [.. card.GetProperty("body").EnumerateArray()];
        Assert.Equal(["TextBlock", "Table"], body.Select(element => element.GetProperty("type").GetString()));
        JsonElement action = Assert.Single(card.GetProperty("actions").EnumerateArray());
        Assert.Equal("Which is S?", action.GetProperty("data").GetProperty("faqbot").GetProperty("question").GetString());
    }

    [Fact]
    public async Task Adaptive_card_as_JSON_arrives_as_it_is()
    {
        JsonElement attachment = Assert.Single((await ShownAsync("json card")).GetProperty("attachments").EnumerateArray());
        Assert.Equal(CardType, attachment.GetProperty("contentType").GetString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(ShowingBot.Card), JsonNode.Parse(attachment.GetProperty("content").GetRawText())));
    }

    [Fact]
    public async Task Suggested_actions_arrive_in_order()
    {
        JsonElement message = await ShownAsync("suggested actions");
        Assert.Equal("Did you mean:", message.GetProperty("text").GetString());
        JsonElement[] actions = [.. message.GetProperty("suggestedActions").GetProperty("actions").EnumerateArray()];
        Assert.Equal(["S", "L"], actions.Select(action => action.GetProperty("title").GetString()));
        Assert.Equal(["imBack", "messageBack"], actions.Select(action => action.GetProperty("type").GetString()));
        Assert.Equal("return-apply", actions[1].GetProperty("value").GetProperty("entryId").GetString());
    }

    [Fact]
    public async Task Several_cards_are_one_message_and_several_messages_keep_their_order()
    {
        JsonObject activity = Activity("message", "all");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(activity)).Status);
        JsonElement[] sent = [.. Cloud.SentTo((string)activity["conversation"]!["id"]!).Select(asked => asked.Json)];
        Assert.Equal(["first", "second"], sent.Select(message => message.GetProperty("text").GetString()));
        Assert.Equal("carousel", sent[1].GetProperty("attachmentLayout").GetString());
        Assert.Equal(2, sent[1].GetProperty("attachments").GetArrayLength());
    }

    [Fact]
    public async Task Invoke_gets_its_response_in_the_same_request()
    {
        JsonObject invoke = Activity("invoke", null);
        invoke["name"] = "task/fetch";
        invoke["value"] = new JsonObject { ["size"] = "S" };
        (HttpStatusCode status, JsonElement json) = await SendAsync(invoke);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("task/fetch", json.GetProperty("task").GetString());
        Assert.Equal("S", json.GetProperty("asked").GetProperty("size").GetString());
        Assert.Empty(Cloud.SentTo((string)invoke["conversation"]!["id"]!));
    }

    [Fact]
    public async Task Action_of_an_adaptive_card_gets_its_response()
    {
        JsonObject invoke = Activity("invoke", null);
        invoke["name"] = "adaptiveCard/action";
        invoke["value"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = "choose" } };
        (HttpStatusCode status, JsonElement json) = await SendAsync(invoke);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            (200, "application/vnd.microsoft.activity.message", "choose"),
            (json.GetProperty("statusCode").GetInt32(), json.GetProperty("type").GetString(), json.GetProperty("value").GetString()));
    }

    /// <summary>What the connector gets when the bot is asked to show something.</summary>
    private async Task<JsonElement> ShownAsync(string what)
    {
        JsonObject activity = Activity("message", what);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(activity)).Status);
        Asked sent = Assert.Single(Cloud.SentTo((string)activity["conversation"]!["id"]!));
        Assert.StartsWith("Bearer token-", sent.Authorization, StringComparison.Ordinal);
        return sent.Json;
    }

    private Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(JsonObject activity)
    {
        BotTokens tokens = new(
            Cloud.Mint, "https://api.botframework.com", BotServiceBase.AppId, Cloud.ServiceUrl, () => TimeProvider.System.GetUtcNow());
        return _client!.PostJsonAsync("api/messages", activity.ToJsonString(), tokens.Header()["Bearer ".Length..]);
    }

    private JsonObject Activity(string type, string? text) => new()
    {
        ["type"] = type,
        ["id"] = Guid.NewGuid().ToString("n"),
        ["channelId"] = "msteams",
        ["serviceUrl"] = Cloud.ServiceUrl,
        ["conversation"] = new JsonObject { ["id"] = Guid.NewGuid().ToString("n") },
        ["from"] = new JsonObject { ["id"] = "user-1" },
        ["recipient"] = new JsonObject { ["id"] = "bot-1" },
        ["text"] = text,
    };

    /// <summary>A bot that shows what it is told to.</summary>
    private sealed class ShowingBot : ActivityHandler
    {
        public const string Card =
            """
            {
              "type": "AdaptiveCard", "version": "1.5", "body": [{ "type": "TextBlock", "text": "尺码 *S*", "wrap": true }],
              "actions": [{ "type": "Action.Execute", "verb": "choose", "data": { "n": 1.5, "none": null } }]
            }
            """;

        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
        {
            CardAction button = new(ActionTypes.ImBack, "S", value: "Which is S?");
            CardAction other = new(ActionTypes.MessageBack, "L", text: "L", value: new { entryId = "return-apply" });
            HeroCard hero = new("Sizes", text: "Which?", images: [new CardImage("https://shop.example/sizes.png")], buttons: [button]);
            Attachment json = new(CardType, content: JObject.Parse(Card));
            IActivity[] shown = turnContext.Activity.Text switch
            {
                "hero" => [MessageFactory.Attachment(hero.ToAttachment())],
                "json card" => [MessageFactory.Attachment(json)],
                "answer card" => [MessageFactory.Attachment(AnswerCard.Of(
                    AnswerBlocks.Of("Sizes:\n\n| Size |\n|---|\n| S |"), [new QuestionButton("S", "Which is S?", null)]))],
                "suggested actions" => [new Activity(ActivityTypes.Message)
                {
                    Text = "Did you mean:",
                    SuggestedActions = new SuggestedActions { Actions = [button, other] },
                }],
                _ => [MessageFactory.Text("first"), MessageFactory.Carousel([hero.ToAttachment(), json], "second")],
            };
            await turnContext.SendActivitiesAsync(shown, cancellationToken);
        }

        protected override Task<InvokeResponse> OnInvokeActivityAsync(
            ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken) =>
            turnContext.Activity is { Name: "task/fetch", Value: JToken value }
                ? Task.FromResult(new InvokeResponse { Status = 202, Body = new JObject { ["task"] = "task/fetch", ["asked"] = value } })
                : base.OnInvokeActivityAsync(turnContext, cancellationToken);

        protected override Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
            ITurnContext<IInvokeActivity> turnContext, AdaptiveCardInvokeValue invokeValue, CancellationToken cancellationToken) =>
            Task.FromResult(new AdaptiveCardInvokeResponse
            {
                StatusCode = 200,
                Type = "application/vnd.microsoft.activity.message",
                Value = invokeValue.Action.Verb,
            });
    }
}
