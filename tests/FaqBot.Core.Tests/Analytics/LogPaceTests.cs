using FaqBot.Core.Analytics.Logging;

namespace FaqBot.Core.Tests.Analytics;

public sealed class LogPaceTests
{
    private readonly TimerClock _time = new();
    private readonly LogPace _pace;

    public LogPaceTests() => _pace = new LogPace(_time);

    [Theory]
    [InlineData(10, 90)]
    [InlineData(27, 243)]
    [InlineData(28, 250)]
    [InlineData(10_000, 250)]
    public async Task Rest_is_nine_times_the_writing_and_not_for_ever(int wrote, int expected)
    {
        long begun = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(wrote));
        Task rest = _pace.RestAsync(begun, TestContext.Current.CancellationToken);
        TimeSpan asked = await _time.DelayAsync();
        Assert.Equal(expected, asked.TotalMilliseconds);
        Assert.False(rest.IsCompleted);
        _time.Advance(asked);
        await rest;
    }

    [Fact]
    public async Task Rest_while_somebody_waits_is_none()
    {
        long begun = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        _pace.Hurry();
        await _pace.RestAsync(begun, TestContext.Current.CancellationToken);
        _pace.EndHurry();
        Task rest = _pace.RestAsync(begun, TestContext.Current.CancellationToken);
        Assert.Equal(90, (await _time.DelayAsync()).TotalMilliseconds);
        _time.Advance(TimeSpan.FromSeconds(1));
        await rest;
    }

    [Fact]
    public async Task Rest_ends_with_the_service()
    {
        using CancellationTokenSource stop = new();
        long begun = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Task rest = _pace.RestAsync(begun, stop.Token);
        await stop.CancelAsync();
        await rest;
    }
}
