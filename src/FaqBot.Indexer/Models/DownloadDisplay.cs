using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Indexer.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FaqBot.Indexer.Models;

/// <summary>Shows how far a download is: a bar on a terminal, plain lines elsewhere.</summary>
internal sealed class DownloadDisplay(TimeProvider time)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly DownloadRate _rate = new(time);

    public Task<PullResult> ShowAsync(ModelId id, Func<IProgress<PullProgress>, Task<PullResult>> pull) =>
        Console.IsOutputRedirected ? ShowLinesAsync(id, pull) : ShowBarAsync(id, pull);

    private Task<PullResult> ShowBarAsync(ModelId id, Func<IProgress<PullProgress>, Task<PullResult>> pull)
    {
        RateColumn rate = new();
        return AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), rate)
            .StartAsync(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(id.Text), autoStart: true, maxValue: 1);
                return pull(new DirectProgress<PullProgress>(progress =>
                {
                    task.Description = Markup.Escape($"{id} {progress.File}");
                    task.MaxValue = Math.Max(1, progress.Total);
                    task.Value = progress.Done;
                    rate.Text = _rate.Describe(progress);
                    if (progress.Note is { } note)
                    {
                        AnsiConsole.WriteLine(note);
                    }
                }));
            });
    }

    private Task<PullResult> ShowLinesAsync(ModelId id, Func<IProgress<PullProgress>, Task<PullResult>> pull)
    {
        TimeSpan shown = TimeSpan.Zero;
        return pull(new DirectProgress<PullProgress>(progress =>
        {
            if (progress.Note is { } note)
            {
                Console.Out.WriteLine($"{id}: {note}");
            }
            else if (_rate.Elapsed - shown >= LineInterval)
            {
                shown = _rate.Elapsed;
                Console.Out.WriteLine($"{id}: {_rate.Describe(progress)}");
            }
        }));
    }

    private sealed class RateColumn : ProgressColumn
    {
        public string Text { get; set; } = "";

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Spectre.Console.Text(Text);
    }
}
