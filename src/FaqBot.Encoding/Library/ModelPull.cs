using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Library;

/// <summary>Downloads a model from a hub, checks every file and installs it when it is whole.</summary>
/// <remarks>Stopped at any moment, even by <c>kill -9</c>, it leaves the installed models as they were and goes on the next time.</remarks>
public sealed class ModelPull
{
    private readonly ModelLibrary _library;
    private readonly IModelHub _hub;
    private readonly ModelCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly FreeSpace _space;

    /// <summary>Prepares to pull from a hub into a library.</summary>
    /// <param name="library">Where models are installed.</param>
    /// <param name="hub">Where they come from.</param>
    /// <param name="catalog">What is known of them.</param>
    /// <param name="time">The clock.</param>
    public ModelPull(ModelLibrary library, IModelHub hub, ModelCatalog catalog, TimeProvider time)
        : this(library, hub, catalog, time, FreeSpace.OfSystem)
    {
    }

    internal ModelPull(ModelLibrary library, IModelHub hub, ModelCatalog catalog, TimeProvider time, FreeSpace space)
    {
        _library = library;
        _hub = hub;
        _catalog = catalog;
        _time = time;
        _space = space;
    }

    /// <summary>Downloads and installs a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="files">Weights that are wanted by name; empty: chosen by <see cref="ModelFileChoice"/>.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="HubException">The hub does not give it, or nothing may be asked of a hub.</exception>
    /// <exception cref="ModelLibraryException">It cannot be installed.</exception>
    /// <exception cref="ModelStoppedException">It was stopped.</exception>
    public async Task<PullResult> RunAsync(
        ModelReference model, IReadOnlyList<string> files, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(files);
        _library.RefuseBundled(model.Id, "pulled");
        long started = _time.GetTimestamp();
        if (_hub.Options.Offline)
        {
            return Offline(model);
        }

        try
        {
            using ModelLock held = _library.Lock(model.Id);
            using HubConnection connection = new(_hub.Options, _time);
            HubListing listing = await _hub.ListAsync(connection, model, cancellationToken);
            List<string> notes = [];
            HubFile[] chosen = Choose(listing, files, notes);
            if (Already(listing, chosen) is { } installed)
            {
                return new PullResult(installed, Changed: false, notes, 0, _time.GetElapsedTime(started));
            }

            PullFolder folder = new(_library.AsideOf(model.Id));
            _space.Expect(model.Id, _library.Folder, chosen.Sum(file => file.Bytes - folder.Present(file)));
            long downloaded = await DownloadAsync(connection, listing, chosen, folder, progress, cancellationToken);
            folder.Prune();
            Checksums.Write(folder.Files, folder.Sums);
            new ModelSource(_hub.Options.Endpoint.ToString().TrimEnd('/'), model.Id.Text, model.Revision, listing.Commit, _time.GetUtcNow(),
                listing.Licence)
                .Write(folder.Files);
            installed = _library.Install(model.Id, folder.Files);
            ModelLibrary.Delete(folder.Path);
            return new PullResult(installed, Changed: true, notes, downloaded, _time.GetElapsedTime(started));
        }
        catch (OperationCanceledException exception)
        {
            throw new ModelStoppedException(
                $"Stopped; what was downloaded of '{model.Id}' stays, and the next pull goes on from there.", exception);
        }
    }

    private PullResult Offline(ModelReference model) => _library.Find(model.Id) is { State: not ModelState.Damaged } installed
        ? new PullResult(installed, Changed: false, [], 0, TimeSpan.Zero)
        : throw new HubException(
            $"'{model.Id}' is not in '{_library.Folder}', and nothing may be downloaded here (--offline or HF_HUB_OFFLINE).\n"
            + (_catalog.Find(model.Id) is { } known
                ? $"Missing: {string.Join(", ", known.Files)} with configuration and tokenizer, about {known.ApproximateBytes / 1_000_000} "
                    + $"MB.\n" : "")
            + $"On a machine that may download: dotnet run --project src/FaqBot.Indexer -- models pull {model} --models transfer\n"
            + $"Bring the folder transfer/{model.Id.FolderName} to this machine.\n"
            + $"Here: dotnet run --project src/FaqBot.Indexer -- models import transfer/{model.Id.FolderName}");

    private HubFile[] Choose(HubListing listing, IReadOnlyList<string> files, List<string> notes)
    {
        List<string> faults = [];
        HashSet<string> names = [.. ModelFileChoice.Choose(
            [.. listing.Files.Select(file => file.Path).Distinct()], files, _catalog.Find(listing.Model.Id), faults, notes)];
        HubFile[] chosen = [.. listing.Files.DistinctBy(file => file.Path).Where(file => names.Contains(file.Path))];
        faults.AddRange(chosen.Where(file => file.Checksum is null)
            .Select(file => $"the hub states no checksum for '{file.Path}', expected SHA-256 or a git blob id; use another hub or mirror"));
        faults.AddRange(chosen.Where(file => file.Bytes is < 0 or > ModelLimits.FileBytes)
            .Select(file => $"'{file.Path}' has {file.Bytes} bytes, at most {ModelLimits.FileBytes} are taken"));
        if (chosen.Length > ModelLimits.Files
            || chosen.Sum(file => Math.Clamp(file.Bytes, 0, ModelLimits.FileBytes)) > ModelLimits.ModelBytes)
        {
            faults.Add(
                $"the model has {chosen.Length} files, at most {ModelLimits.Files} of {ModelLimits.ModelBytes} bytes together are taken");
        }

        return faults.Count == 0
            ? chosen : throw new ModelLibraryException($"'{listing.Model}' cannot be pulled from {_hub.Options.Endpoint}", faults);
    }

    /// <summary>The installed model, if it holds these files: of the same commit, or with the same checksums where a hub names no
    /// commit.</summary>
    private InstalledModel? Already(HubListing listing, HubFile[] chosen)
    {
        if (_library.Find(listing.Model.Id) is not { State: not ModelState.Damaged } installed)
        {
            return null;
        }

        bool sameCommit = listing.Commit is not null && installed.Source?.Commit == listing.Commit;
        IReadOnlyDictionary<string, string> sums = Checksums.Read(installed.Folder, []).Sums;
        return chosen.All(file =>
            new FileInfo(Path.Combine(installed.Folder, file.Path)) is { Exists: true } there && there.Length == file.Bytes
            && (sameCommit || ModelFileChoice.IsBeside(file.Path) || sums.GetValueOrDefault(file.Path) == file.Checksum!.Hex))
                ? installed
                : null;
    }

    /// <summary>Brings every file into the folder.</summary>
    /// <returns>Bytes that came over the network.</returns>
    private async Task<long> DownloadAsync(
        HubConnection connection, HubListing listing, HubFile[] chosen, PullFolder folder, IProgress<PullProgress>? progress,
            CancellationToken cancellationToken)
    {
        long total = chosen.Sum(file => file.Bytes), before = 0, downloaded = 0;
        string former = _library.FolderOf(listing.Model.Id);

        // The small files first: what is wrong with a repository shows before its weights are downloaded.
        foreach (HubFile file in chosen.OrderBy(file => file.Bytes))
        {
            if (!await folder.HasAsync(file, cancellationToken) && !await folder.CopyAsync(file, former, cancellationToken))
            {
                long there = 0;
                FileDownload download = new(connection, _hub.AddressOf(listing, file), listing.Model, file, folder.PartOf(file));
                await download.RunAsync(
                    (bytes, received) =>
                        progress?.Report(new PullProgress(file.Path, before + (there = bytes), total, downloaded += received, null)),
                    note => progress?.Report(new PullProgress(file.Path, before + there, total, downloaded, note)),
                    cancellationToken);
                string? found = await folder.AcceptAsync(file, cancellationToken);
                download.Discard();
                if (found is not null)
                {
                    throw new HubException(
                        $"'{file.Path}' has checksum {found}, expected {file.Checksum} as {_hub.Options.Endpoint.Host} lists; "
                        + "it was damaged or changed on the way and is not used: run the command again, or use another hub.");
                }
            }

            before += file.Bytes;
        }

        return downloaded;
    }
}
