using FaqBot.Bench;

if (args is [EmptyEndpoint.Argument, .. string[] server])
{
    await EmptyEndpoint.RunAsync(server);
    return 0;
}

if (args is [Ablation.Argument, var nearMisses])
{
    await Ablation.PrintAsync(BenchContext.Shared, nearMisses);
    return 0;
}

using BenchFolder folder = new();
Dictionary<string, Func<BenchContext, Task<IReadOnlyList<Measurement>>>> benches = new(StringComparer.Ordinal)
{
    ["encode"] = context => Task.FromResult(EncodeBench.Run(context)),
    ["tokenize"] = context => TokenizeBench.RunAsync(context, folder),
    ["build"] = context => Task.FromResult(BuildBench.Run(context, folder)),
    ["peer"] = context => PeerBench.RunAsync(context, folder),
    ["callers"] = CallersBench.RunAsync,
    ["scan"] = context => Task.FromResult(ScanBench.Run(context)),
    ["decide"] = context => Task.FromResult(DecideBench.Run(context, folder)),
    ["suggest"] = context => Task.FromResult(SuggestBench.Run(context)),
    ["index"] = context => IndexBench.RunAsync(context, folder),
    ["edit"] = context => EditBench.RunAsync(context, folder),
    ["pages"] = context => PagesBench.RunAsync(context, folder),
    ["import"] = context => ImportBench.RunAsync(context, folder),
    ["http"] = context => HttpBench.RunAsync(context, folder),
    ["replicas"] = context => ReplicasBench.RunAsync(context, folder),
    ["load"] = context => LoadBench.RunAsync(context, folder),
    ["judge"] = context => JudgeBench.RunAsync(context, folder),
    ["start"] = context => StartBench.RunAsync(context, folder),
    ["memory"] = context => MemoryBench.RunAsync(context, folder),
    ["learn"] = context => LearnBench.RunAsync(context, folder),
    ["log"] = context => LogBench.RunAsync(context, folder),
    ["conversations"] = context => ConversationsBench.RunAsync(context, folder),
};

if (!Arguments.TryParse(args, benches.Keys, Console.Error, out Arguments arguments))
{
    return 2;
}

BenchContext context = new(arguments.Quick);
Console.WriteLine($"{Machine.Description}\n");
Report.WriteHead(Console.Out);
List<Measurement> rows = [];
foreach (string name in arguments.Names)
{
    foreach (Measurement row in await benches[name](context))
    {
        Report.WriteRow(Console.Out, row);
        rows.Add(row);
    }
}

if (arguments.JsonFile is { } file)
{
    Report.WriteJson(file, rows);
}

History history = new(arguments.HistoryFolder ?? Path.Combine(BenchContext.Home, "bench", "history"), Machine.Class);
return Conclusion.Draw(arguments, rows, history, await Checkout.CommitAsync(), TimeProvider.System.GetUtcNow(), Console.Error);
