using System.Diagnostics;
using FaqBot.Core.Knowledge;
using FaqBot.Encoding.Running;

namespace FaqBot.Bench;

/// <summary>From the start of the process to ready, with an existing database.</summary>
internal static class StartBench
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string database = await folder.DatabaseAsync("shop.db", () => FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json")));
        string service = await folder.ServiceAsync(context);
        (Series subject, Series peer) = await Rounds.AlternateAsync(
            Math.Max(3, context.Rounds / 2),
            async () =>
            {
                await using PublishedService started = await PublishedService.StartAsync(service, database);
                return started.UntilReady.TotalSeconds;
            },
            () => Task.FromResult(OpenSession()));
        return [new Measurement("start: process to ready", "s", subject, "opening the bare session alone", peer, Goal.AtMost(0.6, "s"))];
    }

    private static double OpenSession()
    {
        long started = Stopwatch.GetTimestamp();
        using BareSession bare = new(BenchContext.Model, new EncoderOptions().EffectiveThreads);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
