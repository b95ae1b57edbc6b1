namespace FaqBot.Encoding.ModelFiles;

/// <summary>Where a path leads once all links in it, of folders as well, are followed.</summary>
internal static class RealPath
{
    // As operating systems have it; links that lead to each other have no end.
    private const int MostLinks = 40;

    /// <summary>Follows all links of a path.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The full path without links; null when a part is missing or links lead to each other.</returns>
    public static string? Of(string path)
    {
        string root = Path.GetPathRoot(Path.GetFullPath(path))!;
        Stack<string> parts = new(Parts(Path.GetFullPath(path)[root.Length..]).Reverse());
        string real = root;
        int links = 0;
        while (parts.TryPop(out string? part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }

            string next = Path.Combine(real, part);
            FileSystemInfo here = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (here.LinkTarget is not { } target)
            {
                if (!here.Exists)
                {
                    return null;
                }

                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                root = Path.GetPathRoot(target)!;
                real = root;
                target = target[root.Length..];
            }

            foreach (string step in Parts(target).Reverse())
            {
                parts.Push(step);
            }
        }

        return real;
    }

    /// <summary>Whether a path without links lies below a folder.</summary>
    /// <param name="folder">The folder; links in its own path are followed.</param>
    /// <param name="path">What <see cref="Of"/> gave.</param>
    public static bool IsBelow(string folder, string path) =>
        Of(folder) is { } real
        && path.StartsWith(Path.TrimEndingDirectorySeparator(real) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".");
}
