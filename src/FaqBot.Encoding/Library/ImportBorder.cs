using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Library;

/// <summary>Which files an import may read: those of a folder, and what links in it lead to inside.</summary>
/// <remarks>
/// A snapshot in the cache of the Hugging Face hub, <c>models--organisation--name/snapshots/commit</c>, holds links to the
/// <c>blobs</c> of the same model: <see href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache"/>.
/// </remarks>
/// <param name="folder">The folder.</param>
internal sealed class ImportBorder(string folder)
{
    private readonly string _blobs = BlobsOf(RealPath.Of(folder) ?? folder);

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Why a file may not be taken.</summary>
    /// <param name="file">Its name below the folder.</param>
    /// <returns>One line; null when it may be.</returns>
    public string? FaultOf(string file)
    {
        if (RealPath.Of(Path.Combine(Folder, file)) is not { } path)
        {
            return $"'{RelativePath.Shown(file)}' is a link that leads nowhere, expected a file";
        }

        if (!RealPath.IsBelow(Folder, path) && !(_blobs.Length > 0 && RealPath.IsBelow(_blobs, path)))
        {
            return $"'{RelativePath.Shown(file)}' is a link out of the folder, which is not followed; put the file itself there";
        }

        // Pipes and devices have no length, either.
        return new FileInfo(path).Length switch
        {
            0 => $"'{RelativePath.Shown(file)}' is empty or no file",
            > ModelLimits.FileBytes and var length => $"'{RelativePath.Shown(file)}' has {length} bytes, at most "
                + $"{ModelLimits.FileBytes} are taken",
            _ => null,
        };
    }

    /// <summary>The place of a file without links.</summary>
    /// <param name="file">Its name below the folder; it has no fault.</param>
    public string RealPathOf(string file) => RealPath.Of(Path.Combine(Folder, file))
        ?? throw new FileNotFoundException($"'{RelativePath.Shown(file)}' was there before and is not now.");

    /// <summary>The folder of the files that a snapshot may link to; empty for any other folder, or when it is a link itself.</summary>
    private static string BlobsOf(string real)
    {
        string? snapshots = Path.GetDirectoryName(real);
        string? model = Path.GetDirectoryName(snapshots);
        bool isSnapshot = Path.GetFileName(snapshots) == "snapshots"
            && Path.GetFileName(model)?.StartsWith("models--", StringComparison.Ordinal) == true;
        string blobs = isSnapshot ? Path.Combine(model!, "blobs") : "";
        return isSnapshot && RealPath.Of(blobs) == blobs ? blobs : "";
    }
}
