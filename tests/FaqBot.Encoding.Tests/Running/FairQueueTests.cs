using System.Diagnostics;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

public sealed class FairQueueTests
{
    private static readonly TextShare Shop = Share("shop"), Bank = Share("bank");

    private readonly FairQueue _queue = new();
    private long _now = Stopwatch.GetTimestamp();

    [Fact]
    public void Texts_of_a_share_stay_in_the_order_of_their_arrival()
    {
        WaitingText[] added = [.. Enumerable.Range(1, 50).Select(length => Add(Shop, length % 7 + 1))];
        Assert.Equal(added, Enumerable.Range(0, 50).Select(_ => Take()));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Share_with_nothing_waiting_is_due_at_once_however_much_others_have()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Add(Shop);
        }

        for (int i = 0; i < 100; i++)
        {
            Take();
        }

        WaitingText late = Add(Bank);
        Assert.Contains(late, new[] { Take(), Take() });
    }

    [Theory]
    [InlineData(16, 16, 50)]
    [InlineData(16, 4, 80)]
    [InlineData(16, 1, 94)]
    public void Shares_that_all_wait_get_parts_by_their_weights(int first, int second, int ofFirst)
    {
        TextShare one = Shop with { Weight = first }, other = Bank with { Weight = second };
        for (int i = 0; i < 200; i++)
        {
            Add(one);
            Add(other);
        }

        int taken = Enumerable.Range(0, 100).Count(_ => Take().Share == one);
        Assert.InRange(taken, ofFirst - 1, ofFirst + 1);
    }

    [Fact]
    public void Long_texts_count_for_as_much_as_they_take()
    {
        for (int i = 0; i < 100; i++)
        {
            Add(Shop, 40);
            Add(Bank, 10);
        }

        Assert.InRange(Enumerable.Range(0, 100).Count(_ => Take().Share == Bank), 78, 82);
    }

    [Fact]
    public void Text_whose_caller_has_gone_is_not_taken()
    {
        WaitingText[] added = [.. Enumerable.Range(0, 10).Select(_ => Add(Shop))];
        foreach (WaitingText gone in added[..5])
        {
            _queue.Remove(gone);
            _queue.Remove(gone);
        }

        Assert.Equal(5, _queue.Count);
        Assert.Equal(added[5..], _queue.All());
        Assert.Equal(added[5..], Enumerable.Range(0, 5).Select(_ => Take()));

        // The last one to go leaves nothing behind either.
        _queue.Remove(Add(Bank));
        Assert.Same(Add(Shop), _queue.First());
    }

    [Fact]
    public void Thousands_of_shares_that_came_and_went_are_forgotten()
    {
        Add(Bank with { Weight = 1 }, 1_000_000);
        for (int i = 0; i < 5_000; i++)
        {
            Add(Share($"{i}"));
            Take();
        }

        Assert.InRange(_queue.Shares, 1, 2_000);
    }

    [Fact]
    public void Share_whose_own_texts_wait_too_long_is_refused_and_others_are_not()
    {
        Add(Shop);
        Pass(99);
        Assert.False(_queue.IsTooSlow(Shop, _now));
        Pass(2);
        Assert.True(_queue.IsTooSlow(Shop, _now));
        Assert.False(_queue.IsTooSlow(Bank, _now));
        Assert.False(_queue.IsTooSlow(Shop with { Patience = null, CommonPatience = null }, _now));
        Take();
        Assert.False(_queue.IsTooSlow(Shop, _now));
    }

    [Fact]
    public void Everybody_is_refused_when_even_the_least_wait_is_too_long()
    {
        for (int i = 0; i < 40; i++)
        {
            Add(Share($"{i}"));
        }

        // Ten milliseconds a text, when all waited for two hundred before.
        Pass(200);
        for (int i = 0; i < 20; i++)
        {
            Take();
            Pass(10);
        }

        Assert.True(_queue.LeastWait(_now) > TimeSpan.FromMilliseconds(200));
        Assert.True(_queue.IsTooSlow(Share("new"), _now));
        Assert.False(_queue.IsTooSlow(Share("new") with { CommonPatience = TimeSpan.FromSeconds(1) }, _now));
    }

    [Fact]
    public void Burst_that_drains_is_no_overload_and_an_idle_queue_is_none()
    {
        Assert.Equal(TimeSpan.Zero, _queue.LeastWait(_now));
        for (int i = 0; i < 60; i++)
        {
            Add(Shop);
        }

        for (int i = 0; i < 60; i++)
        {
            Take();
            Pass(1);
        }

        // The first of the burst did not wait at all.
        Assert.Equal(TimeSpan.Zero, _queue.LeastWait(_now));
        Pass(1_000);
        Assert.Equal(TimeSpan.Zero, _queue.LeastWait(_now));
    }

    [Fact]
    public void Queue_of_which_nothing_is_taken_waits_as_long_as_its_oldest_text()
    {
        Add(Shop);
        Pass(700);
        Add(Bank);
        Assert.Equal(TimeSpan.FromMilliseconds(700), _queue.LeastWait(_now));
    }

    private static TextShare Share(string owner) =>
        new("ask", owner, 16, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));

    private WaitingText Add(TextShare share, int tokens = 10)
    {
        WaitingText text = new(new int[tokens], withStates: false, share, _now);
        _queue.Add(text);
        return text;
    }

    private WaitingText Take() => _queue.Take(_now);

    private void Pass(int milliseconds) => _now += milliseconds * Stopwatch.Frequency / 1_000;
}
