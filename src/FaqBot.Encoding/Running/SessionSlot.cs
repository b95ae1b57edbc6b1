using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Running;

/// <summary>Holds a session while texts come, and gives its memory up when none has come for a while.</summary>
/// <remarks>Thread-safe; dispose only after the last use has returned.</remarks>
internal sealed class SessionSlot : IDisposable
{
    private readonly Func<EncoderSession> _open;
    private readonly TimeSpan _unloadAfter;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ITimer? _timer;
    private EncoderSession? _session;
    private int _users;
    private long _lastUse;

    /// <summary>Holds a session that may be closed while nobody uses it.</summary>
    /// <param name="session">The session to begin with, or null to open it at the first use.</param>
    /// <param name="open">Opens it anew.</param>
    /// <param name="unloadAfter">How long it may be idle; zero for ever.</param>
    /// <param name="time">The clock.</param>
    public SessionSlot(EncoderSession? session, Func<EncoderSession> open, TimeSpan unloadAfter, TimeProvider time)
    {
        _session = session;
        _open = open;
        _unloadAfter = unloadAfter;
        _time = time;
        _lastUse = time.GetTimestamp();
        _timer = unloadAfter > TimeSpan.Zero ? time.CreateTimer(_ => UnloadIfIdle(), null, unloadAfter, Timeout.InfiniteTimeSpan) : null;
    }

    /// <summary>Whether the session is in memory.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_gate)
            {
                return _session is not null;
            }
        }
    }

    /// <summary>Uses the session; opens it where it is not in memory, which others wait for.</summary>
    /// <exception cref="ModelException">It cannot be opened.</exception>
    public void Use(Action<EncoderSession> work)
    {
        EncoderSession session;
        lock (_gate)
        {
            if (_session is null)
            {
                _session = _open();
                _timer?.Change(_unloadAfter, Timeout.InfiniteTimeSpan);
            }

            session = _session;
            _users++;
        }

        try
        {
            work(session);
        }
        finally
        {
            lock (_gate)
            {
                _users--;
                _lastUse = _time.GetTimestamp();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _session?.Dispose();
            _session = null;
        }
    }

    private void UnloadIfIdle()
    {
        lock (_gate)
        {
            if (_session is null)
            {
                return;
            }

            TimeSpan idle = _users > 0 ? TimeSpan.Zero : _time.GetElapsedTime(_lastUse);
            if (idle < _unloadAfter)
            {
                _timer!.Change(_unloadAfter - idle, Timeout.InfiniteTimeSpan);
                return;
            }

            _session.Dispose();
            _session = null;
            NativeHeap.Trim();
        }
    }
}
