using System.Diagnostics;
using System.Globalization;
using System.Text;
using FaqBot.Core.Authoring;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Bench;

/// <summary>Importing a large file into a working copy: how long it takes, and how much memory above what was held before.</summary>
internal static class ImportBench
{
    private const int Entries = 100_000, FewEntries = 10_000, WidestEntries = 50, Alternates = 2_000;
    private const double MostSeconds = 120, MostMegabytes = 1_500;

    private static int _files;

    public static Task<IReadOnlyList<Measurement>> RunAsync(BenchContext context, BenchFolder folder)
    {
        int entries = context.Quick ? Entries / 5 : Entries;
        byte[] many = Table(entries, 0), few = Table(FewEntries, 0), wide = Table(WidestEntries, Alternates);
        List<(double Seconds, double Megabytes)> large = [], small = [], widest = [];
        for (int round = 0; round < 3; round++)
        {
            large.Add(Import(folder, many, entries));
            small.Add(Import(folder, few, FewEntries));
            widest.Add(Import(folder, wide, WidestEntries));
        }

        return Task.FromResult<IReadOnlyList<Measurement>>(
        [
            Row($"import: {entries:#,0} entries, {many.Length / 1e6:0} MB of TSV", "s", large, small, one => one.Seconds,
                Goal.AtMost(MostSeconds, "s")),
            Row($"import: memory above idle, {entries:#,0} entries", "MB", large, small, one => one.Megabytes,
                Goal.AtMost(MostMegabytes, "MB")),
            Row($"import: {WidestEntries} entries × {Alternates:#,0} alternates", "s", widest, small, one => one.Seconds,
                Goal.AtMost(MostSeconds, "s")),
        ]);
    }

    private static Measurement Row(
        string name, string unit, List<(double Seconds, double Megabytes)> measured, List<(double Seconds, double Megabytes)> beside,
        Func<(double Seconds, double Megabytes), double> figure, Goal goal) => new(
            name, unit, new Series([.. measured.Select(figure)]), $"{FewEntries:#,0} entries",
            new Series([.. beside.Select(figure)]), goal);

    private static (double Seconds, double Megabytes) Import(BenchFolder folder, byte[] file, int entries)
    {
        using KnowledgeStore store = KnowledgeStore.Open(folder.PathOf($"import-{++_files}.db"));
        Imports imports = new(store, new WorkingCopies(store, TimeProvider.System), TimeProvider.System);
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true), most = before;
        using CancellationTokenSource ended = new();
        Thread watch = new(() =>
        {
            while (!ended.Token.WaitHandle.WaitOne(20))
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            }
        });
        watch.Start();
        long started = Stopwatch.GetTimestamp();
        ImportOutcome outcome = imports.Run(
            new ImportOrder("large", [new ImportFile("large.tsv", file)], new ImportOptions()) { MayBegin = true },
            new Authorship("bench", ChangeOrigin.Api), CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        ended.Cancel();
        watch.Join();
        return outcome.Report.New == entries ? (seconds, (most - before) / 1e6)
            : throw new InvalidOperationException($"{outcome.Report.New} of {entries} entries were imported.");
    }

    private static byte[] Table(int entries, int alternates)
    {
        StringBuilder table = new("Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\n");
        string[] texts = [.. Questions.Distinct(entries * (1 + alternates))];
        for (int entry = 0; entry < entries; entry++)
        {
            for (int question = 0; question <= alternates; question++)
            {
                table.Append(CultureInfo.InvariantCulture,
                    $"{texts[(entry * (1 + alternates)) + question]}\tThe answer to number {entry}, which is long enough to look like one, "
                    + $"with a second sentence.\tlarge.docx\ttopic:t{entry % 50}\t[]\tFalse\t[]\t{entry + 1}\n");
            }
        }

        return System.Text.Encoding.UTF8.GetBytes(table.ToString());
    }
}
