namespace FaqBot.Core.Conversations;

/// <summary>A conversation in memory.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class MemoryConversation(ConversationLimits limits, long last, long now)
{
    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _activities = [];

    // Keys of the latest turns, the oldest first.
    private readonly Queue<(string Key, long Number)> _keys = [];
    private long _last = last;
    private long _bytes;
    private long _lastUse = now;

    /// <summary>When it was used, as a time stamp.</summary>
    public long LastUse
    {
        get => Volatile.Read(ref _lastUse);
        set => Volatile.Write(ref _lastUse, value);
    }

    public ConversationState State(string? key)
    {
        lock (_lock)
        {
            return new ConversationState(_last, NumberOf(key));
        }
    }

    public long Append(ConversationTurn turn)
    {
        lock (_lock)
        {
            if (NumberOf(turn.Key) is { } seen)
            {
                return seen;
            }

            long first = _last + 1;
            foreach (byte[] activity in turn.Activities)
            {
                _activities.Enqueue(activity);
                _bytes += activity.Length;
                _last++;
            }

            while (_activities.Count > turn.Activities.Count && (_activities.Count > limits.MaxActivities || _bytes > limits.MaxBytes))
            {
                _bytes -= _activities.Dequeue().Length;
            }

            Remember(turn, first);
            return first;
        }
    }

    public ActivityPage Read(long after, int most)
    {
        lock (_lock)
        {
            int passed = (int)Math.Clamp(after - (_last - _activities.Count), 0, _activities.Count);
            return new ActivityPage(_last - _activities.Count + passed + 1, [.. _activities.Skip(passed).Take(most)], _last);
        }
    }

    private long? NumberOf(string? key)
    {
        foreach ((string known, long number) in _keys)
        {
            if (known == key)
            {
                return number;
            }
        }

        return null;
    }

    private void Remember(ConversationTurn turn, long number)
    {
        if (turn.Key is not null)
        {
            _keys.Enqueue((turn.Key, number));
            if (_keys.Count > limits.MaxActivities)
            {
                _keys.Dequeue();
            }
        }
    }
}
