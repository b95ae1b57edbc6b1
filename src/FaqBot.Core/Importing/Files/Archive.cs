using System.IO.Compression;

namespace FaqBot.Core.Importing.Files;

/// <summary>Unpacks archives within limits; what their headers claim is not believed.</summary>
internal static class Archive
{
    private const int Slice = 64 * 1024;

    /// <summary>Whether bytes begin like an archive.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content) =>
        content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith("PK\u0005\u0006"u8);

    /// <summary>Unpacks an archive.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="budget">Bytes that all archives of the import may still become.</param>
    /// <param name="cancellationToken">Stops between two slices.</param>
    /// <returns>Its files, without folders.</returns>
    /// <exception cref="ImportException">It is damaged, too large, or leads out of its folder.</exception>
    public static List<ImportFile> Unpack(ImportFile file, ImportLimits limits, UnpackBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            using ZipArchive archive = new(new MemoryStream(file.Content.ToArray(), writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > limits.Files)
            {
                throw new ImportException(
                    ImportFlaw.TooLarge, $"{file.Name} holds {archive.Entries.Count} files, at most {limits.Files} are read; split it.");
            }

            List<ImportFile> files = [];
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string path = entry.FullName.Replace('\\', '/');
                Refuse(file, path);
                if (!path.EndsWith('/'))
                {
                    files.Add(new ImportFile($"{file.Name}/{path}", Unpack(file, entry, limits, budget, cancellationToken)));
                }
            }

            return files;
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            throw new ImportException(
                ImportFlaw.Unreadable, $"{file.Name} is a damaged or encrypted archive; make it again, without a password.", exception);
        }
    }

    /// <summary>Unpacks a file of an archive.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="check">Is told how many bytes a slice has, and how many there are with it; throws where that is too much.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static byte[] Read(ZipArchiveEntry entry, Action<int, long> check)
    {
        using Stream stream = entry.Open();
        return Read(stream, check);
    }

    /// <summary>Unpacks a file within limits.</summary>
    /// <param name="file">The archive that it is in, or that it is.</param>
    /// <param name="what">What becomes too large, as the beginning of a sentence.</param>
    /// <param name="stream">What it becomes.</param>
    /// <param name="packed">Its bytes as they are packed.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="budget">Bytes that all archives of the import may still become.</param>
    /// <param name="cancellationToken">Stops between two slices.</param>
    /// <exception cref="ImportException">It becomes too large.</exception>
    public static byte[] Inflate(
        ImportFile file, string what, Stream stream, long packed, ImportLimits limits, UnpackBudget budget,
        CancellationToken cancellationToken)
    {
        // A small file may be as repetitive as it likes.
        long most = Math.Max(packed * limits.Ratio, 1024 * 1024);
        return Read(stream, (read, length) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (length > most)
            {
                throw new ImportException(
                    ImportFlaw.TooLarge, $"{what} becomes more than {limits.Ratio} times its size; such an archive is not read.");
            }

            if (!budget.Take(read))
            {
                throw new ImportException(
                    ImportFlaw.TooLarge, $"{file.Name} becomes more than {limits.UnpackedBytes} bytes when it is unpacked; split it.");
            }
        });
    }

    private static byte[] Read(Stream stream, Action<int, long> check)
    {
        using MemoryStream unpacked = new();
        byte[] slice = new byte[Slice];
        int read;
        while ((read = stream.Read(slice)) > 0)
        {
            check(read, unpacked.Length + read);
            unpacked.Write(slice, 0, read);
        }

        return unpacked.ToArray();
    }

    /// <summary>Refuses a path that leads out of the folder of its archive.</summary>
    /// <exception cref="ImportException">It does.</exception>
    public static void Refuse(ImportFile file, string path)
    {
        if (path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal) || path.Split('/').Contains(".."))
        {
            throw new ImportException(
                ImportFlaw.Unreadable, $"{file.Name} holds '{Shown(path)}', which leads out of its folder; such an archive is not read.");
        }
    }

    private static byte[] Unpack(
        ImportFile file, ZipArchiveEntry entry, ImportLimits limits, UnpackBudget budget, CancellationToken cancellationToken)
    {
        using Stream stream = entry.Open();
        return Inflate(
            file, $"{file.Name} holds '{Shown(entry.FullName)}', which", stream, entry.CompressedLength, limits, budget, cancellationToken);
    }

    private static string Shown(string path) => path.Length <= 100 ? path : path[..100] + "…";
}

/// <summary>Bytes that an import may still unpack.</summary>
/// <param name="left">How many.</param>
internal sealed class UnpackBudget(long left)
{
    private long _left = left;

    /// <summary>Takes some.</summary>
    /// <param name="bytes">How many.</param>
    /// <returns>Whether there were as many.</returns>
    public bool Take(int bytes) => (_left -= bytes) >= 0;
}
