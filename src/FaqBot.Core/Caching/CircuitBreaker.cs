namespace FaqBot.Caching;

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
    private DateTimeOffset? _openUntil;
    private bool _probing;

    /// <summary>Makes a closed breaker.</summary>
    /// <param name="failuresToOpen">Failures in a row that start a break.</param>
    /// <param name="firstBreak">How long it lasts at first.</param>
    /// <param name="time">The clock.</param>
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
                return _openUntil is not null;
            }
        }
    }

    /// <summary>Asks to call the server.</summary>
    /// <returns>False while it is left alone, and while another call tries it again.</returns>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_openUntil is null)
            {
                return true;
            }

            if (_probing || _time.GetUtcNow() < _openUntil)
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
            bool ended = _openUntil is not null;
            _failures = 0;
            _break = _firstBreak;
            _openUntil = null;
            _probing = false;
            return ended;
        }
    }

    /// <summary>Reports a failure.</summary>
    /// <returns>Whether it started a first break.</returns>
    public bool Failed()
    {
        lock (_lock)
        {
            if (_openUntil is not null)
            {
                // A late failure of a call that entered before the break says nothing new.
                if (_probing)
                {
                    _break = TimeSpan.FromTicks(Math.Min(LongestBreak.Ticks, _break.Ticks * 2));
                    _openUntil = _time.GetUtcNow() + _break;
                    _probing = false;
                }

                return false;
            }

            if (++_failures < _failuresToOpen)
            {
                return false;
            }

            _openUntil = _time.GetUtcNow() + _break;
            return true;
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
