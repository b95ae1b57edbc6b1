using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class RetryTests
{
    [Theory]
    [InlineData(429, "7", 7.0)]
    [InlineData(503, "Sun, 01 Mar 2026 12:00:40 GMT", 40.0)]
    [InlineData(503, null, 0.5)]
    [InlineData(500, null, 0.5)]
    [InlineData(408, null, 0.5)]
    public async Task Server_that_asks_to_wait_is_obeyed(int status, string? retryAfter, double seconds)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Hub.Instead.Enqueue(context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return LocalHub.RefuseAsync(context, status, null);
        });
        Assert.True((await pulling.PullAsync()).Changed);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], pulling.Time.Waits);
    }

    [Fact]
    public async Task Store_that_asks_to_wait_is_obeyed_and_said()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Store.Instead.Enqueue(context =>
        {
            context.Response.Headers.RetryAfter = "90";
            return LocalHub.RefuseAsync(context, 429, null);
        });
        await pulling.PullAsync();
        Assert.Equal([TimeSpan.FromSeconds(90)], pulling.Time.Waits);
        Assert.Equal(
            $"{pulling.Hub.Store.Address.GetLeftPart(UriPartial.Authority)} answered 429. Goes on in 90 s.",
            Assert.Single(pulling.Progress, progress => progress.Note is not null).Note);
    }

    [Fact]
    public async Task Wait_of_more_than_the_longest_is_not_waited()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Hub.Instead.Enqueue(context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return LocalHub.RefuseAsync(context, 429, null);
        });
        Assert.EndsWith(
            "answered 429. The server asks to wait 3600 s; run the command again then, it goes on where it was.",
            await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
        Assert.Empty(pulling.Time.Waits);
    }

    [Fact]
    public async Task Server_that_stays_out_of_order_is_given_up()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        for (int i = 0; i < 6; i++)
        {
            pulling.Hub.Hub.Instead.Enqueue(context => LocalHub.RefuseAsync(context, 502, null));
        }

        Assert.Contains("answered 502. 6 attempts failed", await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
        Assert.Equal([0.5, 1, 2, 4, 8], pulling.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Hub_that_is_not_there_is_named()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        await pulling.Hub.DisposeAsync();
        string message = await pulling.RefusedAsync<HubException>();
        Assert.StartsWith($"{pulling.Options.Endpoint.GetLeftPart(UriPartial.Authority)} cannot be reached (Connection refused", message,
            StringComparison.Ordinal);
    }
}
