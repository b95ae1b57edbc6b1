using System.Diagnostics;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Many callers of one encoder at once, each waiting for the own vector: what that gains, and how long they wait.</summary>
internal static class CallersBench
{
    private const int Callers = 64;

    // Customers come at random, and some of the machine is to be left.
    private const double Load = 0.8;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context)
    {
        EncoderOptions options = new() { WaitingTexts = 10 * Callers };
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, options);
        using SharedEncoder shared = new(encoder, options);
        string[] texts = [.. Questions.Typed];
        (Series many, Series one) = await Rounds.AlternateAsync(
            context.Rounds, () => RunAsync(shared, texts, Callers, context.RoundLength),
            () => RunAsync(shared, texts, 1, context.RoundLength));
        using BareCallers bare = new(encoder, options, texts, Callers);
        (Series gain, Series bareGain) = await Rounds.AlternateAsync(
            context.Rounds,
            async () => await RunAsync(shared, texts, Callers, context.RoundLength)
                / await RunAsync(shared, texts, 1, context.RoundLength),
            () => Task.Run(() => bare.Gain(context.RoundLength)));
        return
        [
            new Measurement($"callers: {Callers} at once", "texts/s", many, "one caller", one, null),
            new Measurement(
                $"callers: gain of {Callers} at once over one", "of one", gain, "gain of bare sessions, same batches", bareGain,
                Goal.RatioAtLeast(0.9)),
            await WaitsAsync(context, shared, texts),
        ];
    }

    /// <summary>How long callers wait who come at random, as many as four fifths of what the encoder does for callers at once.</summary>
    private static async Task<Measurement> WaitsAsync(BenchContext context, SharedEncoder shared, string[] texts)
    {
        Random random = new(1);
        List<double> longest = [], usual = [];
        for (int round = 0; round < Math.Max(3, context.Rounds / 2); round++)
        {
            // What other work leaves of the machine changes from one moment to the next.
            double rate = Load * await RunAsync(shared, texts, Callers, context.RoundLength);
            double[] waits = await ComeAsync(shared, texts, rate, 3 * context.RoundLength, random);
            longest.Add(waits[(int)(0.99 * (waits.Length - 1))]);
            usual.Add(waits[waits.Length / 2]);
        }

        return new Measurement(
            $"callers: wait at {Load:0 %} of what they get at once, 99th percentile", "ms", new Series([.. longest]), "median",
            new Series([.. usual]), Goal.AtMost(200, "ms"));
    }

    private static async Task<double[]> ComeAsync(SharedEncoder shared, string[] texts, double rate, TimeSpan length, Random random)
    {
        List<Task<double>> waits = [];
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(1));
        long started = Stopwatch.GetTimestamp();
        double due = 0;
        while (due < length.TotalSeconds && await tick.WaitForNextTickAsync())
        {
            for (double now = Stopwatch.GetElapsedTime(started).TotalSeconds; due < now && due < length.TotalSeconds;)
            {
                long arrived = started + (long)(due * Stopwatch.Frequency);
                string text = texts[waits.Count % texts.Length];
                waits.Add(Task.Run(async () =>
                {
                    await shared.EncodeAsync(text, CancellationToken.None);
                    return Stopwatch.GetElapsedTime(arrived).TotalMilliseconds;
                }));
                due -= Math.Log(1 - random.NextDouble()) / rate;
            }
        }

        double[] all = await Task.WhenAll(waits);
        Array.Sort(all);
        return all;
    }

    private static async Task<double> RunAsync(SharedEncoder shared, string[] texts, int callers, TimeSpan length)
    {
        int taken = -1, done = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < length)
            {
                await shared.EncodeAsync(texts[Interlocked.Increment(ref taken) % texts.Length], CancellationToken.None);
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
