using FaqBot.Channels.BotFramework.Authentication;
using FaqBot.Channels.BotFramework.Conversing;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;

namespace FaqBot.Channels.BotFramework;

/// <summary><c>POST /api/messages</c>: the Bot Framework's channels.</summary>
internal static partial class BotEndpoint
{
    private const int MostBytes = 256 * 1024;

    public static IServiceCollection AddBot(this IServiceCollection services, BotOptions options)
    {
        BotAuthority authority = BotAuthority.Of(options);
        return services
            .AddSingleton(authority)
            .AddSingleton(provider => new BotNetwork(
                options, authority, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()))
            .AddSingleton(provider => provider.GetRequiredService<BotNetwork>().CallerTokens)
            .AddSingleton(provider => provider.GetRequiredService<BotNetwork>().Connections)
            .AddSingleton<BotFrameworkAuthentication, ChannelAuthentication>()
            .AddSingleton<DuplicateFilter>()
            .AddSingleton<Greetings>()
            .AddSingleton<IBotFrameworkHttpAdapter, ChannelAdapter>()
            .AddSingleton<IBot, AnsweringBot>();
    }

    public static void MapBot(this WebApplication app)
    {
        app.MapPost("/api/messages", ProcessAsync)
            .WithName("Messages")
            .WithTags("Bot Framework")
            .GuardedBy(Guard.BotFramework)
            .WithExample(
                """
                {"type":"message","id":"1","channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/teams/",
                "from":{"id":"29:1"},"recipient":{"id":"28:bot"},"conversation":{"id":"a:1"},"text":"怎么申请退货？"}
                """)
            .WithSummary("Take an activity of a Bot Framework channel.")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        if (!app.Services.GetRequiredService<BotOptions>().IsRegistered)
        {
            LocalOnly(app.Logger);
        }
    }

    private static async Task ProcessAsync(
        HttpContext context, IBotFrameworkHttpAdapter adapter, IBot bot, BotOptions options, LocalCallers locals)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        if (!options.IsRegistered && !locals.Send(context.Request))
        {
            RefusedRemote(Log(context));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Request.EnableBuffering(bufferThreshold: MostBytes);
        try
        {
            // Not cancelled with the caller: channels that hang up early still want their reply.
            await adapter.ProcessAsync(context.Request, context.Response, bot, CancellationToken.None);
            if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }
            else if (context.Response.StatusCode == StatusCodes.Status400BadRequest && !context.Response.HasStarted)
            {
                throw await UnreadableActivity.ExplainAsync(context.Request, context.RequestAborted);
            }
        }
        catch (SigningKeysUnavailableException)
        {
            context.Response.Headers.RetryAfter = "30";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (UndeliveredReplyException exception)
        {
            Undelivered(Log(context), exception.Message);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    private static ILogger Log(HttpContext context) => context.RequestServices.GetRequiredService<ILogger<ChannelAdapter>>();

    [LoggerMessage(1, LogLevel.Information,
        "The bot has no credentials (FaqBot:Bot:AppId): /api/messages serves this machine only, such as the Bot Framework Emulator.")]
    private static partial void LocalOnly(ILogger log);

    [LoggerMessage(2, LogLevel.Warning, "Refused an activity: the bot has no credentials (FaqBot:Bot:AppId) and serves this machine only.")]
    private static partial void RefusedRemote(ILogger log);

    [LoggerMessage(3, LogLevel.Warning, "{Reason}")]
    private static partial void Undelivered(ILogger log, string reason);
}
