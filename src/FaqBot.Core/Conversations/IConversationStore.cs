namespace FaqBot.Core.Conversations;

/// <summary>Keeps conversations: numbered activities, which those who missed some can read again.</summary>
/// <remarks>Thread-safe. Numbers of a conversation start at 1 and have no gap.</remarks>
public interface IConversationStore : IAsyncDisposable
{
    /// <summary>Where the conversations are: <c>memory</c> or <c>redis</c>.</summary>
    string Kind { get; }

    /// <summary>Tells what happens in conversations, here and in other replicas.</summary>
    ConversationSignals Signals { get; }

    /// <summary>Longest time for which a signal of another replica may be missing, so that listeners look by themselves; null when none
    /// can be.</summary>
    TimeSpan? LookInterval { get; }

    /// <summary>Starts a conversation unless it is there.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="last">Number after which its activities start; not 0 when one goes on that this store has lost.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>Whether it was not there.</returns>
    /// <exception cref="ConversationStoreException">The store is full, or cannot be reached.</exception>
    ValueTask<bool> StartAsync(string id, long last, CancellationToken cancellationToken);

    /// <summary>Finds a conversation.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="key">A sender's own key to look for; or null.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>What is known of it; null when it does not exist.</returns>
    /// <exception cref="ConversationStoreException">The store cannot be reached.</exception>
    ValueTask<ConversationState?> FindAsync(string id, string? key, CancellationToken cancellationToken);

    /// <summary>Adds a turn and tells the listeners.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellationToken">Ends the wait; the turn may have been added all the same.</param>
    /// <returns>Number of the turn's first activity, or of the one that had its key before; null when the conversation does not
    /// exist.</returns>
    /// <exception cref="ConversationStoreException">The store cannot be reached.</exception>
    ValueTask<long?> AppendAsync(string id, ConversationTurn turn, CancellationToken cancellationToken);

    /// <summary>Reads the activities after a number.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="after">The number; older activities than those that are kept are left out.</param>
    /// <param name="most">Most activities to read.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The activities; null when the conversation does not exist.</returns>
    /// <exception cref="ConversationStoreException">The store cannot be reached.</exception>
    ValueTask<ActivityPage?> ReadAsync(string id, long after, int most, CancellationToken cancellationToken);

    /// <summary>Tells listeners that a reply is being made; a signal that is lost harms nobody.</summary>
    /// <param name="id">The conversation.</param>
    void SignalTyping(string id);
}
