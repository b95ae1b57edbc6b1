using System.Security.Cryptography;
using FaqBot.Channels.BotFramework.Messages;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>Keys of one length for what channels name at whatever length.</summary>
internal static class ActivityKey
{
    /// <summary>Names a conversation; in a group, what each member talks about with the bot.</summary>
    public static string OfConversation(Activity activity) =>
        Hash(activity.ChannelId, activity.Conversation.Id, MessageGroup.Is(activity) ? activity.From?.Id : null);

    /// <summary>Names an activity; null when it has no id.</summary>
    public static string? OfActivity(Activity activity) =>
        string.IsNullOrEmpty(activity.Id) ? null : Hash(activity.ChannelId, activity.Conversation.Id, activity.Id);

    private static string Hash(params ReadOnlySpan<string?> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string? part in parts)
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(part ?? "");
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
