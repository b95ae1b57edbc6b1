using System.Formats.Tar;
using System.IO.Compression;

namespace FaqBot.Core.Importing.Files;

/// <summary>Unpacks what gzip packed, within the limits of <see cref="Archive"/>: a tar archive (<c>.tgz</c>), or one file.</summary>
internal static class GzipArchive
{
    private const int MagicAt = 257;

    /// <summary>Whether bytes begin like gzip.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content) => content.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);

    /// <summary>Unpacks an archive; links and devices within it are none of its files.</summary>
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
            byte[] unpacked = Inflate(file, limits, budget, cancellationToken);
            if (unpacked.Length < MagicAt + 5 || !unpacked.AsSpan(MagicAt).StartsWith("ustar"u8))
            {
                string name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Name[..^3] : file.Name;
                return [new ImportFile(name, unpacked)];
            }

            using TarReader reader = new(new MemoryStream(unpacked, writable: false));
            List<ImportFile> files = [];
            while (reader.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                {
                    continue;
                }

                if (files.Count == limits.Files)
                {
                    throw new ImportException(
                        ImportFlaw.TooLarge, $"{file.Name} holds more than {limits.Files} files, which are read at most; split it.");
                }

                string path = entry.Name.Replace('\\', '/');
                Archive.Refuse(file, path);
                path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
                files.Add(new ImportFile($"{file.Name}/{path}", Read(entry)));
            }

            return files;
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or EndOfStreamException
            or FormatException or ArgumentException)
        {
            throw new ImportException(ImportFlaw.Unreadable, $"{file.Name} is a damaged archive; make it again.", exception);
        }
    }

    private static byte[] Read(TarEntry entry)
    {
        using MemoryStream content = new();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Inflate(ImportFile file, ImportLimits limits, UnpackBudget budget, CancellationToken cancellationToken)
    {
        using GZipStream stream = new(new MemoryStream(file.Content.ToArray(), writable: false), CompressionMode.Decompress);
        return Archive.Inflate(file, file.Name, stream, file.Content.Length, limits, budget, cancellationToken);
    }
}
