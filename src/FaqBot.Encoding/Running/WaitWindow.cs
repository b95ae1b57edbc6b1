using System.Diagnostics;

namespace FaqBot.Encoding.Running;

/// <summary>The least wait lately, by which a queue that stands is told from one that a burst has filled for a moment.</summary>
/// <remarks>
/// The idea of CoDel (K. Nichols, V. Jacobson, Controlling Queue Delay, 2012): a burst drains within the interval, so that somebody in it
/// waited little; where even the least wait is long, more comes than can be done. Not thread-safe.
/// </remarks>
internal sealed class WaitWindow
{
    /// <summary>How long a burst may take to drain.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _begun;
    private TimeSpan? _before, _current;

    /// <summary>Notes the wait of a text whose turn has come.</summary>
    public void Add(TimeSpan wait, long now)
    {
        Turn(now);
        _current = _current < wait ? _current : wait;
    }

    /// <summary>The least wait of the last interval and the present one; null when nothing's turn came.</summary>
    public TimeSpan? Least(long now)
    {
        Turn(now);
        return _current is null || _before < _current ? _before : _current;
    }

    private void Turn(long now)
    {
        TimeSpan open = Stopwatch.GetElapsedTime(_begun, now);
        if (open >= Interval)
        {
            _before = open < 2 * Interval ? _current : null;
            _current = null;
            _begun = now;
        }
    }
}
