using System.CommandLine;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Where models may lie, and the bundled one among them, wherever this program was installed.</summary>
internal sealed class ModelPlaces
{
    /// <summary>Names the folder of models where no option does.</summary>
    public const string Variable = "FAQBOT_MODELS";

    private static readonly ModelId Bundled =
        ModelId.TryParse(Path.GetFileName(HomeFolder.BundledModel), out ModelId? id)
            ? id : throw new InvalidOperationException(HomeFolder.BundledModel);

    private readonly (string Folder, string? Origin)[] _places;
    private readonly bool _isOptionSet;
    private readonly bool _isVariableSet;

    /// <summary>Collects the places, the first of which counts most.</summary>
    /// <param name="option">The folder that the command line names, or null.</param>
    /// <param name="variable">The value of <see cref="Variable"/>; empty is as if it were not set.</param>
    /// <param name="program">The folder of this program.</param>
    /// <param name="home">The folder that holds <c>models/</c> and <c>data/</c>, else the working folder.</param>
    public ModelPlaces(string? option, string? variable, string program, string home)
    {
        _isOptionSet = option is not null;
        _isVariableSet = variable is { Length: > 0 };
        (string? Folder, string? Origin)[] places =
        [
            (option, "--models"),
            (_isVariableSet ? variable : null, Variable),
            (Path.Combine(home, HomeFolder.Models), null),
            (Path.Combine(program, HomeFolder.Models), null),
        ];
        _places = [.. places.Where(place => place.Folder is not null)
            .Select(place => (Folder: Path.GetFullPath(place.Folder!), place.Origin)).DistinctBy(place => place.Folder)];
    }

    /// <summary>The option that names the folder of models.</summary>
    public static Option<string> FolderOption() => new("--models")
    {
        Description = "Folder that models are installed in; organisation/name lies in organisation--name. "
            + $"Default: what {Variable} names, else models in the repository or the working folder.",
    };

    /// <summary>The places of a command line, with this process's environment.</summary>
    /// <param name="option">The folder that it names, or null.</param>
    /// <returns>The places.</returns>
    public static ModelPlaces Of(string? option) =>
        new(option, Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, HomeFolder.Find());

    /// <summary>The models, installed ones and new ones; where the command line names a folder, those in it alone.</summary>
    public ModelLibrary Library => new(_places[0].Folder, Bundled) { BundledFolder = _isOptionSet ? null : FindBundled() };

    /// <summary>Folder of the bundled judge, beside the bundled encoder; null where there is none.</summary>
    public string? FindJudge() => FindBundled() is { } encoder
        && Path.Combine(Path.GetDirectoryName(encoder)!, Path.GetFileName(HomeFolder.BundledJudge)) is var judge && Directory.Exists(judge)
            ? judge : null;

    /// <summary>What is known of models.</summary>
    public ModelCatalog Catalog => ModelCatalog.Read(
        _places.Select(place => Path.Combine(place.Folder, ModelCatalog.FileName)).FirstOrDefault(File.Exists)
        ?? Path.Combine(_places[^1].Folder, ModelCatalog.FileName));

    /// <summary>The folder of the bundled encoder.</summary>
    /// <returns>The first that there is.</returns>
    /// <exception cref="ModelLibraryException">There is none; the message lists where it was looked for.</exception>
    public string BundledModel() => FindBundled() ?? throw new ModelLibraryException(
        $"Found no encoder '{Bundled}'; name the folder that holds it by --models or {Variable}, or another encoder by --model. Looked in",
        [
            .. _places.Select(place => $"'{place.Folder}'{(place.Origin is { } origin ? $", which {origin} names" : "")}"),
            .. _isVariableSet ? Array.Empty<string>() : [$"{Variable}, which is not set"],
        ]);

    private string? FindBundled() =>
        _places.Select(place => Path.Combine(place.Folder, Bundled.FolderName)).FirstOrDefault(Directory.Exists);
}
