namespace FaqBot.Encoding.Library.Hubs;

/// <summary>Says which names of files may be written below a model's folder.</summary>
public static class RelativePath
{
    private const int Longest = 200;
    private const int Deepest = 6;

    /// <summary>Whether a name stays below the folder, on every operating system.</summary>
    /// <param name="path">The name as a hub lists it: parts divided by <c>/</c>.</param>
    /// <returns>False for what is absolute, goes up, has parts that an operating system reads in another way, or is too long.</returns>
    public static bool IsSafe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] parts = path.Split('/');
        return path.Length <= Longest && parts.Length <= Deepest && parts.All(IsSafePart);
    }

    /// <summary>A name for a message: on one line and not longer than can be read.</summary>
    /// <param name="path">The name.</param>
    /// <returns>The name, with what cannot be seen replaced.</returns>
    public static string Shown(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string visible = string.Concat(path.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()));
        return visible.Length <= 80 ? visible : visible[..40] + "…";
    }

    private static bool IsSafePart(string part) =>
        part.Length > 0 && part[0] != ' ' && part[^1] is not ('.' or ' ')
            && !part.Any(c => char.IsControl(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|');
}
