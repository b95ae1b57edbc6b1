using System.Collections.Concurrent;
using FaqBot.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Builder.Skills;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;

namespace FaqBot.Tests.BotFramework;

/// <summary>A parent bot made with the official Bot Builder of .NET uses the service as its skill.</summary>
[Collection(BotCollection.Name)]
public sealed class NetParentTests(BotService service, SampleDatabase sample)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bot_made_with_Bot_Builder_is_served_and_passes_the_replies_on()
    {
        using TemporaryFolder folder = new();
        await using BotServiceWith skill = await BotServiceWith.StartAsync(
            service,
            ("Storage:Path", await sample.CopyToAsync(folder.Path)), ("Bot:AppId", ""), ("Bot:Password", ""), ("Bot:TenantId", ""));
        await using ParentBot parent = await ParentBot.StartAsync(new Uri(skill.Process.Address, "api/messages"));

        await parent.SayAsync("怎么申请退货？", expectReplies: false);
        Assert.True(parent.Shown.Count == 1, string.Join('\n', [.. parent.Failures, skill.Process.Log]));
        Activity passedOn = parent.Shown.Single();
        Assert.Contains("7 天内", passedOn.Text, StringComparison.Ordinal);
        Assert.Equal("of-the-user", passedOn.Conversation.Id);
        Assert.NotEmpty(passedOn.SuggestedActions.Actions);

        await parent.SayAsync("怎么申请退货？", expectReplies: true);
        Activity expected = Assert.Single(parent.Shown.Skip(1));
        Assert.Equal(passedOn.Text, expected.Text);
    }

    /// <summary>Takes activities without a request.</summary>
    private sealed class ReceivingAdapter(BotFrameworkAuthentication authentication) : CloudAdapter(authentication)
    {
        public Task<InvokeResponse> ReceiveAsync(Activity activity, BotCallbackHandler turn, CancellationToken cancellationToken) =>
            ProcessActivityAsync("", activity, turn, cancellationToken);
    }

    /// <summary>The parent and the channel of its user, on one port.</summary>
    private sealed class ParentBot : ActivityHandler, IAsyncDisposable
    {
        private readonly Uri _skill;
        private readonly WebApplication _application;
        private readonly ReceivingAdapter _adapter;
        private readonly BotFrameworkAuthentication _authentication;
        private readonly SkillConversationIdFactory _conversations = new(new MemoryStorage());

        private ParentBot(Uri skill)
        {
            _skill = skill;
            _authentication = new ConfigurationBotFrameworkAuthentication(new ConfigurationBuilder().Build());
            _adapter = new ReceivingAdapter(_authentication);
            CloudSkillHandler handler = new(_adapter, this, _conversations, _authentication);
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            _application = builder.Build();
            _application.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception exception)
                {
                    Failures.Enqueue(exception);
                    throw;
                }
            });
            _application.MapPost(
                "/skills/v3/conversations/{conversation}/activities/{activity}",
                async (string conversation, string activity, HttpRequest request) => Receipt(await handler.HandleReplyToActivityAsync(
                    request.Headers.Authorization, conversation, activity, await ReadAsync(request), request.HttpContext.RequestAborted)));
            _application.MapPost("/user/v3/conversations/{conversation}/activities/{activity?}", async (HttpRequest request) =>
            {
                Shown.Enqueue(await ReadAsync(request));
                return Receipt(new ResourceResponse("1"));
            });
        }

        /// <summary>What went wrong in taking replies.</summary>
        public ConcurrentQueue<Exception> Failures { get; } = new();

        /// <summary>What the user sees.</summary>
        public ConcurrentQueue<Activity> Shown { get; } = new();

        private Uri Address => new(_application.Urls.Single() + "/");

        public static async Task<ParentBot> StartAsync(Uri skill)
        {
            ParentBot parent = new(skill);
            await parent._application.StartAsync(Token);
            return parent;
        }

        /// <summary>The user says something.</summary>
        public Task<InvokeResponse> SayAsync(string text, bool expectReplies)
        {
            Activity activity = new(ActivityTypes.Message)
            {
                Id = Guid.NewGuid().ToString("n"),
                ChannelId = "webchat",
                Text = text,
                ServiceUrl = new Uri(Address, "user/").ToString(),
                Conversation = new ConversationAccount(id: "of-the-user"),
                From = new ChannelAccount("user-1"),
                Recipient = new ChannelAccount("parent"),
                Value = expectReplies,
            };
            return _adapter.ReceiveAsync(activity, OnTurnAsync, Token);
        }

        public ValueTask DisposeAsync() => _application.DisposeAsync();

        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
        {
            Activity question = (Activity)turnContext.Activity;
            bool expectReplies = question.Value is true;
            string conversation = await _conversations.CreateSkillConversationIdAsync(
                new SkillConversationIdFactoryOptions
                {
                    FromBotOAuthScope = "",
                    FromBotId = "",
                    Activity = question,
                    BotFrameworkSkill = new BotFrameworkSkill { Id = "faqbot", AppId = "", SkillEndpoint = _skill },
                },
                cancellationToken);
            question.DeliveryMode = expectReplies ? DeliveryModes.ExpectReplies : null;
            question.Value = null;
            using BotFrameworkClient client = _authentication.CreateBotFrameworkClient();
            InvokeResponse<ExpectedReplies> response = await client.PostActivityAsync<ExpectedReplies>(
                "", "", _skill, new Uri(Address, "skills"), conversation, question, cancellationToken);
            Assert.True(response.IsSuccessStatusCode(), $"{response.Status}");
            if (expectReplies)
            {
                // The user's own channel takes replies as they come.
                question.DeliveryMode = null;
                await turnContext.SendActivitiesAsync([.. response.Body.Activities], cancellationToken);
            }
        }

        private static async Task<Activity> ReadAsync(HttpRequest request)
        {
            using StreamReader reader = new(request.Body);
            return JsonConvert.DeserializeObject<Activity>(await reader.ReadToEndAsync())!;
        }

        private static IResult Receipt(ResourceResponse receipt) => Results.Json(new { id = receipt.Id });
    }
}
