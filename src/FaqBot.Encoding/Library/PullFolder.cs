using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>Where the files of one model are gathered until all are there.</summary>
/// <remarks>Parts lie in <c>parts</c> under their checksum; a file whose checksum is right lies in <c>files</c> under its name.</remarks>
internal sealed class PullFolder
{
    private readonly string _parts;
    private readonly Dictionary<string, string> _sums = new(StringComparer.Ordinal);

    public PullFolder(string path)
    {
        Path = path;
        Files = Directory.CreateDirectory(System.IO.Path.Combine(path, "files")).FullName;
        _parts = Directory.CreateDirectory(System.IO.Path.Combine(path, "parts")).FullName;
    }

    /// <summary>Full path of all of it.</summary>
    public string Path { get; }

    /// <summary>Full path of what becomes the model's folder.</summary>
    public string Files { get; }

    /// <summary>Bytes of a file that are there already, right or not.</summary>
    public long Present(HubFile file)
    {
        FileInfo whole = new(PlaceOf(file)), part = new(PartOf(file));
        return Math.Min(file.Bytes, whole.Exists ? whole.Length : part.Exists ? part.Length : 0);
    }

    /// <summary>Where the beginning of a file lies.</summary>
    public string PartOf(HubFile file) => System.IO.Path.Combine(_parts, file.Checksum!.Hex);

    /// <summary>Whether a file of an earlier run is there and right.</summary>
    public async Task<bool> HasAsync(HubFile file, CancellationToken cancellationToken) =>
        File.Exists(PlaceOf(file)) && await TakeAsync(file, PlaceOf(file), cancellationToken) is null;

    /// <summary>Copies a file from an installed edition of the model if it is the same.</summary>
    public async Task<bool> CopyAsync(HubFile file, string installed, CancellationToken cancellationToken)
    {
        string former = System.IO.Path.Combine(installed, file.Path);
        bool same = new FileInfo(former) is { Exists: true } there && there.Length == file.Bytes
            && await TakeAsync(file, former, cancellationToken) is null;
        if (same)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PlaceOf(file))!);
            File.Copy(former, PlaceOf(file), overwrite: true);
        }

        return same;
    }

    /// <summary>Takes a downloaded file if its checksum is right.</summary>
    /// <returns>Null, or the checksum that was found instead.</returns>
    public async Task<string?> AcceptAsync(HubFile file, CancellationToken cancellationToken)
    {
        if (await TakeAsync(file, PartOf(file), cancellationToken) is { } found)
        {
            return found;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PlaceOf(file))!);
        File.Move(PartOf(file), PlaceOf(file), overwrite: true);
        return null;
    }

    /// <summary>SHA-256 of the files that were accepted and decide a vector.</summary>
    public IEnumerable<KeyValuePair<string, string>> Sums => _sums.Where(sum => !ModelFileChoice.IsBeside(sum.Key));

    /// <summary>Removes what earlier runs left of other files.</summary>
    public void Prune()
    {
        foreach (string path in Directory.GetFiles(Files, "*", SearchOption.AllDirectories))
        {
            if (!_sums.ContainsKey(System.IO.Path.GetRelativePath(Files, path).Replace('\\', '/')))
            {
                File.Delete(path);
            }
        }
    }

    private async Task<string?> TakeAsync(HubFile file, string path, CancellationToken cancellationToken)
    {
        (bool equal, string found, string sha256) = await file.Checksum!.CompareAsync(path, cancellationToken);
        if (equal)
        {
            _sums[file.Path] = sha256;
        }

        return equal ? null : found;
    }

    private string PlaceOf(HubFile file) => System.IO.Path.Combine(Files, file.Path);
}
