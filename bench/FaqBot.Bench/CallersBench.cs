using System.Diagnostics;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Many callers of one encoder at once, each waiting for the own vector, against one caller alone.</summary>
internal static class CallersBench
{
    private const int Callers = 64;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context)
    {
        EncoderOptions options = new() { WaitingTexts = 10 * Callers };
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, options);
        using SharedEncoder shared = new(encoder, options);
        string[] texts = [.. Questions.Typed];
        List<double> waits = [];
        (Series many, Series one) = await Rounds.AlternateAsync(
            context.Rounds, () =>
                RunAsync(shared, texts, Callers, context.RoundLength, waits), () => RunAsync(shared, texts, 1, context.RoundLength, []));
        waits.Sort();
        context.Say(
            $"Of {waits.Count:#,0} waits of {Callers} callers, half took {waits[waits.Count / 2]:0.0} ms at most and 99 % "
            + $"{waits[waits.Count * 99 / 100]:0.0} ms.");
        return [new Measurement($"callers: {Callers} at once", "texts/s", many, "one caller", one, Goal.RatioAtLeast(3))];
    }

    private static async Task<double> RunAsync(SharedEncoder shared, string[] texts, int callers, TimeSpan length, List<double> waits)
    {
        int taken = -1, done = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < length)
            {
                long asked = Stopwatch.GetTimestamp();
                await shared.EncodeAsync(texts[Interlocked.Increment(ref taken) % texts.Length], CancellationToken.None);
                Interlocked.Increment(ref done);
                lock (waits)
                {
                    waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
            }
        })));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
