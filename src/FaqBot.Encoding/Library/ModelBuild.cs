using FaqBot.Encoding.Building;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Library;

/// <summary>Builds an encoder from the weights of a checkpoint and installs it beside the other models.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="library">Where models are installed.</param>
public sealed class ModelBuild(ModelLibrary library)
{
    /// <summary>Builds a model.</summary>
    /// <param name="checkpoint">The id of an installed model, or a folder.</param>
    /// <param name="id">The id of the built model; null: that of the checkpoint with the weights' format behind it.</param>
    /// <param name="options">What to build.</param>
    /// <param name="progress">Told how far the build is.</param>
    /// <param name="cancellationToken">Stops the build; nothing is installed then.</param>
    /// <returns>The installed model.</returns>
    /// <exception cref="ModelLibraryException">There is no such checkpoint, or the id is taken.</exception>
    /// <exception cref="ModelException">The checkpoint cannot be built; all faults are reported together.</exception>
    public InstalledModel Run(
        string checkpoint, ModelId? id, BuildOptions options, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpoint);
        ArgumentNullException.ThrowIfNull(options);
        string folder = FolderOf(checkpoint);
        if (id is null && !ModelId.TryParse($"{Path.GetFileName(folder)}-{options.Weights.ToString().ToLowerInvariant()}", out id))
        {
            throw Refused(checkpoint, "its name gives no id for the result; name one with --id organisation/name");
        }

        library.RefuseBundled(id, "built");
        using ModelLock held = library.Lock(id);
        if (library.Find(id) is not null)
        {
            throw Refused(checkpoint, $"'{id}' is installed already; remove it first, or build under another --id");
        }

        string aside = library.AsideOf(id) + ".build";
        ModelLibrary.Delete(aside);
        try
        {
            ModelBuilder.Build(folder, aside, options, progress, cancellationToken);
            return library.Install(id, aside);
        }
        catch (OperationCanceledException exception)
        {
            throw new ModelStoppedException($"Stopped; '{id}' was not built.", exception);
        }
        finally
        {
            ModelLibrary.Delete(aside);
        }
    }

    private static ModelLibraryException Refused(string checkpoint, string fault) =>
        new($"'{RelativePath.Shown(checkpoint)}' cannot be built", [fault]);

    private string FolderOf(string checkpoint)
    {
        if (ModelId.TryParse(checkpoint, out ModelId? installed) && library.Find(installed) is { } model)
        {
            return model.Folder;
        }

        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(checkpoint));
        return Directory.Exists(folder)
            ? folder
            : throw Refused(
                checkpoint, $"it is neither an installed model nor a folder; get it first: models pull {RelativePath.Shown(checkpoint)}");
    }
}
