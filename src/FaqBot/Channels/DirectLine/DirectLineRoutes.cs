using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Redis;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Limits;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaqBot.Channels.DirectLine;

/// <summary>The Direct Line server, protocol 3.0: what Bot Framework Web Chat talks to.</summary>
/// <remarks>Source:
/// <see href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference"/>.</remarks>
internal static partial class DirectLineRoutes
{
    /// <summary>What all of its paths start with.</summary>
    public const string Root = "/v3/directline";

    /// <summary>Adds what the server consists of.</summary>
    public static IServiceCollection AddDirectLine(this IServiceCollection services) => services
        .AddSingleton(OpenStore)
        .AddSingleton<TokenKeys>()
        .AddSingleton<TokenIssuer>()
        .AddSingleton<CallerCheck>()
        .AddSingleton<CallLimits>()
        .AddSingleton<StreamSeats>()
        .AddSingleton<ConversationTurns>()
        .AddSingleton<ConversationDoor>()
        .AddSingleton<ConversationGreeting>()
        .AddSingleton<ActivityReader>()
        .AddSingleton<FaqReplies>()
        .AddSingleton<MessageTurn>()
        .AddSingleton<ICallerSource, DirectLineCallers>()
        .AddSingleton<IProblemDetailsWriter, DirectLineErrorWriter>()
        .AddJson(DirectLineJson.Default);

    /// <summary>Opens the routes, unless the options close them.</summary>
    public static void MapDirectLine(this WebApplication app)
    {
        DirectLineOptions options = app.Services.GetRequiredService<DirectLineOptions>();
        if (!options.Enabled)
        {
            return;
        }

        app.UseWebSockets();
        RouteGroupBuilder group = app.MapGroup(Root)
            .WithTags("Direct Line")
            .GuardedBy(Guard.DirectLine)
            .WithErrors()
            .WithMetadata(new BodyLimit(options.MaxActivityBytes));
        group.MapTokens();
        group.MapConversations();
        group.MapActivities();
        group.MapStream();
        if (options is { Secrets.Length: 0, Anonymous: AnonymousTokens.Local })
        {
            LocalOnly(app.Logger);
        }
    }

    private static RouteGroupBuilder WithErrors(this RouteGroupBuilder group)
    {
        foreach (int status in (int[])
            [
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
                StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests,
                StatusCodes.Status503ServiceUnavailable,
            ])
        {
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(DirectLineError), ["application/json"]));
        }

        return group;
    }

    private static IConversationStore OpenStore(IServiceProvider services)
    {
        ConversationLimits limits = services.GetRequiredService<DirectLineOptions>().ToLimits();
        RedisOptions redis = services.GetRequiredService<CacheOptions>().Redis;
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        return string.IsNullOrWhiteSpace(redis.Configuration)
            ? new MemoryConversationStore(limits, time)
            : new RedisConversationStore(redis, limits, SealOf(services, time), time, services.GetRequiredService<ILoggerFactory>());
    }

    private static ValueSeal SealOf(IServiceProvider services, TimeProvider time)
    {
        StoreKeyRing ring = services.GetRequiredService<StoreKeyRing>();
        return new ValueSeal(() => ring.SharedValues, time, services.GetRequiredService<ILoggerFactory>());
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

    [LoggerMessage(1, LogLevel.Information,
        "Direct Line has no secret: only this machine and the service's own pages get tokens. Set FaqBot:DirectLine:Secrets:0 to serve "
        + "others.")]
    private static partial void LocalOnly(ILogger log);
}
