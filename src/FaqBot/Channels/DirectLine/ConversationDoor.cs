using FaqBot.Core.Conversations;

namespace FaqBot.Channels.DirectLine;

/// <summary>Finds conversations, also those that were lost with the process that held them.</summary>
internal sealed class ConversationDoor(IConversationStore store)
{
    /// <summary>Finds a conversation.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="watermark">What the caller has read: a lost conversation goes on behind it.</param>
    /// <param name="key">The sender's own key of a message; or null.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="DirectLineException">It does not exist.</exception>
    public async ValueTask<ConversationState> RequireAsync(
        string id, Caller caller, long watermark, string? key, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, key, cancellationToken) is { } state)
        {
            return state;
        }

        // The token proves that it had begun, and its holder is the only one who has read it.
        if (caller.Claims is { Begun: true })
        {
            await store.StartAsync(id, watermark, cancellationToken);
            return new ConversationState(watermark, null);
        }

        throw DirectLineException.UnknownConversation();
    }
}
