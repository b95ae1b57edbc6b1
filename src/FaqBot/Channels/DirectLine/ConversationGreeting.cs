using FaqBot.Core.Conversations;

namespace FaqBot.Channels.DirectLine;

/// <summary>Says the first words of a conversation, once.</summary>
internal sealed class ConversationGreeting(FaqReplies replies, IConversationStore store, DirectLineOptions options, TimeProvider time)
{
    // As the key of a turn: whoever greets second changes nothing.
    private const string Key = "\nfaqbot/greeting";

    /// <summary>Greets, unless the options say not to, or it was done.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="locale">Language tag of the client; or null.</param>
    public async ValueTask SayAsync(string conversation, string? locale)
    {
        if (replies.Greet(locale) is { } greeting)
        {
            byte[] activity = BotActivity.Write(greeting, conversation, options.BotName, replyTo: 0, time.GetUtcNow());
            await store.AppendAsync(conversation, new ConversationTurn([activity], Key), CancellationToken.None);
        }
    }
}
