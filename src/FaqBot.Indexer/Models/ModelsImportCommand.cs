using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Models;

/// <summary><c>models import</c>: installs a model from a folder of this machine.</summary>
internal static class ModelsImportCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create(TimeProvider time)
    {
        Argument<string> from = new("folder") { Description = "Folder that holds the model's config.json; it stays as it is." };
        Option<string> id =
            new("--id") { Description = "organisation/name that it gets. Default: as its source.json or the folder's name says." };
        Option<string> folder = ModelPlaces.FolderOption();
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        id.Validators.Add(ModelsCommand.CheckId);
        Command command =
            new("import", "Check a folder of this machine and install a copy of it, without a network.") { from, id, folder, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                ModelId? named = parsed.GetValue(id) is { } text ? ModelsCommand.Id(text) : null;
                (InstalledModel model, IReadOnlyList<string> notes) =
                    new ModelImport(ModelPlaces.Of(parsed.GetValue(folder)).Library, time)
                        .Import(parsed.GetValue(from)!, named, cancellationToken);
                Print(model, notes, parsed.GetValue(json));
                return ExitCode.Success;
            },
            cancellationToken));
        return command;
    }

    private static void Print(InstalledModel model, IReadOnlyList<string> notes, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new
                {
                    id = model.Id.Text,
                    folder = model.Folder,
                    state = ModelsCommand.NameOf(model.State),
                    kind = ModelsCommand.NameOf(model.Kind),
                    dimensions = model.Dimensions,
                    bytes = model.Bytes,
                    notes
                },
                Json));
            return;
        }

        foreach (string note in notes)
        {
            Console.Out.WriteLine(note);
        }

        Console.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{model.Id}: installed in {model.Folder}, {model.Bytes / 1e6:0.0} MB"));
    }
}
