using FaqBot.Encoding.Resilience;

namespace FaqBot.Encoding.Tests.Resilience;

public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);

    private readonly ManualClock _time = new();

    [Fact]
    public void Breaker_opens_after_the_failures_in_a_row()
    {
        CircuitBreaker breaker = new(3, Break, _time);
        Assert.Equal(BreakChange.None, breaker.Failed());
        Assert.Equal(BreakChange.None, breaker.Failed());
        breaker.Succeeded();
        Assert.Equal(BreakChange.None, breaker.Failed());
        Assert.Equal(BreakChange.None, breaker.Failed());
        Assert.True(breaker.TryEnter());
        Assert.Equal(BreakChange.Opened, breaker.Failed());
        Assert.False(breaker.TryEnter());
        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public void Breaker_lets_one_probe_in_after_the_break()
    {
        CircuitBreaker breaker = Opened();
        _time.Advance(Break - TimeSpan.FromTicks(1));
        Assert.False(breaker.TryEnter());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(breaker.TryEnter());
        Assert.False(breaker.TryEnter());
        Assert.True(breaker.Succeeded());
        Assert.True(breaker.TryEnter());
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Breaker_doubles_the_break_up_to_its_limit()
    {
        CircuitBreaker breaker = Opened();
        foreach (int seconds in new[] { 2, 4, 8, 16, 30, 30 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.False(breaker.TryEnter());
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.True(breaker.TryEnter());
            Assert.Equal(BreakChange.Prolonged, breaker.Failed());
        }

        breaker.Succeeded();
        Assert.Equal(BreakChange.Opened, breaker.Failed());
        _time.Advance(Break);
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Breaker_tells_how_long_the_break_still_lasts()
    {
        CircuitBreaker breaker = Opened();
        Assert.Equal(Break, breaker.TimeLeft);
        _time.Advance(Break / 4);
        Assert.Equal(Break * 3 / 4, breaker.TimeLeft);
        _time.Advance(Break);
        Assert.Equal(TimeSpan.Zero, breaker.TimeLeft);
        breaker.Succeeded();
        Assert.Equal(TimeSpan.Zero, breaker.TimeLeft);
    }

    [Fact]
    public void Breaker_abandoned_probe_is_tried_again()
    {
        CircuitBreaker breaker = Opened();
        _time.Advance(Break);
        Assert.True(breaker.TryEnter());
        breaker.Abandoned();
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Breaker_late_failures_do_not_prolong_the_break()
    {
        CircuitBreaker breaker = Opened();
        Assert.Equal(BreakChange.None, breaker.Failed());
        Assert.Equal(BreakChange.None, breaker.Failed());
        _time.Advance(Break);
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Breaker_setting_the_clock_does_not_change_the_break()
    {
        CircuitBreaker breaker = Opened();
        _time.Set(TimeSpan.FromHours(1));
        Assert.False(breaker.TryEnter());
        _time.Set(TimeSpan.FromHours(-2));
        _time.Advance(Break);
        Assert.True(breaker.TryEnter());
    }

    private CircuitBreaker Opened()
    {
        CircuitBreaker breaker = new(1, Break, _time);
        Assert.Equal(BreakChange.Opened, breaker.Failed());
        return breaker;
    }
}
