using System.Text.RegularExpressions;

namespace FaqBot.Tests.Deployment;

/// <summary>The files of the repository that a build of the image sees: what .dockerignore lets through.</summary>
internal sealed class BuildContext
{
    private readonly (Regex Pattern, bool LetsIn)[] _rules =
    [
        .. File.ReadAllLines(Repository.PathOf(".dockerignore"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (PatternOf(line.TrimStart('!')), line[0] == '!')),
    ];

    /// <summary>Copies what an instruction names.</summary>
    /// <param name="source">A file, pattern of files or folder, relative to the repository.</param>
    /// <param name="target">Folder that stands for the working folder of the stage.</param>
    public void Copy(string source, string target)
    {
        IEnumerable<string> files = source.EndsWith('/')
            ? Directory.EnumerateFiles(
                Repository.PathOf(source), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            : Directory.EnumerateFiles(Repository.Root, source, new EnumerationOptions { AttributesToSkip = 0 });
        foreach (string file in files)
        {
            string path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
            if (IsIn(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
                File.Copy(file, Path.Combine(target, path));
            }
        }
    }

    // The last rule that matches a file or a folder above it decides.
    private bool IsIn(string path) =>
        !Array.Exists(_rules, rule => rule.Pattern.IsMatch(path)) || Array.FindLast(_rules, rule => rule.Pattern.IsMatch(path)).LetsIn;

    private static Regex PatternOf(string rule) => new(
        "^" + Regex.Escape(rule).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "(/.*)?$",
        RegexOptions.CultureInvariant);
}
