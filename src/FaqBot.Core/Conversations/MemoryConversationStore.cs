using System.Collections.Concurrent;

namespace FaqBot.Core.Conversations;

/// <summary>Keeps conversations in the memory of this process.</summary>
public sealed class MemoryConversationStore : IConversationStore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, MemoryConversation> _conversations = new(StringComparer.Ordinal);
    private readonly ConversationLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeping;

    /// <summary>Makes an empty store.</summary>
    /// <param name="limits">How much is kept.</param>
    /// <param name="time">Measures how long conversations are not used.</param>
    public MemoryConversationStore(ConversationLimits limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(time);
        _limits = limits;
        _time = time;
        _sweeping = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <inheritdoc />
    public string Kind => "memory";

    /// <inheritdoc />
    public ConversationSignals Signals { get; } = new();

    /// <inheritdoc />
    public TimeSpan? LookInterval => null;

    /// <inheritdoc />
    public ValueTask<bool> StartAsync(string id, long last, CancellationToken cancellationToken)
    {
        if (Find(id) is not null)
        {
            return ValueTask.FromResult(false);
        }

        if (_conversations.Count >= _limits.MaxConversations)
        {
            Sweep();
            if (_conversations.Count >= _limits.MaxConversations)
            {
                throw new ConversationStoreException($"There are {_limits.MaxConversations} conversations, which is the most.");
            }
        }

        return ValueTask.FromResult(_conversations.TryAdd(id, new MemoryConversation(_limits, last, _time.GetTimestamp())));
    }

    /// <inheritdoc />
    public ValueTask<ConversationState?> FindAsync(string id, string? key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Find(id)?.State(key));

    /// <inheritdoc />
    public ValueTask<long?> AppendAsync(string id, ConversationTurn turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        long? number = Find(id)?.Append(turn);
        Signals.Raise(id);
        return ValueTask.FromResult(number);
    }

    /// <inheritdoc />
    public ValueTask<ActivityPage?> ReadAsync(string id, long after, int most, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Find(id)?.Read(after, most));

    /// <inheritdoc />
    public void SignalTyping(string id) => Signals.Raise(id, typing: true);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _sweeping.DisposeAsync();

    private MemoryConversation? Find(string id)
    {
        if (!_conversations.TryGetValue(id, out MemoryConversation? conversation) || IsExpired(conversation))
        {
            return null;
        }

        conversation.LastUse = _time.GetTimestamp();
        return conversation;
    }

    private bool IsExpired(MemoryConversation conversation) => _time.GetElapsedTime(conversation.LastUse) > _limits.Lifetime;

    private void Sweep()
    {
        foreach (KeyValuePair<string, MemoryConversation> pair in _conversations)
        {
            if (IsExpired(pair.Value))
            {
                _conversations.TryRemove(pair);
            }
        }
    }
}
