using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Tests.Running;

public sealed class YieldingEncoderTests(BundledEncoder bundled) : IClassFixture<BundledEncoder>
{
    private readonly TimerClock _clock = new();
    private TimeSpan _wait = TimeSpan.Zero;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vectors_are_those_of_the_encoder_in_the_order_of_the_texts()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, YieldingEncoder.PartTexts + 30).Select(i => new string((char)('a' + (i % 26)), (i % 9) + 1) + i),
        ];
        int done = 0;
        float[] found = await Encoder().EncodeAsync(texts, count => Interlocked.Add(ref done, count), Token);
        float[] expected = await bundled.Encoder.EncodeAsync(texts, null, Token);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(texts.Length, done);
        Assert.Equal(bundled.Encoder.Identity, Encoder().Identity);
    }

    [Fact]
    public async Task While_others_wait_it_waits_and_goes_on_when_they_do_not()
    {
        _wait = TimeSpan.FromMilliseconds(100);
        Task<float[]> encoding = Encoder().EncodeAsync("a", Token).AsTask();
        for (int looks = 0; looks < 5; looks++)
        {
            await _clock.TimerAsync(span => span == YieldingEncoder.Pause);
            Assert.False(encoding.IsCompleted);
            _clock.Advance(YieldingEncoder.Pause);
        }

        await _clock.TimerAsync(span => span == YieldingEncoder.Pause);
        _wait = TimeSpan.Zero;
        _clock.Advance(YieldingEncoder.Pause);
        Assert.Equal(bundled.Encoder.Dimensions, (await encoding).Length);
    }

    [Fact]
    public async Task However_long_others_wait_a_part_is_done_each_second()
    {
        _wait = TimeSpan.FromMinutes(1);
        Task<float[]> encoding = Encoder().EncodeAsync(["a", "b"], null, Token);
        for (TimeSpan waited = TimeSpan.Zero; waited < YieldingEncoder.MostPause; waited += YieldingEncoder.Pause)
        {
            await _clock.TimerAsync(span => span == YieldingEncoder.Pause);
            _clock.Advance(YieldingEncoder.Pause);
        }

        Assert.Equal(2 * bundled.Encoder.Dimensions, (await encoding).Length);
    }

    [Fact]
    public async Task Who_gives_up_need_not_wait()
    {
        _wait = TimeSpan.FromMinutes(1);
        using CancellationTokenSource gone = new();
        Task<float[]> encoding = Encoder().EncodeAsync("a", gone.Token).AsTask();
        await _clock.TimerAsync(span => span == YieldingEncoder.Pause);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoding);
    }

    private YieldingEncoder Encoder() => new(bundled.Encoder, () => _wait, _clock);
}
