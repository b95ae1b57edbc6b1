using FaqBot.Encoding.Remote;
using FaqBot.Encoding.Running;
using Microsoft.Extensions.Logging;

namespace FaqBot.Encoding.Tests.Remote;

/// <summary>When a request is sent again, and when the service is left alone.</summary>
public sealed class RemoteRetryTests : RemoteEncoderTest
{
    [Theory]
    [InlineData("Retry-After", "3", 3_000)]
    [InlineData("retry-after-ms", "1250", 1_250)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 12:00:09 GMT", 9_000)]
    public async Task Retry_after_429_waits_as_long_as_told(string header, string value, int milliseconds)
    {
        TimeSpan told = TimeSpan.FromMilliseconds(milliseconds);
        Server.Instead.Enqueue(EmbeddingServer.Status(429, "", (header, value)));
        Task<float[]> vector = Encoder().EncodeAsync("a", Stop).AsTask();
        Assert.Equal(told, await Clock.DelayAsync(Options.Timeout));
        Clock.Advance(told - TimeSpan.FromTicks(1));
        Assert.Single(Server.Requests);
        Assert.False(vector.IsCompleted);
        Clock.Advance(TimeSpan.FromTicks(1));
        AssertVector(UnitVectorOf("a"), await vector);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Retry_later_than_allowed_is_left_to_the_caller()
    {
        Server.Instead.Enqueue(EmbeddingServer.Status(429, "", ("Retry-After", "60")));
        EncoderUnavailableException exception = await FailAsync(Encoder());
        Assert.Equal(TimeSpan.FromSeconds(60), exception.RetryAfter);
        Assert.Contains("was asked too often or the quota is spent", exception.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Retry_follows_what_may_pass(int status)
    {
        Server.Instead.Enqueue(EmbeddingServer.Status(status));
        Task<float[]> vector = Encoder().EncodeAsync("a", Stop).AsTask();
        Clock.Advance(await Clock.DelayAsync(Options.Timeout));
        AssertVector(UnitVectorOf("a"), await vector);
    }

    [Fact]
    public async Task Retry_follows_a_cut_connection()
    {
        Server.Instead.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Task<float[]> vector = Encoder().EncodeAsync("a", Stop).AsTask();
        Clock.Advance(await Clock.DelayAsync(Options.Timeout));
        AssertVector(UnitVectorOf("a"), await vector);
    }

    [Fact]
    public async Task Retry_follows_a_timeout()
    {
        Server.Instead.Enqueue(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        Task<float[]> vector = Encoder().EncodeAsync("a", Stop).AsTask();
        await Server.WaitForAsync(1);
        Clock.Advance(Options.Timeout);
        Clock.Advance(await Clock.DelayAsync(Options.Timeout));
        AssertVector(UnitVectorOf("a"), await vector);
    }

    [Fact]
    public async Task Timeout_of_the_last_attempt_is_told()
    {
        Options.Attempts = 1;
        Server.Always = Server.HeldAsync;
        Task<EncoderUnavailableException> failure = FailAsync(Encoder());
        await Server.WaitForAsync(1);
        Clock.Advance(Options.Timeout);
        Assert.Contains("did not answer within 00:00:10; if it is only slow, raise Timeout or lower BatchTexts", (await failure).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_delays_double_with_jitter_up_to_the_limit()
    {
        Options.Attempts = 8;
        Options.BreakAfter = 100;
        Options.MaxRetryDelay = TimeSpan.FromSeconds(4);
        Server.Always = (context, _) => EmbeddingServer.Status(500)(context);
        Task<EncoderUnavailableException> failure = FailAsync(Encoder());
        List<TimeSpan> delays = [];
        foreach (double most in new[] { 0.5, 1, 2, 4, 4, 4, 4 })
        {
            TimeSpan delay = await Clock.DelayAsync(Options.Timeout);
            Assert.InRange(delay, TimeSpan.FromSeconds(most / 2), TimeSpan.FromSeconds(most));
            delays.Add(delay);
            Clock.Advance(delay);
        }

        await failure;
        Assert.Equal(8, Server.Requests.Count);
        Assert.Equal(7, delays.Distinct().Count());
    }

    [Fact]
    public async Task Breaker_opens_answers_at_once_and_recovers()
    {
        (Options.Attempts, Options.BreakAfter) = (1, 3);
        Server.Always = (context, _) => EmbeddingServer.Status(500)(context);
        RemoteEncoder encoder = Encoder();
        Assert.Equal(TimeSpan.FromSeconds(1), (await FailAsync(encoder)).RetryAfter);
        await FailAsync(encoder);
        Assert.Equal(TimeSpan.FromSeconds(2), (await FailAsync(encoder)).RetryAfter);
        Clock.Advance(TimeSpan.FromMilliseconds(500));
        EncoderUnavailableException open = await FailAsync(encoder);
        Assert.Contains("is left alone for a while", open.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1.5), open.RetryAfter);
        Assert.Equal(3, Server.Requests.Count);

        Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(TimeSpan.FromSeconds(4), (await FailAsync(encoder)).RetryAfter);
        Assert.Equal(4, Server.Requests.Count);

        Server.Always = null;
        Clock.Advance(TimeSpan.FromSeconds(4));
        AssertVector(UnitVectorOf("a"), await encoder.EncodeAsync("a", Stop));
        Assert.Equal([LogLevel.Warning, LogLevel.Information], Log.Lines.Select(line => line.Level));
    }

    [Fact]
    public async Task Breaker_after_a_break_one_request_of_many_tries_the_service()
    {
        (Options.Attempts, Options.BreakAfter, Options.BatchTexts) = (1, 1, 1);
        Server.Instead.Enqueue(EmbeddingServer.Status(500));
        RemoteEncoder encoder = Encoder();
        await FailAsync(encoder);
        Assert.True(encoder.IsFailing);
        Clock.Advance(Options.BreakDuration);
        string[] texts = ["a", "b", "c", "d", "e"];
        AssertVector([.. texts.SelectMany(text => UnitVectorOf(text))], await encoder.EncodeAsync(texts, null, Stop));
        Assert.False(encoder.IsFailing);
    }

    [Fact]
    public async Task Deadline_ends_the_wait_of_one_who_asks_and_waits()
    {
        Server.Always = Server.HeldAsync;
        EncoderDeadline encoder = new(Encoder(), TimeSpan.FromSeconds(2), Clock);
        Task<float[]> one = encoder.EncodeAsync("a", Stop).AsTask(), many = encoder.EncodeAsync(["b", "c"], null, Stop);
        await Server.WaitForAsync(2);
        Clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(one.IsCompleted || many.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        foreach (Task<float[]> wait in new[] { one, many })
        {
            EncoderUnavailableException late = await Assert.ThrowsAsync<EncoderUnavailableException>(() => wait);
            Assert.Contains("gave no vectors of 'text-embedding-3-large' within 00:00:02", late.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Breaker_ends_the_attempts()
    {
        (Options.Attempts, Options.BreakAfter) = (5, 2);
        Server.Always = (context, _) => EmbeddingServer.Status(500)(context);
        Task<EncoderUnavailableException> failure = FailAsync(Encoder());
        Clock.Advance(await Clock.DelayAsync(Options.Timeout));
        TimeSpan second = await Clock.DelayAsync(Options.Timeout);
        Assert.True(second < Options.BreakDuration);
        Clock.Advance(second);
        Assert.Contains("(status 500)", (await failure).Message, StringComparison.Ordinal);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Breaker_stays_closed_for_texts_that_are_refused()
    {
        Options.BreakAfter = 1;
        Server.Instead.Enqueue(EmbeddingServer.Status(400));
        RemoteEncoder encoder = Encoder();
        await FailAsync(encoder);
        AssertVector(UnitVectorOf("a"), await encoder.EncodeAsync("a", Stop));
    }

    [Fact]
    public async Task Cancellation_ends_a_delay()
    {
        Server.Instead.Enqueue(EmbeddingServer.Status(429, "", ("Retry-After", "3")));
        using CancellationTokenSource gone = new();
        Task<float[]> vector = Encoder().EncodeAsync("a", gone.Token).AsTask();
        await Clock.DelayAsync(Options.Timeout);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vector);
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Single(Server.Requests);
    }

    private Task<EncoderUnavailableException> FailAsync(RemoteEncoder encoder) =>
        Assert.ThrowsAsync<EncoderUnavailableException>(() => encoder.EncodeAsync("a", Stop).AsTask());
}
