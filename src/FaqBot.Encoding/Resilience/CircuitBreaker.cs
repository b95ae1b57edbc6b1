namespace FaqBot.Encoding.Resilience;

/// <summary>What a failure came to.</summary>
internal enum BreakChange
{
    /// <summary>No more than a failure.</summary>
    None,

    /// <summary>It was one too many in a row: a first break starts.</summary>
    Opened,

    /// <summary>The try after a break failed: a longer one starts.</summary>
    Prolonged,
}

/// <summary>Leaves a failing server alone for a while, then lets one call try it again.</summary>
/// <remarks>Thread-safe. Whoever enters must report with exactly one of the other methods.</remarks>
internal sealed class CircuitBreaker
{
    /// <summary>The longest break.</summary>
    public static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(30);

    private readonly int _failuresToOpen;
    private readonly TimeSpan _firstBreak;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private int _failures;
    private TimeSpan _break;
    private long? _openedAt;
    private bool _probing;

    /// <summary>Makes a closed breaker.</summary>
    /// <param name="failuresToOpen">Failures in a row that start a break.</param>
    /// <param name="firstBreak">How long it lasts at first.</param>
    /// <param name="time">Measures the breaks; setting the clock of the machine does not change them.</param>
    public CircuitBreaker(int failuresToOpen, TimeSpan firstBreak, TimeProvider time)
    {
        _failuresToOpen = failuresToOpen;
        _firstBreak = firstBreak;
        _break = firstBreak;
        _time = time;
    }

    /// <summary>Whether calls are being held back.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _openedAt is not null;
            }
        }
    }

    /// <summary>How long calls are still held back; zero when they are not, and while a call tries the server again.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            lock (_lock)
            {
                TimeSpan left = _openedAt is { } openedAt ? _break - _time.GetElapsedTime(openedAt) : TimeSpan.Zero;
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Asks to call the server.</summary>
    /// <returns>False while it is left alone, and while another call tries it again.</returns>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_openedAt is not { } openedAt)
            {
                return true;
            }

            if (_probing || _time.GetElapsedTime(openedAt) < _break)
            {
                return false;
            }

            return _probing = true;
        }
    }

    /// <summary>Reports a success.</summary>
    /// <returns>Whether it ended a break.</returns>
    public bool Succeeded()
    {
        lock (_lock)
        {
            bool ended = _openedAt is not null;
            _failures = 0;
            _break = _firstBreak;
            _openedAt = null;
            _probing = false;
            return ended;
        }
    }

    /// <summary>Reports a failure.</summary>
    /// <returns>Whether it started or prolonged a break.</returns>
    public BreakChange Failed()
    {
        lock (_lock)
        {
            if (_openedAt is null)
            {
                if (++_failures < _failuresToOpen)
                {
                    return BreakChange.None;
                }

                _openedAt = _time.GetTimestamp();
                return BreakChange.Opened;
            }

            // A late failure of a call that entered before the break says nothing new.
            if (!_probing)
            {
                return BreakChange.None;
            }

            _break = TimeSpan.FromTicks(Math.Min(LongestBreak.Ticks, _break.Ticks * 2));
            _openedAt = _time.GetTimestamp();
            _probing = false;
            return BreakChange.Prolonged;
        }
    }

    /// <summary>Reports that the caller went away before the server answered.</summary>
    public void Abandoned()
    {
        lock (_lock)
        {
            _probing = false;
        }
    }
}
