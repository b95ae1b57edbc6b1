using FaqBot.Channels.BotFramework.Connecting;
using FaqBot.Channels.BotFramework.Conversing;
using FaqBot.Channels.BotFramework.Messages;
using FaqBot.Texts;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework;

/// <summary>Receives the channels' activities; a customer never sees why an answer failed.</summary>
internal sealed partial class ChannelAdapter : CloudAdapter
{
    private readonly ILogger _log;

    public ChannelAdapter(BotFrameworkAuthentication authentication, DuplicateFilter duplicates, ILogger<ChannelAdapter> log)
        : base(authentication)
    {
        _log = log;
        OnTurnError = ApologizeAsync;
        Use(duplicates);
    }

    private async Task ApologizeAsync(ITurnContext turnContext, Exception exception)
    {
        if (IsUndelivered(exception))
        {
            throw new UndeliveredReplyException(exception);
        }

        Failed(_log, turnContext.Activity.ChannelId, exception);
        if (turnContext.Activity.Type == ActivityTypes.Message)
        {
            try
            {
                await turnContext.SendActivityAsync(BotTexts.For(turnContext.Activity.Locale).Failed);
            }
            catch (Exception second) when (IsUndelivered(second))
            {
                throw new UndeliveredReplyException(second);
            }
        }
    }

    private static bool IsUndelivered(Exception exception) =>
        exception is ErrorResponseException or HttpRequestException or TokenUnavailableException;

    [LoggerMessage(1, LogLevel.Error, "An activity of channel {Channel} failed.")]
    private static partial void Failed(ILogger log, string channel, Exception exception);
}

/// <summary>A channel did not take a reply.</summary>
internal sealed class UndeliveredReplyException(Exception reason) : Exception($"A channel did not take a reply: {reason.Message}", reason);
