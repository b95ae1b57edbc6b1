using System.Net;
using FaqBot.Encoding.Remote;

namespace FaqBot.Encoding.Tests.Remote;

public sealed class RetryHintTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Retry-After", "7", 7_000)]
    [InlineData("Retry-After", "0", 0)]
    [InlineData("Retry-After", "1.5", 1_500)]
    [InlineData("retry-after-ms", "250", 250)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT", 30_000)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData("Retry-After", "Tue, 01 Mar 2050 12:00:00 GMT", 86_400_000)]
    [InlineData("Retry-After", "99999999999999999999", 86_400_000)]
    [InlineData("Retry-After", "-3", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Other", "7", null)]
    public void Hint_reads_every_form(string name, string value, int? milliseconds)
    {
        using HttpResponseMessage reply = new(HttpStatusCode.TooManyRequests);
        Assert.True(reply.Headers.TryAddWithoutValidation(name, value));
        Assert.Equal(milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null, RetryHint.Read(reply, Now).After);
    }

    [Fact]
    public void Hint_in_milliseconds_comes_first()
    {
        using HttpResponseMessage reply =
            new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "1" }, { "retry-after-ms", "120" } } };
        Assert.Equal(TimeSpan.FromMilliseconds(120), RetryHint.Read(reply, Now).After);
    }

    [Theory]
    [InlineData(400, null, false)]
    [InlineData(401, null, false)]
    [InlineData(403, null, false)]
    [InlineData(404, null, false)]
    [InlineData(408, null, true)]
    [InlineData(409, null, true)]
    [InlineData(422, null, false)]
    [InlineData(425, null, true)]
    [InlineData(429, null, true)]
    [InlineData(429, "false", false)]
    [InlineData(500, null, true)]
    [InlineData(503, null, true)]
    [InlineData(400, "true", true)]
    public void Hint_says_what_can_help(int status, string? said, bool expected)
    {
        using HttpResponseMessage reply = new((HttpStatusCode)status);
        if (said is not null)
        {
            reply.Headers.Add("x-should-retry", said);
        }

        Assert.Equal(expected, RetryHint.Read(reply, Now).IsWorthwhile);
    }
}
