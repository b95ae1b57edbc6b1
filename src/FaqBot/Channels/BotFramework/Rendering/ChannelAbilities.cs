using ChannelIds = Microsoft.Bot.Connector.Channels;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>How buttons are shown.</summary>
internal enum ButtonStyle
{
    /// <summary>As lines of the text.</summary>
    Lines,

    /// <summary>As suggested actions, which go away when one is chosen.</summary>
    SuggestedActions,

    /// <summary>As buttons of a hero card.</summary>
    HeroCard,

    /// <summary>As buttons of an Adaptive Card.</summary>
    AdaptiveCard,
}

/// <summary>What a channel can show.</summary>
/// <param name="Markdown">Whether texts may be Markdown.</param>
/// <param name="Buttons">How buttons are shown.</param>
/// <param name="ChannelData">Whether it hands extra data to the client unread.</param>
/// <remarks><see href="https://learn.microsoft.com/azure/bot-service/bot-service-channels-reference"/></remarks>
internal sealed record ChannelAbilities(bool Markdown, ButtonStyle Buttons, bool ChannelData = false)
{
    /// <summary>Abilities of a channel.</summary>
    /// <param name="channelId">Its id; channel ids are compared ordinally.</param>
    public static ChannelAbilities Of(string channelId) => channelId switch
    {
        ChannelIds.Msteams => new(Markdown: true, ButtonStyle.AdaptiveCard),
        ChannelIds.Webchat or ChannelIds.Directline or ChannelIds.Emulator or ChannelIds.Test =>
            new(Markdown: true, ButtonStyle.SuggestedActions, ChannelData: true),
        ChannelIds.Telegram or ChannelIds.Slack => new(Markdown: true, ButtonStyle.SuggestedActions),
        ChannelIds.Facebook or ChannelIds.Line or ChannelIds.Groupme => new(Markdown: false, ButtonStyle.SuggestedActions),
        ChannelIds.Email => new(Markdown: true, ButtonStyle.Lines),
        ChannelIds.Sms or "twilio-sms" or ChannelIds.Alexa or ChannelIds.Telephony => new(Markdown: false, ButtonStyle.Lines),
        _ => new(Markdown: true, ButtonStyle.HeroCard),
    };
}
