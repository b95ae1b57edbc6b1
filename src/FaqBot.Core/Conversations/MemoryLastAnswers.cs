namespace FaqBot.Core.Conversations;

/// <summary>Keeps the last answers in this process, the latest conversations only.</summary>
internal sealed class MemoryLastAnswers(ConversationOptions options, TimeProvider time) : ILastAnswerStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byConversation = new(StringComparer.Ordinal);

    // The longest silent first.
    private readonly LinkedList<Kept> _bySilence = [];

    public ValueTask<string?> FindAsync(string conversation, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(
                _byConversation.TryGetValue(conversation, out LinkedListNode<Kept>? node) && node.Value.Until > time.GetUtcNow() ? node.Value.EntryId : null);
        }
    }

    public void Keep(string conversation, string entryId)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            if (_byConversation.Remove(conversation, out LinkedListNode<Kept>? former))
            {
                _bySilence.Remove(former);
            }

            _byConversation[conversation] = _bySilence.AddLast(new Kept(conversation, entryId, now + options.Lifetime));
            while (_bySilence.First is { } first && (_byConversation.Count > options.MaxConversations || first.Value.Until <= now))
            {
                _bySilence.RemoveFirst();
                _byConversation.Remove(first.Value.Conversation);
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed record Kept(string Conversation, string EntryId, DateTimeOffset Until);
}
