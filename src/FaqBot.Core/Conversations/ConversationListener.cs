namespace FaqBot.Core.Conversations;

/// <summary>Waits for what happens in one conversation. Whatever happens while nobody waits makes one signal.</summary>
/// <remarks>One waits, many signal.</remarks>
public sealed class ConversationListener : IDisposable
{
    private readonly ConversationSignals _signals;
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private bool _signalled;
    private bool _typing;

    internal ConversationListener(ConversationSignals signals, string conversation)
    {
        _signals = signals;
        Conversation = conversation;
    }

    /// <summary>The conversation.</summary>
    public string Conversation { get; }

    /// <summary>Waits for the next signal.</summary>
    /// <returns>Completes when there is one, at once when there was one since the last wait; until then each call gives the same
    /// task.</returns>
    public Task WaitAsync()
    {
        lock (_lock)
        {
            if (_signalled)
            {
                _signalled = false;
                return Task.CompletedTask;
            }

            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    /// <summary>Whether a reply has begun to be made since the last look.</summary>
    /// <returns>True once for each signal of typing.</returns>
    public bool TakeTyping()
    {
        lock (_lock)
        {
            bool typing = _typing;
            _typing = false;
            return typing;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _signals.Remove(this);

    internal void Signal(bool typing)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _typing |= typing;
            waiting = _waiting;
            _waiting = null;
            _signalled = waiting is null;
        }

        waiting?.TrySetResult();
    }
}
