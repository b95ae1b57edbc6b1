using FaqBot.Encoding.Building;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Jobs;

namespace FaqBot.Jobs;

/// <summary>The installed models, and the jobs that change or check them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ModelJobs
{
    private readonly Func<string, string?> _environment;
    private readonly TimeProvider _time;
    private readonly string _home = HomeFolder.Find();
    private readonly string? _imports;

    /// <summary>Finds the folders of models, from the home folder on where they are relative.</summary>
    /// <param name="options">The folders of models.</param>
    /// <param name="jobs">Where jobs run.</param>
    /// <param name="environment">Reads an environment variable: addresses and tokens of hubs.</param>
    /// <param name="time">The clock.</param>
    public ModelJobs(LibraryOptions options, JobBoard jobs, Func<string, string?> environment, TimeProvider time)
    {
        ModelId bundled = ModelId.TryParse(Path.GetFileName(HomeFolder.BundledModel), out ModelId? id)
            ? id : throw new InvalidOperationException(HomeFolder.BundledModel);
        Library = new ModelLibrary(Path.GetFullPath(options.Folder, _home), bundled);
        _imports = options.ImportFolder is { } imports ? Path.GetFullPath(imports, _home) : null;
        Jobs = jobs;
        _environment = environment;
        _time = time;
    }

    public ModelLibrary Library { get; }

    public JobBoard Jobs { get; }

    /// <summary>The models that are known by name, as the file lists them now.</summary>
    public ModelCatalog ReadCatalog() => ModelCatalog.Read(Path.Combine(_home, HomeFolder.Models, ModelCatalog.FileName));

    /// <summary>Downloads and installs a model.</summary>
    public Job Pull(ModelReference model, bool fromModelScope, IReadOnlyList<string> files) =>
        Jobs.Start("pull", model.Id.Text, async (job, cancellationToken) =>
    {
        IModelHub hub = fromModelScope
            ? new ModelScopeHub(HubOptions.ModelScope(_environment)) : new HuggingFaceHub(HubOptions.HuggingFace(_environment));
        PullResult result = await new ModelPull(Library, hub, ReadCatalog(), _time).RunAsync(
            model, files,
                new DirectProgress<PullProgress>(progress =>
                    job.Report(progress.Note ?? $"downloading {progress.File}", progress.Done, progress.Total)), cancellationToken);
        string notes = string.Concat(result.Notes.Select(note => "\n" + note));
        return $"'{result.Model.Id}' {(result.Changed ? "is installed" : "was installed already")}, {result.Downloaded} bytes were "
            + $"downloaded.{ToBuild(result.Model)}{notes}";
    });

    /// <summary>Installs a copy of a folder.</summary>
    /// <param name="folder">Its safe name below the folder of imports.</param>
    /// <param name="id">The id that it gets; null: that of its <c>source.json</c>, else its name.</param>
    /// <exception cref="ModelLibraryException">There is no folder of imports, or a link leads out of it.</exception>
    public Job Import(string folder, ModelId? id)
    {
        string place = _imports is not null ? Path.Combine(_imports, folder) : throw new ModelLibraryException(
            $"'{RelativePath.Shown(folder)}' cannot be imported",
            ["found no folder of imports; name one in FaqBot:Models:ImportFolder, or run on the server: dotnet run --project "
                + "src/FaqBot.Indexer -- models import"]);
        if (Path.Exists(place) && !(RealPath.Of(place) is { } real && RealPath.IsBelow(_imports!, real)))
        {
            throw new ModelLibraryException(
                $"'{RelativePath.Shown(folder)}' cannot be imported",
                ["it is a link out of the folder of imports, which is not followed; put the folder itself there"]);
        }

        return Jobs.Start("import", id?.Text ?? folder, (job, cancellationToken) =>
        {
            job.Report("copying files");
            (InstalledModel model, IReadOnlyList<string> notes) = new ModelImport(Library, _time).Import(place, id, cancellationToken);
            return Task.FromResult($"'{model.Id}' is installed.{ToBuild(model)}{string.Concat(notes.Select(note => "\n" + note))}");
        });
    }

    /// <summary>Builds an encoder from an installed checkpoint.</summary>
    public Job Build(ModelId checkpoint, ModelId? id, WeightFormat weights)
    {
        // As ModelBuild names it.
        string subject = id?.Text ?? $"{checkpoint.Text}-{weights.ToString().ToLowerInvariant()}";
        return Jobs.Start("build", subject, (job, cancellationToken) =>
        {
            InstalledModel built = new ModelBuild(Library).Run(
                checkpoint.Text,
                id,
                new BuildOptions { Weights = weights },
                new DirectProgress<BuildProgress>(progress => job.Report("writing weights", progress.Written, progress.Total)),
                cancellationToken);
            return Task.FromResult($"'{built.Id}' is installed.");
        });
    }

    /// <summary>Reads every file of a model.</summary>
    public Job Verify(ModelId id) => Jobs.Start("verify", id.Text, (job, _) =>
    {
        job.Report("reading files");
        IReadOnlyList<string> faults = Library.Verify(id, ReadCatalog());
        return faults.Count == 0
            ? Task.FromResult($"'{id}' is as it was published.")
            : throw new ModelLibraryException($"'{id}' has {faults.Count} faults", faults);
    });

    private static string ToBuild(InstalledModel model) =>
        model.State == ModelState.ToBuild ? " An encoder must be built from it before it can be used." : "";
}
