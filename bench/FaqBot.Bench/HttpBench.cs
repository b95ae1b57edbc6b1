using System.Diagnostics;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>Requests a second over loopback: against an empty endpoint that reads the same body, and against the encoder alone.</summary>
internal static class HttpBench
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string database = await folder.DatabaseAsync("shop.db", () => FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json")));
        await using PublishedService service = await PublishedService.StartAsync(
            await folder.ServiceAsync(context), database, ("Knowledge:IndexAtStart", "false"), ("Encoder:WaitingTexts", "10000"),
            // What is answered without the judge, for want of time on a busy machine, is not cached.
            ("Judge:Patience", "00:00:30"));
        await using ServerProcess empty = await EmptyEndpoint.StartAsync();
        using HttpClient ask = Asking.Client(new Uri(service.Address, "/api/v1/ask"));
        using HttpClient peer = Asking.Client(empty.Address);
        byte[][] cached = [.. Questions.Typed.Take(200).Select(Asking.Body)];
        byte[][] exact = [.. Questions.Owned.Take(200).Select(Asking.Body)];
        await Asking.TeachAsync(ask, [.. cached, .. exact]);
        return
        [
            await MeasureAsync(context, "http: cached questions", ask, cached, peer, Goal.RatioAtLeast(0.75)),
            await MeasureAsync(context, "http: exact questions", ask, exact, peer, Goal.RatioAtLeast(0.70)),
            await UncachedAsync(context, ask),
        ];
    }

    private static async Task<Measurement> MeasureAsync(
        BenchContext context, string name, HttpClient ask, byte[][] bodies, HttpClient empty, Goal? goal)
    {
        (Series subject, Series peer) = await Rounds.AlternateAsync(
            context.Rounds, () => Asking.LoadAsync(ask, bodies, context.RoundLength),
                () => Asking.LoadAsync(empty, bodies, context.RoundLength));
        return new Measurement(name, "requests/s", subject, "empty endpoint, same bodies", peer, goal);
    }

    private static async Task<Measurement> UncachedAsync(BenchContext context, HttpClient ask)
    {
        using TextEncoder encoder = TextEncoder.Load(BenchContext.Model, new EncoderOptions());
        int number = 0;
        (Series subject, Series peer) = await Rounds.AlternateAsync(
            context.Rounds,
            () => Asking.LoadAsync(ask, [.. Questions.Distinct(2_000, number += 2_000).Select(Asking.Body)], context.RoundLength),
            () => Task.FromResult(EncodeInParallel(encoder, [.. Questions.Distinct(2_000, number)], context.RoundLength)));
        return new Measurement("http: new questions", "requests/s", subject, "encoder alone, as many at once", peer, null);
    }

    private static double EncodeInParallel(TextEncoder encoder, string[] texts, TimeSpan length)
    {
        int taken = -1, done = 0;
        long started = Stopwatch.GetTimestamp();
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            float[] vector = new float[encoder.Dimensions];
            while (Stopwatch.GetElapsedTime(started) < length)
            {
                encoder.Encode(texts[Interlocked.Increment(ref taken) % texts.Length], vector);
                Interlocked.Increment(ref done);
            }
        });
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
