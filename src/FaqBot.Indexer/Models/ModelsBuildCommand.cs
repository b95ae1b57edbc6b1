using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Indexer.CommandLine;
using Spectre.Console;

namespace FaqBot.Indexer.Models;

/// <summary><c>models build</c>: makes an encoder of a checkpoint's weights.</summary>
internal static class ModelsBuildCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create(TimeProvider time)
    {
        Argument<string> checkpoint =
            new("checkpoint") { Description = "Installed model, or folder with config.json, tokenizer and model.safetensors." };
        Option<WeightFormat> weights = new("--weights")
        {
            Description =
                "int8: a quarter of the size, faster; fp32: the vectors of the original; referenced: the same, without a second graph of "
                + "weights.",
            DefaultValueFactory = _ => WeightFormat.Int8,
        };
        Option<string> id =
            new("--id") { Description = "organisation/name of the result. Default: the checkpoint's, with the weights' format behind it." };
        Option<string> folder = ModelPlaces.FolderOption();
        Option<bool> json = new("--json") { Description = "Print one JSON object, and no progress." };
        id.Validators.Add(ModelsCommand.CheckId);
        Command command = new("build", "Build an ONNX encoder, or cross-encoder, from safetensors weights and install it.") { checkpoint,
            weights, id, folder, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                ModelId? named = parsed.GetValue(id) is { } text ? ModelsCommand.Id(text) : null;
                ModelBuild build = new(ModelPlaces.Of(parsed.GetValue(folder)).Library);
                BuildOptions options = new() { Weights = parsed.GetValue(weights) };
                string from = parsed.GetValue(checkpoint)!;
                long started = time.GetTimestamp();
                InstalledModel Run(IProgress<BuildProgress>? progress) => build.Run(from, named, options, progress, cancellationToken);
                bool quiet = parsed.GetValue(json);
                InstalledModel model = quiet || Console.IsOutputRedirected ? Run(null) : ShowBar(from, Run);
                Print(model, time.GetElapsedTime(started), quiet);
                return ExitCode.Success;
            },
            cancellationToken));
        return command;
    }

    private static InstalledModel ShowBar(string name, Func<IProgress<BuildProgress>, InstalledModel> build) =>
        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(name), autoStart: true, maxValue: 1);
                return build(new DirectProgress<BuildProgress>(progress =>
                {
                    task.MaxValue = Math.Max(1, progress.Total);
                    task.Value = progress.Written;
                }));
            });

    private static void Print(InstalledModel model, TimeSpan elapsed, bool json) => Console.Out.WriteLine(json
        ? JsonSerializer.Serialize(
            new
            {
                id = model.Id.Text,
                folder =
                model.Folder,
                dimensions = model.Dimensions,
                bytes = model.Bytes,
                elapsedMs = Math.Round(elapsed.TotalMilliseconds)
            }, Json)
        : string.Create(CultureInfo.InvariantCulture,
            $"{model.Id}: built in {model.Folder}, {model.Bytes / 1e6:0.0} MB, {elapsed.TotalSeconds:0.0} s"));
}
