using System.Security.Cryptography;
using FaqBot.Channels.BotFramework.Settings;
using Microsoft.Bot.Schema;

namespace FaqBot.Channels.BotFramework.Conversing;

/// <summary>What is remembered of a conversation.</summary>
/// <param name="KnowledgeBaseId">The knowledge base that answered last.</param>
/// <param name="EntryId">The entry that answered last.</param>
internal sealed record Remembered(string KnowledgeBaseId, string EntryId);

/// <summary>Remembers conversations for a while.</summary>
internal interface IConversationMemory
{
    /// <summary>Recalls a conversation; null when it is unknown or forgotten.</summary>
    ValueTask<Remembered?> FindAsync(string conversation, CancellationToken cancellationToken);

    /// <summary>Remembers a conversation.</summary>
    ValueTask StoreAsync(string conversation, Remembered remembered, CancellationToken cancellationToken);

    /// <summary>Forgets a conversation.</summary>
    ValueTask ForgetAsync(string conversation, CancellationToken cancellationToken);
}

/// <summary>Remembers conversations in this process.</summary>
internal sealed class LocalConversationMemory(BotOptions options, TimeProvider time) : IConversationMemory
{
    private readonly ExpiringEntries<Remembered> _entries = new(options.RememberedConversations, options.RememberFor, time);

    public ValueTask<Remembered?> FindAsync(string conversation, CancellationToken cancellationToken) => new(_entries.Find(conversation));

    public ValueTask StoreAsync(string conversation, Remembered remembered, CancellationToken cancellationToken)
    {
        _entries.Set(conversation, remembered);
        return default;
    }

    public ValueTask ForgetAsync(string conversation, CancellationToken cancellationToken)
    {
        _entries.Remove(conversation);
        return default;
    }
}

/// <summary>Keys of one length for what channels name at whatever length.</summary>
internal static class ActivityKey
{
    /// <summary>Names a conversation; in a group, what each member talks about with the bot.</summary>
    public static string OfConversation(Activity activity) =>
        Hash(activity.ChannelId, activity.Conversation.Id, activity.Conversation.IsGroup == true ? activity.From?.Id : null);

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
