using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

public sealed class ResumeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_connection_goes_on_where_it_was()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Cuts.Enqueue(120_000);
        pulling.Hub.Cuts.Enqueue(250_000);
        await pulling.PullAsync();
        Assert.Equal([(null, null), ("bytes=120000-", "\"edition-1\""), ("bytes=250000-", "\"edition-1\"")], Ranges(pulling));
        await AssertWholeAsync(pulling);

        // Each attempt gained something: the wait does not grow.
        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5)], pulling.Time.Waits);
        Assert.Contains(pulling.Progress, progress => progress.Note == "The connection to 127.0.0.1 was cut. Goes on in 0.5 s.");
    }

    [Fact]
    public async Task Cut_connection_without_any_gain_is_given_up_and_the_part_stays()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        for (int i = 0; i < 7; i++)
        {
            pulling.Hub.Cuts.Enqueue(120_000);
        }

        Assert.EndsWith(
            "6 attempts failed; run the command again later, it goes on where it was.", await pulling.RefusedAsync<HubException>(),
                StringComparison.Ordinal);
        Assert.Equal([0.5, 1, 2, 4, 8], pulling.Time.Waits.Select(wait => wait.TotalSeconds));
        pulling.Hub.Cuts.Clear();
        await pulling.PullAsync();
        Assert.Equal("bytes=120000-", pulling.Hub.Store.Requests.Last().Range);
        await AssertWholeAsync(pulling);
    }

    [Fact]
    public async Task Server_without_ranges_sends_it_anew()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.KnowsRanges = false;
        pulling.Hub.Cuts.Enqueue(120_000);
        await pulling.PullAsync();
        Assert.Equal(2, pulling.Hub.Store.Requests.Count);
        await AssertWholeAsync(pulling);
    }

    [Fact]
    public async Task File_changed_between_two_attempts_is_not_mixed()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Cuts.Enqueue(120_000);
        pulling.Hub.Store.Instead.Enqueue(null);
        pulling.Hub.Store.Instead.Enqueue(context =>
        {
            // The server ignores If-Range and goes on with another edition.
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = "\"edition-2\"";
            context.Response.Headers.ContentRange = "bytes 120000-299999/300000";
            return context.Response.Body.WriteAsync(new byte[180_000]).AsTask();
        });
        await pulling.PullAsync();
        Assert.Equal([(null, null), ("bytes=120000-", "\"edition-1\""), (null, null)], Ranges(pulling));
        Assert.Contains(pulling.Progress, progress =>
            progress.Note?.StartsWith("'model.safetensors' was changed on 127.0.0.1", StringComparison.Ordinal) == true);
        await AssertWholeAsync(pulling);
    }

    [Fact]
    public async Task File_changed_on_a_server_that_heeds_the_condition_comes_anew()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Cuts.Enqueue(120_000);
        pulling.Heard = progress => pulling.Hub.Tag = progress.Note is null ? pulling.Hub.Tag : "\"edition-2\"";
        await pulling.PullAsync();
        Assert.Equal("\"edition-1\"", pulling.Hub.Store.Requests.Last().IfRange);
        await AssertWholeAsync(pulling);
    }

    [Theory]
    [InlineData("W/\"edition-1\"")]
    [InlineData(null)]
    public async Task Server_without_a_strong_tag_is_asked_without_a_condition(string? tag)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Tag = tag;
        pulling.Hub.Cuts.Enqueue(120_000);
        await pulling.PullAsync();
        Assert.Equal([(null, null), ("bytes=120000-", null)], Ranges(pulling));
        await AssertWholeAsync(pulling);
    }

    [Theory]
    [InlineData("bytes 0-299999/300000")]
    [InlineData("bytes 120000-299999/300001")]
    [InlineData("bytes */300000")]
    [InlineData(null)]
    public async Task Range_that_was_not_asked_for_is_not_used(string? range)
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Cuts.Enqueue(120_000);
        pulling.Hub.Store.Instead.Enqueue(null);
        pulling.Hub.Store.Instead.Enqueue(context =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = range;
            return context.Response.Body.WriteAsync(new byte[180_000]).AsTask();
        });
        await pulling.PullAsync();
        await AssertWholeAsync(pulling);
    }

    [Fact]
    public async Task Range_that_cannot_be_satisfied_begins_anew()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Hub.Cuts.Enqueue(120_000);
        pulling.Hub.Store.Instead.Enqueue(null);
        pulling.Hub.Store.Instead.Enqueue(context => LocalHub.RefuseAsync(context, 416, null));
        await pulling.PullAsync();
        Assert.Null(pulling.Hub.Store.Requests.Last().Range);
        await AssertWholeAsync(pulling);
    }

    [Fact]
    public async Task Silent_server_counts_as_cut()
    {
        await using Pulling pulling = await Pulling.StartAsync();
        pulling.Options = pulling.Options with { StallTimeout = TimeSpan.FromMilliseconds(1) };
        TaskCompletionSource gone = new();
        pulling.Hub.Store.Instead.Enqueue(async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });

        // On this clock every wait is over at once, also the one for an answer: the server is never heard.
        Assert.Contains("no answer came", await pulling.RefusedAsync<HubException>(), StringComparison.Ordinal);
    }

    private static (string? Range, string? Condition)[] Ranges(Pulling pulling) =>
        [.. pulling.Hub.Store.Requests.Select(request => (request.Range, request.IfRange))];

    private static async Task AssertWholeAsync(Pulling pulling) => Assert.Equal(
        pulling.Hub.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(pulling.Installed, "model.safetensors"), Token));
}
