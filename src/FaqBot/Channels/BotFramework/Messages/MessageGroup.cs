using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Messages;

/// <summary>Whether several people hear what is said in a conversation.</summary>
internal static class MessageGroup
{
    /// <summary>Whether an activity is of a group; some channels say so by the type of the conversation alone.</summary>
    public static bool Is(Activity activity) =>
        activity.Conversation.IsGroup == true
        || string.Equals(activity.Conversation.ConversationType, "channel", StringComparison.OrdinalIgnoreCase)
        || string.Equals(activity.Conversation.ConversationType, "groupChat", StringComparison.OrdinalIgnoreCase);
}
