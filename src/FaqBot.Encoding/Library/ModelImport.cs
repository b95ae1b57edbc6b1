using System.IO.Enumeration;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Library;

/// <summary>Installs a model from a folder of this machine.</summary>
/// <remarks>
/// A folder with <c>SHA256SUMS</c>, as a pull leaves it, is checked against it. Of any other folder the files are chosen as of a hub's,
/// and their checksums are written; a snapshot in the cache of the Hugging Face hub is such a folder. Links are followed inside the
/// folder, and from a snapshot to the files of its own model in that cache; folders that are links are not entered.
/// </remarks>
public sealed class ModelImport
{
    private const int MostListed = 10_000;

    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = 0, MaxRecursionDepth = 4 };

    private readonly ModelLibrary _library;
    private readonly TimeProvider _time;
    private readonly FreeSpace _space;

    /// <summary>Prepares to import into a library.</summary>
    /// <param name="library">Where models are installed.</param>
    /// <param name="time">The clock.</param>
    public ModelImport(ModelLibrary library, TimeProvider time)
        : this(library, time, FreeSpace.OfSystem)
    {
    }

    internal ModelImport(ModelLibrary library, TimeProvider time, FreeSpace space)
    {
        _library = library;
        _time = time;
        _space = space;
    }

    /// <summary>Installs a copy of a folder.</summary>
    /// <param name="folder">The folder; it stays as it is.</param>
    /// <param name="id">The id that it gets; null: that of its <c>source.json</c>, else its name.</param>
    /// <param name="cancellationToken">Stops the copying; nothing is installed then.</param>
    /// <returns>The installed model, and what was left out on purpose.</returns>
    /// <exception cref="ModelStoppedException">It was stopped.</exception>
    /// <exception cref="ModelLibraryException">The folder is no whole model, or its id is taken; all faults are reported
    /// together.</exception>
    public (InstalledModel Model, IReadOnlyList<string> Notes) Import(string folder, ModelId? id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        List<string> faults = [], notes = [];
        if (!Directory.Exists(folder))
        {
            throw Refused(folder, ["found no folder there; name the folder that holds the model's config.json"]);
        }

        ImportBorder border = new(folder);
        faults.AddRange(new[] { ModelSource.FileName, Checksums.FileName }.Where(file => File.Exists(Path.Combine(folder, file)))
            .Select(border.FaultOf).OfType<string>());
        if (faults.Count > 0)
        {
            throw Refused(folder, faults);
        }

        ModelSource? source = ModelSource.Read(folder, faults);
        id ??= IdOf(folder, source);
        if (id is null)
        {
            throw Refused(folder,
                [.. faults, $"'{RelativePath.Shown(Path.GetFileName(folder))}' is no id of a model; name one with --id organisation/name"]);
        }

        _library.RefuseBundled(id, "imported");
        string[] files = Choose(folder, faults, notes);
        faults.AddRange(files.Where(file => File.Exists(Path.Combine(folder, file))).Select(border.FaultOf).OfType<string>());
        long bytes = faults.Count > 0 ? 0 : files.Sum(file => new FileInfo(border.RealPathOf(file)).Length);
        if (files.Length > ModelLimits.Files || bytes > ModelLimits.ModelBytes)
        {
            faults.Add(
                $"the model has {files.Length} files of {bytes} bytes together, at most {ModelLimits.Files} of {ModelLimits.ModelBytes} "
                + "are taken");
        }

        if (faults.Count > 0)
        {
            throw Refused(folder, faults);
        }

        using ModelLock held = _library.Lock(id);
        if (_library.Find(id) is not null)
        {
            throw Refused(folder, [$"'{id}' is installed already; remove it first, or import under another --id"]);
        }

        _space.Expect(id, _library.Folder, bytes);
        return (Install(border, id, files, source, cancellationToken), notes);
    }

    private InstalledModel Install(
        ImportBorder border, ModelId id, string[] files, ModelSource? source, CancellationToken cancellationToken)
    {
        string aside = _library.AsideOf(id) + ".import";
        ModelLibrary.Delete(aside);
        try
        {
            foreach (string file in files)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    throw new ModelStoppedException(
                        $"Stopped; '{id}' was not installed.", new OperationCanceledException(cancellationToken));
                }

                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(aside, file))!);
                File.Copy(border.RealPathOf(file), Path.Combine(aside, file));
            }

            if (files.Contains(Checksums.FileName))
            {
                string[] faults = [.. Checksums.Read(aside, []).Differences(aside)];
                if (faults.Length > 0)
                {
                    throw Refused(border.Folder, faults);
                }
            }
            else
            {
                Checksums.Write(aside, files.Where(file => !ModelFileChoice.IsBeside(file))
                    .Select(file => new KeyValuePair<string, string>(file, Checksums.Of(Path.Combine(aside, file)))));
            }

            (source ?? new ModelSource("local", id.Text, null, null, _time.GetUtcNow(), null)).Write(aside);
            return _library.Install(id, aside);
        }
        finally
        {
            ModelLibrary.Delete(aside);
        }
    }

    private static string[] Choose(string folder, List<string> faults, List<string> notes)
    {
        FileSystemEnumerable<string> found = new(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        string[] all = [.. found.Take(MostListed + 1).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
        if (all.Length > MostListed)
        {
            faults.Add($"it holds more than {MostListed} files, expected those of one model");
            return [];
        }

        if (!all.Contains(Checksums.FileName))
        {
            return [.. ModelFileChoice.Choose(all, [], null, faults, notes)];
        }

        Checksums checksums = Checksums.Read(folder, faults);
        faults.AddRange(checksums.Sums.Keys.Where(file => !all.Contains(file))
            .Select(file => $"'{file}' is missing, though '{Checksums.FileName}' lists it"));
        faults.AddRange(checksums.Sums.Keys.Where(file => ModelFileChoice.IsPickle(file) || !RelativePath.IsSafe(file))
            .Select(file => $"'{RelativePath.Shown(file)}' is a pickle file or has a name that no model file has; it is not taken"));
        if (ModelInspection.KindOf([.. checksums.Sums.Keys]) is null || !checksums.Sums.ContainsKey("config.json"))
        {
            faults.Add($"'{Checksums.FileName}' lists no weights or no 'config.json', expected both");
        }

        return [.. checksums.Sums.Keys, .. all.Where(ModelFileChoice.IsBeside).Except(checksums.Sums.Keys)];
    }

    /// <summary>The id that a folder's own words or its name tell; the hub's cache has
    /// <c>models--organisation--name/snapshots/commit</c>.</summary>
    private static ModelId? IdOf(string folder, ModelSource? source)
    {
        string? cached = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(folder)));
        string name = source?.Id
            ?? (cached?.StartsWith("models--", StringComparison.Ordinal) == true ? cached["models--".Length..] : Path.GetFileName(folder));
        return ModelId.TryParse(name, out ModelId? id) ? id : null;
    }

    private static ModelLibraryException Refused(string folder, IReadOnlyList<string> faults) =>
        new($"'{folder}' cannot be imported", faults);
}
