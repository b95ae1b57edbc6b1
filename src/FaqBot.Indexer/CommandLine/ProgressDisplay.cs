using System.Globalization;
using FaqBot.Core.Indexing;
using Spectre.Console;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Shows how far indexing is: a bar on a terminal, plain lines elsewhere.</summary>
internal sealed class ProgressDisplay(TimeProvider time)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    public async Task<IndexResult?> ShowAsync(string knowledgeBaseId, Func<IProgress<IndexProgress>?, Task<IndexResult?>> index)
    {
        IndexResult? result =
            await (Console.IsOutputRedirected ? ShowLinesAsync(knowledgeBaseId, index) : ShowBarAsync(knowledgeBaseId, index));
        if (result is not null)
        {
            Console.Out.WriteLine(Summary(result));
        }

        return result;
    }

    private static Task<IndexResult?> ShowBarAsync(string id, Func<IProgress<IndexProgress>?, Task<IndexResult?>> index) =>
        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(id), autoStart: true, maxValue: 1);
                return index(new DirectProgress<IndexProgress>(progress =>
                {
                    task.MaxValue = Math.Max(1, progress.Total);
                    task.Value = progress.Total == 0 ? 1 : progress.Done;
                }));
            });

    private Task<IndexResult?> ShowLinesAsync(string id, Func<IProgress<IndexProgress>?, Task<IndexResult?>> index)
    {
        long started = time.GetTimestamp();
        TimeSpan shown = TimeSpan.Zero;
        return index(new DirectProgress<IndexProgress>(progress =>
        {
            TimeSpan elapsed = time.GetElapsedTime(started);
            if (elapsed - shown < LineInterval || progress.Done == 0)
            {
                return;
            }

            shown = elapsed;
            double rate = progress.Done / elapsed.TotalSeconds;
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{id}: {progress.Done} of {progress.Total} questions encoded, {rate:0} a second, "
                + $"{(progress.Total - progress.Done) / rate:0} s left"));
        }));
    }

    private static string Summary(IndexResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Version.KnowledgeBaseId}: {(result.Changed ? "published" : "unchanged,")} version {result.Version.Number}, "
        + $"{result.Entries} entries, {result.Questions} questions, {result.Encoded} encoded, {result.Elapsed.TotalSeconds:0.0} s"
        + $"{(TeachingText.Of(result.Version) is { } taught ? $"; {taught}" : "")}");

    private sealed class RateColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(
            Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Spectre.Console.Text(string.Create(CultureInfo.InvariantCulture, $"{task.Speed ?? 0:0}/s"));
    }
}
