using System.CommandLine;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Indexer.CommandLine;

namespace FaqBot.Indexer.Models;

/// <summary><c>models verify</c>: reads every file of installed models and compares.</summary>
internal static class ModelsVerifyCommand
{
    public static Command Create()
    {
        Argument<string?> model =
            new("model") { Description = "organisation/name. Default: all installed models.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> folder = ModelPlaces.FolderOption();
        model.Validators.Add(ModelsCommand.CheckId);
        Command command =
            new("verify", "Read every file of installed models and compare with their checksums and the catalog.") { model, folder };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => Verify(ModelPlaces.Of(parsed.GetValue(folder)), parsed.GetValue(model), cancellationToken), cancellationToken));
        return command;
    }

    private static int Verify(ModelPlaces places, string? named, CancellationToken cancellationToken)
    {
        ModelLibrary library = places.Library;
        ModelCatalog catalog = places.Catalog;
        ModelId[] ids = named is not null ? [ModelsCommand.Id(named)] : [.. library.Installed().Select(model => model.Id)];
        int damaged = 0;
        foreach (ModelId id in ids)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new ModelStoppedException(
                    "Stopped; a model that is not named here was not read.", new OperationCanceledException(cancellationToken));
            }

            IReadOnlyList<string> faults = library.Verify(id, catalog);
            damaged += faults.Count > 0 ? 1 : 0;
            (faults.Count > 0 ? Console.Error : Console.Out).WriteLine(
                faults.Count > 0 ? $"{id}: {faults.Count} faults:{string.Concat(faults.Select(fault => "\n  - " + fault))}"
                    : $"{id}: as it was published");
        }

        return damaged > 0 ? ExitCode.Model : ExitCode.Success;
    }
}
