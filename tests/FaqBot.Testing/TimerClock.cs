namespace FaqBot.Testing;

/// <summary>A clock with timers that only a test moves.</summary>
public sealed class TimerClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Func<TimeSpan, bool> Wanted, TaskCompletionSource<TimeSpan> Found)> _waiting = [];
    private TimeSpan _now = TimeSpan.FromDays(1);

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + _now - TimeSpan.FromDays(1);

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        ManualTimer[] due;
        lock (_lock)
        {
            _now += span;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(due.Contains);
        }

        foreach (ManualTimer timer in due)
        {
            timer.Fire();
        }
    }

    /// <summary>Waits until somebody waits for a span that is none of those given.</summary>
    public Task<TimeSpan> DelayAsync(params TimeSpan[] but) => TimerAsync(span => !but.Contains(span));

    /// <summary>Waits until somebody waits for a span.</summary>
    public Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> wanted)
    {
        lock (_lock)
        {
            if (_timers.FirstOrDefault(timer => wanted(timer.Span)) is { } timer)
            {
                return Task.FromResult(timer.Span);
            }

            TaskCompletionSource<TimeSpan> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private sealed class ManualTimer(TimerClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Span { get; private set; }

        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    (Span, Due) = (dueTime, clock._now + dueTime);
                    clock._timers.Add(this);
                    foreach ((Func<TimeSpan, bool> Wanted, TaskCompletionSource<TimeSpan> Found) waiting in clock._waiting.Where(waiting =>
                        waiting.Wanted(dueTime)).ToArray())
                    {
                        clock._waiting.Remove(waiting);
                        waiting.Found.SetResult(dueTime);
                    }
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
