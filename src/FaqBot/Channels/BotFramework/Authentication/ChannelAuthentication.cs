using System.Security.Claims;
using FaqBot.Channels.BotFramework.Connecting;
using FaqBot.Channels.BotFramework.Settings;
using FaqBot.Http;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Authentication;

/// <summary>Decides who may talk to the bot, and lets it answer those alone.</summary>
internal sealed partial class ChannelAuthentication(
    BotOptions options, CallerTokens tokens, ChannelConnections connections, ILogger<ChannelAuthentication> log)
    : BotFrameworkAuthentication
{
    public override async Task<AuthenticateRequestResult> AuthenticateRequestAsync(
        Activity activity, string? authHeader, CancellationToken cancellationToken)
    {
        activity.ChannelId = ChannelIdOf(activity);
        try
        {
            Caller caller = options.IsRegistered
                ? await tokens.CheckAsync(authHeader, activity, cancellationToken) : CheckLocal(authHeader, activity);
            CheckMembers(activity);
            return new AuthenticateRequestResult
            {
                Audience = caller.Audience,
                CallerId = caller.CallerId,
                ClaimsIdentity = Identity(caller),
                ConnectorFactory = connections.To(caller.ServiceUrl),
            };
        }
        catch (UnauthorizedAccessException exception)
        {
            Refused(log, exception.Message);
            throw;
        }
    }

    public override Task<AuthenticateRequestResult> AuthenticateStreamingRequestAsync(
        string authHeader, string channelIdHeader, CancellationToken cancellationToken) =>
        throw new UnauthorizedAccessException("activities are taken by POST alone");

    public override ConnectorFactory CreateConnectorFactory(ClaimsIdentity claimsIdentity) =>
        claimsIdentity.FindFirst(AuthenticationConstants.ServiceUrlClaim) is { } serviceUrl
            ? connections.To(serviceUrl.Value)
            : throw new UnauthorizedAccessException("the identity names no serviceurl");

    public override Task<UserTokenClient> CreateUserTokenClientAsync(ClaimsIdentity claimsIdentity, CancellationToken cancellationToken) =>
        Task.FromResult<UserTokenClient>(new NoUserTokens());

    /// <summary>The endpoint has checked that the request itself comes from this machine.</summary>
    private static Caller CheckLocal(string? header, Activity activity) =>
        !string.IsNullOrEmpty(header)
            ? throw new UnauthorizedAccessException("the bot has no credentials (FaqBot:Bot:AppId), so no token can be checked")
        : !SafeUrl.IsLoopback(activity.ServiceUrl) ? throw new UnauthorizedAccessException(
            "the bot has no credentials (FaqBot:Bot:AppId) and serves this machine alone, the activity's serviceUrl is not on it")
        : new Caller("", activity.ServiceUrl, Audience: null);

    /// <summary>Delegating agents of the Microsoft 365 Agents SDK for JavaScript write the name of their own field.</summary>
    private static string? ChannelIdOf(Activity activity) =>
        string.IsNullOrEmpty(activity.ChannelId) ? activity.Properties?["_channelId"]?.ToString() : activity.ChannelId;

    private static void CheckMembers(Activity activity)
    {
        RequestFaults faults = new();
        if (string.IsNullOrEmpty(activity.ChannelId))
        {
            faults.Add("channelId", "Found nothing, expected the id of a channel.");
        }

        if (string.IsNullOrEmpty(activity.Conversation?.Id))
        {
            faults.Add("conversation.id", "Found nothing, expected the id of a conversation.");
        }

        faults.ThrowIfAny();
    }

    private ClaimsIdentity Identity(Caller caller) => new(
        [
            new Claim(AuthenticationConstants.AudienceClaim, options.AppId ?? ""),
            new Claim(AuthenticationConstants.ServiceUrlClaim, caller.ServiceUrl),
        ],
        options.IsRegistered ? "Bearer" : null);

    [LoggerMessage(1, LogLevel.Warning, "Refused an activity: {Reason}.")]
    private static partial void Refused(ILogger log, string reason);
}
