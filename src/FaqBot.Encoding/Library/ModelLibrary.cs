using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.Running;

namespace FaqBot.Encoding.Library;

/// <summary>The folder that models are installed in.</summary>
/// <remarks>
/// A model <c>organisation/name</c> lies in <c>organisation--name</c>. What is not whole yet lies below <c>.downloads</c> and is moved
/// into place in one step, so that a folder beside it is a whole model. Thread-safe; processes keep each other from changing one model.
/// </remarks>
/// <param name="folder">The folder; made when the first model comes.</param>
/// <param name="bundled">The model that comes with the program and is never changed.</param>
public sealed class ModelLibrary(string folder, ModelId bundled)
{
    private const string Aside = ".downloads";

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Full path of the bundled model where it lies elsewhere: beside a program that installs models in another folder.</summary>
    public string? BundledFolder { get; init; }

    /// <summary>Where a model lies when it is installed.</summary>
    /// <param name="id">The model.</param>
    /// <returns>Full path.</returns>
    public string FolderOf(ModelId id)
    {
        string place = Path.Combine(Folder, NotNull(id).FolderName);
        return BundledFolder is not null && IsBundled(id) && !Directory.Exists(place) ? BundledFolder : place;
    }

    /// <summary>The installed models.</summary>
    /// <returns>The models, by name.</returns>
    public IReadOnlyList<InstalledModel> Installed() =>
    [
        .. (Directory.Exists(Folder) ? Directory.GetDirectories(Folder) : [])
            .Concat(Directory.Exists(BundledFolder) && FolderOf(bundled) == BundledFolder ? [BundledFolder] : [])
            .Where(path => !File.Exists(Path.Combine(path, Judge.FileName)))
            .OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal)
            .Select(path => ModelId.TryParse(Path.GetFileName(path), out ModelId? id) ? ModelInspection.Look(id, path) : null)
            .OfType<InstalledModel>(),
    ];

    /// <summary>Looks for an installed model.</summary>
    /// <param name="id">The model.</param>
    /// <returns>The model, or null.</returns>
    public InstalledModel? Find(ModelId id) => Directory.Exists(FolderOf(id)) ? ModelInspection.Look(id, FolderOf(id)) : null;

    /// <summary>Finds the folder that a name or path stands for.</summary>
    /// <param name="model"><c>organisation/name</c>, the name of a folder in the folder of models, or the full path of a folder.</param>
    /// <returns>
    /// Its full path, and the name under which it is found again wherever the folder of models lies: the folder's name, or the path.
    /// </returns>
    /// <exception cref="ModelLibraryException">It is neither, or there is no such folder.</exception>
    public (string Folder, string Name) Locate(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        string path = Path.IsPathFullyQualified(model) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(model)) : "";
        string name = path.Length > 0 && Path.GetDirectoryName(path) == Folder ? Path.GetFileName(path) : model;
        if (path.Length == 0 || name != model)
        {
            return Installed(name, "organisation/name of an installed model or the full path of a folder");
        }

        return Directory.Exists(path)
            ? (path, path)
            : throw new ModelLibraryException(
                $"'{RelativePath.Shown(model)}' cannot be used", ["found no folder there, expected that of an encoder"]);
    }

    /// <summary>Finds the folder of an installed model: what a caller of the service may name.</summary>
    /// <param name="model"><c>organisation/name</c>, or the name of a folder in the folder of models.</param>
    /// <returns>Its full path, and the folder's name.</returns>
    /// <exception cref="ModelLibraryException">It is no id, or no such model is installed.</exception>
    public (string Folder, string Name) LocateInstalled(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        return Installed(model, "organisation/name of an installed model");
    }

    /// <summary>Whether a part of a model was downloaded and the rest is missing.</summary>
    /// <param name="id">The model.</param>
    /// <returns>True if the next pull goes on with it.</returns>
    public bool IsPartlyDownloaded(ModelId id) => Directory.Exists(AsideOf(id));

    /// <summary>Reads every file of an installed model.</summary>
    /// <param name="id">The model.</param>
    /// <param name="catalog">What is known of it.</param>
    /// <returns>One line for each fault; none for a model that is as it was published.</returns>
    /// <exception cref="ModelLibraryException">It is not installed.</exception>
    public IReadOnlyList<string> Verify(ModelId id, ModelCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return ModelInspection.Verify(Expect(id, "verified").Folder, catalog.Find(id));
    }

    /// <summary>Removes an installed model, or what a pull left of it.</summary>
    /// <param name="id">The model.</param>
    /// <returns>Bytes that were freed.</returns>
    /// <exception cref="ModelLibraryException">It is the bundled one, is not installed, or is being changed.</exception>
    public long Remove(ModelId id)
    {
        RefuseBundled(id, "removed");
        long freed = IsPartlyDownloaded(id) && !Directory.Exists(FolderOf(id)) ? 0 : Expect(id, "removed").Bytes;
        using ModelLock held = Lock(id);
        string removed = AsideOf(id) + ".removed";
        Delete(removed);
        if (Directory.Exists(FolderOf(id)))
        {
            // Out of sight in one step: a half removed model is never seen.
            Directory.Move(FolderOf(id), removed);
            Delete(removed);
        }

        Delete(AsideOf(id));
        return freed;
    }

    /// <summary>Keeps other processes from changing a model.</summary>
    internal ModelLock Lock(ModelId id)
    {
        Directory.CreateDirectory(Path.Combine(Folder, Aside));
        ModelLock held = ModelLock.Take(AsideOf(id) + ".lock", id);
        if (Directory.Exists(FormerOf(id)) && !Directory.Exists(FolderOf(id)))
        {
            // A process ended between the two moves of Install.
            Directory.Move(FormerOf(id), FolderOf(id));
        }

        return held;
    }

    /// <summary>Where a model lies while it is not whole.</summary>
    internal string AsideOf(ModelId id) => Path.Combine(Folder, Aside, NotNull(id).FolderName);

    /// <summary>The model that comes with the program is part of it.</summary>
    internal void RefuseBundled(ModelId id, string done)
    {
        if (IsBundled(NotNull(id)))
        {
            throw new ModelLibraryException(
                $"'{id}' cannot be {done}", ["it comes with the program, which needs it; choose another model or another name"]);
        }
    }

    /// <summary>Puts a whole folder in its place, instead of what was there.</summary>
    internal InstalledModel Install(ModelId id, string whole)
    {
        string place = FolderOf(id);
        string former = FormerOf(id);
        Delete(former);
        if (Directory.Exists(place))
        {
            Directory.Move(place, former);
        }

        Directory.Move(whole, place);
        Delete(former);
        return ModelInspection.Look(id, place);
    }

    /// <summary>Removes a folder that may not be there.</summary>
    internal static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private (string Folder, string Name) Installed(string model, string expected) => ModelId.TryParse(model, out ModelId? id)
        ? (Expect(id, "used").Folder, id.FolderName)
        : throw new ModelLibraryException(
            $"'{RelativePath.Shown(model)}' cannot be used", [$"it is no model, expected {expected}"]);

    private bool IsBundled(ModelId id) => string.Equals(id.FolderName, bundled.FolderName, StringComparison.OrdinalIgnoreCase);

    private string FormerOf(ModelId id) => AsideOf(id) + ".former";

    private InstalledModel Expect(ModelId id, string done) => Find(id) ?? throw new ModelLibraryException(
        $"'{id}' cannot be {done}",
        [$"it is not in '{Folder}'; there are "
            + $"{(Installed() is { Count: > 0 } models ? string.Join(", ", models.Select(model => model.Id)) : "no models")}"]);

    private static ModelId NotNull(ModelId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id;
    }
}
