using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

public sealed class SharedEncoderTests(BundledEncoder bundled) : IClassFixture<BundledEncoder>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Encode_many_at_once_gives_each_caller_its_own_vector()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions { ConcurrentRuns = 1 });
        string[] texts = [.. Enumerable.Range(0, 200).Select(number => $"第{number}个订单怎么退货{new string('呢', number % 7)}")];
        float[][] found = await Task.WhenAll(texts.Select(text => Task.Run(async () => await shared.EncodeAsync(text, Token))));
        float[] expected = new float[bundled.Encoder.Dimensions];
        foreach ((string text, float[] vector) in texts.Zip(found))
        {
            bundled.Encoder.Encode(text, expected);
            Assert.All(expected.Zip(vector), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public async Task Encode_list_keeps_its_order()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions { BatchTokens = 64 });
        string[] texts = ["怎么退货", "a", new string('长', 300), "invoice title is wrong", ""];
        int done = 0;
        float[] vectors = await shared.EncodeAsync(texts, count => done += count, Token);
        float[] expected = new float[bundled.Encoder.Dimensions];
        foreach ((int index, string text) in texts.Index())
        {
            bundled.Encoder.Encode(text, expected);
            Assert.All(expected.Zip(vectors[(index * expected.Length)..]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        Assert.Equal(texts.Length, done);
    }

    [Fact]
    public async Task Encode_beyond_those_who_may_wait_is_refused_at_once()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions { ConcurrentRuns = 1, WaitingTexts = 2 });
        Task<float[]> list = Task.Run(() => shared.EncodeAsync([.. Enumerable.Repeat(new string('长', 500), 8)], null, Token), Token);
        await Eventually.IsTrueAsync(() => Task.FromResult(shared.IsRunning), "the list is being encoded");
        Task<float[]>[] singles = [.. Enumerable.Range(0, 50).Select(number => shared.EncodeAsync($"{number}", Token).AsTask())];
        await Task.WhenAll(singles.Select(single => single.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Contains(singles, single => single.Exception?.InnerException is BusyException);
        Assert.Contains(singles, single => single.IsCompletedSuccessfully);

        // A list that was begun is not refused half-way.
        Assert.Equal(8 * bundled.Encoder.Dimensions, (await list).Length);
        Assert.Equal((0, false), (shared.WaitingCount, shared.IsRunning));
    }

    [Fact]
    public async Task Encode_caller_who_leaves_the_queue_costs_nothing()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions { ConcurrentRuns = 1 });
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<float[]> list = Task.Run(() => shared.EncodeAsync([.. Enumerable.Repeat(new string('长', 500), 8)], null, Token), Token);
        await Eventually.IsTrueAsync(() => Task.FromResult(shared.IsRunning), "the list is being encoded");
        Task<float[]>[] leaving = [.. Enumerable.Range(0, 500).Select(_ => shared.EncodeAsync(new string('短', 400), gone.Token).AsTask())];
        await gone.CancelAsync();
        await Task.WhenAll(leaving.Select(one => one.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.True(shared.WaitingCount <= 2, $"{shared.WaitingCount} texts wait, expected at most a batch of the list");
        Assert.True(leaving.Count(one => one.IsCanceled) > 400);
        await list;
    }

    [Fact]
    public async Task Encode_for_a_caller_who_has_gone_is_not_begun()
    {
        using SharedEncoder shared = new(bundled.Encoder, new EncoderOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await shared.EncodeAsync("一", new CancellationToken(true)));
        Assert.False(shared.IsRunning);
    }
}
