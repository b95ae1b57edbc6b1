namespace FaqBot.Encoding.Tests.Library;

/// <summary>A clock on which waits are over at once, and that remembers how long they would have been.</summary>
internal sealed class WaitlessTimeProvider : TimeProvider
{
    /// <summary>A time-out of this length does not pass.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Never || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Waits.Add(dueTime);
        _now += dueTime;
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
