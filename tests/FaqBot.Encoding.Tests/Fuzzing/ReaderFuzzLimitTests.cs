using FaqBot.Testing.Fuzzing;

namespace FaqBot.Encoding.Tests.Fuzzing;

/// <summary>The fuzzing notices what it is there to notice.</summary>
public sealed class ReaderFuzzLimitTests
{
    private static readonly byte[][] Files = ["{\"a\": 1}"u8.ToArray()];

    [Fact]
    public async Task Reader_that_keeps_to_its_documentation_passes() => Assert.Empty(await new ReaderFuzz().RunAsync(
        Files, 1_000, file => throw new FormatException($"{file.Length}"), fault => fault is FormatException, Stop));

    [Fact]
    public async Task Reader_that_takes_memory_is_noticed() => Assert.Contains(
        "file -1 of seed 20260701 takes 16",
        (await new ReaderFuzz { FreeBytes = 1 << 20, BytesForEach = 1 }.RunAsync(
            Files, 10, _ => GC.KeepAlive(new byte[16_000_000]), _ => false, Stop))[0],
        StringComparison.Ordinal);

    [Fact]
    public async Task Reader_that_never_ends_is_noticed()
    {
        using ManualResetEventSlim end = new();
        try
        {
            Assert.Contains(
                "file 2 of seed 20260701 takes more than 00:00:00.2000000",
                Assert.Single(await new ReaderFuzz { Longest = TimeSpan.FromSeconds(0.2) }.RunAsync(
                    Files, 10, ReadUntil(3, () => end.Wait(CancellationToken.None)), _ => false, Stop)),
                StringComparison.Ordinal);
        }
        finally
        {
            end.Set();
        }
    }

    [Fact]
    public async Task Exception_that_is_not_documented_is_noticed() => Assert.Contains(
        "file 4 of seed 20260701 gives InvalidTimeZoneException, ",
        (await new ReaderFuzz().RunAsync(
            Files, 10, ReadUntil(5, () => throw new InvalidTimeZoneException()), fault => fault is FormatException, Stop))[0],
        StringComparison.Ordinal);

    [Fact]
    public async Task Files_are_the_same_in_each_run_and_differ_from_each_other()
    {
        List<string> first = [], second = [];
        await new ReaderFuzz().RunAsync(Files, 500, file => first.Add(Convert.ToBase64String(file)), _ => false, Stop);
        await new ReaderFuzz().RunAsync(Files, 500, file => second.Add(Convert.ToBase64String(file)), _ => false, Stop);
        Assert.Equal(first, second);
        Assert.InRange(first.Distinct().Count(), 400, 501);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Action<byte[]> ReadUntil(int number, Action then)
    {
        int read = 0;
        return _ =>
        {
            if (read++ == number)
            {
                then();
            }
        };
    }
}
