using FaqBot.Channels.BotFramework.Messages;
using FaqBot.Core.Conversations;
using FaqBot.Texts;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>Finds the words of welcome, once for each conversation of two: channels tell in several ways that one begins.</summary>
internal sealed class Greetings(ChannelOptions channels, TimeProvider time)
{
    private const int MostRemembered = 100_000;

    private readonly ExpiringEntries<bool> _greeted = new(MostRemembered, TimeSpan.FromDays(1), time);

    /// <summary>What to say to somebody who calls the bot; empty when the owner wants nothing said.</summary>
    public string For(Activity activity) => channels.FirstWords(activity.Locale);

    /// <summary>What to say at the beginning of a conversation.</summary>
    /// <returns>The words; empty when there is nothing to say, or it was said.</returns>
    public string First(Activity activity)
    {
        string greeting = For(activity);
        return greeting.Length > 0 && !MessageGroup.Is(activity) && _greeted.TryAdd(ActivityKey.OfConversation(activity), true)
            ? greeting : "";
    }

    /// <summary>Lets a conversation begin anew.</summary>
    public void Forget(Activity activity) => _greeted.Remove(ActivityKey.OfConversation(activity));
}
