using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Models;

/// <summary><c>models pull</c>: downloads a model and installs it.</summary>
internal static class ModelsPullCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create(TimeProvider time)
    {
        Argument<string> model = new("model") { Description = "organisation/name, or organisation/name@revision; any model of the hub." };
        Option<string> source = new("--source") { Description = "huggingface or modelscope.", DefaultValueFactory = _ => "huggingface" };
        Option<string[]> files =
            new("--file") { Description = "Weights to take instead of the usual ones, for example onnx/model_fp16.onnx; may be repeated." };
        Option<bool> offline = new("--offline") { Description = "Download nothing: say what is missing and how to bring it here." };
        Option<string> folder = ModelPlaces.FolderOption();
        Option<bool> json = new("--json") { Description = "Print one JSON object, and no progress." };
        source.AcceptOnlyFromAmong("huggingface", "modelscope");
        model.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ModelReference.TryParse(token.Value, out _, out string? fault))
            {
                result.AddError(fault);
            }
        });
        Command command = new(
            "pull",
            "Download a model and install it. A cut download goes on at the next pull; every file is checked. "
            + "HF_ENDPOINT names a mirror of the hub, HF_TOKEN holds a token for models that need an agreement, HF_HUB_OFFLINE=1 forbids "
            + "downloads "
            + "(ModelScope: MODELSCOPE_ENDPOINT, MODELSCOPE_API_TOKEN).")
        {
            model, source, files, offline, folder, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            ModelReference reference = ModelReference.TryParse(parsed.GetValue(model)!, out ModelReference? named, out string? fault)
                ? named
                : throw new ArgumentException(fault);
            IModelHub hub = Hub(parsed.GetValue(source)!, parsed.GetValue(offline));
            ModelPlaces places = ModelPlaces.Of(parsed.GetValue(folder));
            ModelPull pull = new(places.Library, hub, places.Catalog, time);

            // On a thread of its own: Ctrl-C is listened to only once this method has returned.
            return Task.Run(
                async () =>
                {
                    Task<PullResult> Run(IProgress<PullProgress>? progress) =>
                        pull.RunAsync(reference, parsed.GetValue(files) ?? [], progress, cancellationToken);
                    if (parsed.GetValue(json))
                    {
                        Console.Out.WriteLine(JsonSerializer.Serialize(Report(await Run(null)), Json));
                    }
                    else
                    {
                        Print(await new DownloadDisplay(time).ShowAsync(reference.Id, Run));
                    }

                    return ExitCode.Success;
                },
                cancellationToken);
        });
        return command;
    }

    private static IModelHub Hub(string source, bool offline) => source == "modelscope"
        ? new ModelScopeHub(Asked(HubOptions.ModelScope(Environment.GetEnvironmentVariable), offline))
        : new HuggingFaceHub(Asked(HubOptions.HuggingFace(Environment.GetEnvironmentVariable), offline));

    private static HubOptions Asked(HubOptions options, bool offline) => options with { Offline = options.Offline || offline };

    private static void Print(PullResult result)
    {
        foreach (string note in result.Notes)
        {
            Console.Out.WriteLine(note);
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Model.Id}: {(result.Changed ? "installed" : "was installed already")} in {result.Model.Folder}, "
            + $"{result.Model.Bytes / 1e6:0.0} MB, "
            + $"{result.Downloaded / 1e6:0.0} MB downloaded, {result.Elapsed.TotalSeconds:0.0} s"));
        if (result.Model.State == ModelState.ToBuild)
        {
            Console.Out.WriteLine($"An encoder must be built from it before it can be used: models build {result.Model.Id}");
        }
    }

    private static object Report(PullResult result) => new
    {
        id = result.Model.Id.Text,
        folder = result.Model.Folder,
        changed = result.Changed,
        state = ModelsCommand.NameOf(result.Model.State),
        kind = ModelsCommand.NameOf(result.Model.Kind),
        dimensions = result.Model.Dimensions,
        bytes = result.Model.Bytes,
        downloaded = result.Downloaded,
        hub = result.Model.Source?.Hub,
        commit = result.Model.Source?.Commit,
        licence = result.Model.Source?.Licence,
        notes = result.Notes,
        elapsedMs = Math.Round(result.Elapsed.TotalMilliseconds),
    };
}
