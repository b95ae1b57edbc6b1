using FaqBot.Core.Knowledge;

namespace FaqBot.Bench;

/// <summary>New questions in an open loop, more and more of them, up to twice the best rate; with and without refusing.</summary>
internal static class LoadBench
{
    // From below what can be done to far above; what other work leaves of the machine changes from one minute to the next.
    private const double Step = 1.4;
    private const int MostSteps = 16;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string database = await folder.DatabaseAsync("shop.db", () => FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json")));
        string service = await folder.ServiceAsync(context);
        List<Measurement> rows = [];
        await using (PublishedService shedding = await PublishedService.StartAsync(service, database, ("Knowledge:IndexAtStart", "false")))
        {
            rows.AddRange(await MeasureAsync(context, shedding, ""));
        }

        await using PublishedService without = await PublishedService.StartAsync(
            service, database, ("Knowledge:IndexAtStart", "false"), ("Load:TargetWait", "00:00:00"), ("Encoder:WaitingTexts", "100000"));
        rows.AddRange(await MeasureAsync(context, without, ", nothing refused"));
        return rows;
    }

    private static async Task<IEnumerable<Measurement>> MeasureAsync(BenchContext context, PublishedService service, string how)
    {
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        client.BaseAddress = new Uri(service.Address, "/api/v1/ask");
        int number = 0;
        byte[] New() => Asking.Body(Questions.Distinct(1, Interlocked.Increment(ref number)).Single());
        TimeSpan length = 3 * context.RoundLength;
        using HttpClient closed = Asking.Client(client.BaseAddress);
        double start = await Asking.LoadAsync(closed, [.. Enumerable.Range(0, 20_000).Select(_ => New())], length);
        List<double> best = [], over = [], calm = [], tail = [], refused = [];
        OpenLoop loop = new(client, New, new Random(1));
        for (int round = 0; round < (context.Quick ? 1 : 5); round++)
        {
            List<OpenLoopResult> results = [];
            double rate = start / 2;
            do
            {
                results.Add(await loop.RunAsync(rate, length));
                rate *= Step;
            }
            while (results[^1].Sent < 2 * results.Max(result => result.Good) && results.Count < MostSteps);
            best.Add(results.Max(result => result.Good));
            over.Add(results[^1].Good);
            calm.Add(results[0].Percentile99 * 1_000);
            tail.Add(results[^1].Percentile99 * 1_000);
            refused.Add(results[^1].Refused);
        }

        Goal? goal = how.Length == 0 ? Goal.RatioAtLeast(0.9) : null;
        Series peak = new([.. best]);
        return
        [
            new Measurement(
                $"load: twice the best rate, answers within a second{how}", "answers/s", new Series([.. over]), "the best rate", peak,
                goal),
            new Measurement(
                $"load: twice the best rate, 99th percentile of those not refused{how}", "ms", new Series([.. tail]),
                "at half of what a closed loop gets", new Series([.. calm]), null),
            new Measurement(
                $"load: twice the best rate, refused{how}", "refusals/s", new Series([.. refused]), "the best rate", peak, null)
            { IsWatched = false },
        ];
    }
}
