namespace FaqBot.Channels.DirectLine;

/// <summary>Lets the messages of a conversation be answered one after the other, in the order of their arrival.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ConversationTurns
{
    private const int MostWaiting = 16;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>Waits for a turn.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <returns>The turn, which ends with its disposal.</returns>
    /// <exception cref="DirectLineException">Too many wait.</exception>
    public async ValueTask<IDisposable> EnterAsync(string conversation)
    {
        Gate gate;
        lock (_gates)
        {
            if (!_gates.TryGetValue(conversation, out gate!))
            {
                _gates[conversation] = gate = new Gate();
            }

            if (gate.Present > MostWaiting)
            {
                throw DirectLineException.TooMany("Too many messages of the conversation wait for their answers.", RetryAfter);
            }

            gate.Present++;
        }

        await gate.Turn.WaitAsync(CancellationToken.None);
        return new Turn(this, conversation, gate);
    }

    private void Leave(string conversation, Gate gate)
    {
        lock (_gates)
        {
            gate.Turn.Release();
            if (--gate.Present == 0)
            {
                _gates.Remove(conversation);
            }
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Present { get; set; }
    }

    private sealed class Turn(ConversationTurns turns, string conversation, Gate gate) : IDisposable
    {
        public void Dispose() => turns.Leave(conversation, gate);
    }
}
