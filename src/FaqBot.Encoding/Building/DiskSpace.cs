namespace FaqBot.Encoding.Building;

/// <summary>Tells before a build whether its files have room.</summary>
internal static class DiskSpace
{
    /// <summary>The fault of a place that has too little room; null when there is enough.</summary>
    /// <param name="folder">Where the files will lie; need not exist.</param>
    /// <param name="needed">Their bytes.</param>
    /// <param name="free">Gives the free bytes of the disk that holds an existing folder.</param>
    public static string? Fault(string folder, long needed, Func<string, long> free)
    {
        string? existing = folder;
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        if (existing is null)
        {
            return $"'{folder}' lies on a disk that does not exist; name another folder";
        }

        long found = free(existing);
        return found >= needed
            ? null
            : $"the disk of '{folder}' has {found / 1_000_000} MB free, expected {(needed / 1_000_000) + 1} MB for the built model; make "
                + $"room or name another folder";
    }

    /// <summary>Free bytes of the disk that holds a folder.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;
}
