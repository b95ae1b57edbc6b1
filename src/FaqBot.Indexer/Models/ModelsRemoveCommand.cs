using System.CommandLine;
using System.Globalization;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Models;

/// <summary><c>models remove</c>: removes an installed model or a part of one.</summary>
internal static class ModelsRemoveCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "organisation/name." };
        Option<string> folder = ModelPlaces.FolderOption();
        model.Validators.Add(ModelsCommand.CheckId);
        Command command =
            new("remove", "Remove an installed model, or what a pull left of one. The bundled model stays.") { model, folder };
        command.SetAction(parsed =>
        {
            ModelId id = ModelsCommand.Id(parsed.GetValue(model)!);
            long freed = ModelPlaces.Of(parsed.GetValue(folder)).Library.Remove(id);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id}: removed, {freed / 1e6:0.0} MB freed"));
            return ExitCode.Success;
        });
        return command;
    }
}
