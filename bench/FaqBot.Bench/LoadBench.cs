using FaqBot.Core.Knowledge;

namespace FaqBot.Bench;

/// <summary>New questions in an open loop, up to three times as many as can be encoded, with and without refusing some.</summary>
internal static class LoadBench
{
    // Of what a closed loop gets through: below, at and above what can be done.
    private static readonly double[] Rates = [0.6, 0.8, 1, 1.2];

    public static async Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        string database = await folder.DatabaseAsync("shop.db", () => FaqFile.Read(Path.Combine(BenchContext.Home, "data", "faq.json")));
        string service = await folder.ServiceAsync(context);
        await using PublishedService shedding = await PublishedService.StartAsync(
            service, database, ("Knowledge:IndexAtStart", "false"));
        List<Measurement> rows = [.. await MeasureAsync(context, shedding, "")];
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
        byte[][] first = [.. Enumerable.Range(0, 20_000).Select(_ => New())];
        await Asking.LoadAsync(closed, first, length);
        double capacity = await Asking.LoadAsync(closed, [.. Enumerable.Range(0, 20_000).Select(_ => New())], length);
        int rounds = context.Quick ? 1 : 3;
        List<double> best = [], twice = [], thrice = [], tail = [], calm = [], refused = [];
        OpenLoop loop = new(client, New, new Random(1));
        for (int round = 0; round < rounds; round++)
        {
            List<OpenLoopResult> below = [];
            foreach (double rate in Rates)
            {
                below.Add(await loop.RunAsync(rate * capacity, length));
            }

            OpenLoopResult over = await loop.RunAsync(2 * capacity, length), far = await loop.RunAsync(3 * capacity, length);
            best.Add(below.Max(result => result.Good));
            calm.Add(below[0].Percentile99 * 1_000);
            twice.Add(over.Good);
            tail.Add(over.Percentile99 * 1_000);
            refused.Add(over.Refused);
            thrice.Add(far.Good);
        }

        Goal? goal = how.Length == 0 ? Goal.RatioAtLeast(0.9) : null;
        Series peak = new([.. best]);
        return
        [
            new Measurement(
                $"load: twice what can be done, answers within a second{how}", "answers/s", new Series([.. twice]), "the best rate", peak,
                goal),
            new Measurement(
                $"load: three times as much{how}", "answers/s", new Series([.. thrice]), "the best rate", peak, null),
            new Measurement(
                $"load: twice, 99th percentile of those not refused{how}", "ms", new Series([.. tail]), "at 0.6 of what can be done",
                new Series([.. calm]), null),
            new Measurement(
                $"load: twice, refused{how}", "refusals/s", new Series([.. refused]), "a closed loop's answers",
                new Series([.. refused.Select(_ => capacity)]), null),
        ];
    }
}
