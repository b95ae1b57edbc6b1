using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace FaqBot.Core.Conversations;

/// <summary>Passes on what happens in conversations to those of this process who listen.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ConversationSignals
{
    private readonly ConcurrentDictionary<string, ImmutableArray<ConversationListener>> _listeners = new(StringComparer.Ordinal);

    /// <summary>Starts to listen.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="most">Most listeners of one conversation.</param>
    /// <returns>The listener, until it is disposed of; null when there are as many already.</returns>
    public ConversationListener? TryListen(string conversation, int most)
    {
        ConversationListener listener = new(this, conversation);
        ImmutableArray<ConversationListener> all = _listeners.AddOrUpdate(
            conversation, _ => [listener], (_, present) => present.Length < most ? present.Add(listener) : present);
        return all.Contains(listener) ? listener : null;
    }

    /// <summary>Signals that a conversation has new activities, or that a reply is being made.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="typing">Whether it is only about a reply being made.</param>
    public void Raise(string conversation, bool typing = false)
    {
        if (_listeners.TryGetValue(conversation, out ImmutableArray<ConversationListener> listeners))
        {
            foreach (ConversationListener listener in listeners)
            {
                listener.Signal(typing);
            }
        }
    }

    internal void Remove(ConversationListener listener)
    {
        while (_listeners.TryGetValue(listener.Conversation, out ImmutableArray<ConversationListener> present))
        {
            ImmutableArray<ConversationListener> rest = present.Remove(listener);
            bool removed = rest.IsEmpty
                ? _listeners.TryRemove(new(listener.Conversation, present))
                : _listeners.TryUpdate(listener.Conversation, rest, present);
            if (removed)
            {
                return;
            }
        }
    }
}
