using FaqBot.Core.Importing.Files;

namespace FaqBot.Indexer.Importing;

/// <summary>Reads the files that a command line names, and those of named folders.</summary>
internal static class InputFiles
{
    /// <summary>Reads files within limits.</summary>
    /// <exception cref="ImportException">There are too many, or one is too large.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static List<ImportFile> Read(IReadOnlyList<string> paths, ImportLimits limits)
    {
        List<ImportFile> files = [];
        foreach (string path in paths)
        {
            string root = Path.GetFullPath(path);
            IEnumerable<string> found = Directory.Exists(root)
                ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [root];
            foreach (string file in found)
            {
                long length = new FileInfo(file).Length;
                if (length > limits.FileBytes || files.Count == limits.Files)
                {
                    throw new ImportException(
                        ImportFlaw.TooLarge,
                        length > limits.FileBytes ? $"{file} has {length} bytes, at most {limits.FileBytes} are read; split it."
                            : $"There are more than {limits.Files} files; import them in parts.");
                }

                string name = file == root ? Path.GetFileName(file)
                    : Path.GetRelativePath(Path.GetDirectoryName(root) ?? root, file).Replace('\\', '/');
                files.Add(new ImportFile(name, File.ReadAllBytes(file)));
            }
        }

        return files;
    }
}
