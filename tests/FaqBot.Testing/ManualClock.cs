namespace FaqBot.Testing;

/// <summary>A clock that only a test moves; the time of day and the measured time can be moved apart.</summary>
public sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private long _measured;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _measured;

    public void Advance(TimeSpan time)
    {
        _now += time;
        _measured += time.Ticks;
    }

    /// <summary>Somebody sets the clock of the machine.</summary>
    public void Set(TimeSpan by) => _now += by;
}
