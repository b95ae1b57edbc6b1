using System.Security.Cryptography;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>The checksums of a model folder's files, as its <c>SHA256SUMS</c> lists them.</summary>
/// <remarks>Lines of the form that <c>sha256sum</c> reads and writes. Immutable and thread-safe.</remarks>
internal sealed class Checksums
{
    /// <summary>Name of the file in a model folder.</summary>
    public const string FileName = "SHA256SUMS";

    private const int LongestLine = 2_048, MostFiles = 10_000, MostFaults = 100;

    private readonly Dictionary<string, string> _sums = new(StringComparer.Ordinal);

    private Checksums()
    {
    }

    /// <summary>File name, relative to the folder, to SHA-256 in lower-case hexadecimal; in the order of the lines.</summary>
    public IReadOnlyDictionary<string, string> Sums => _sums;

    /// <summary>Reads the file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="faults">Takes one line for each line that cannot be used, and one if the rest of the file cannot be read.</param>
    /// <returns>The checksums of the other lines.</returns>
    public static Checksums Read(string folder, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        Checksums checksums = new();
        try
        {
            checksums.AddLines(Path.Combine(folder, FileName), faults);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{FileName}' cannot be read: {exception.Message.TrimEnd('.')}; take it again from where the model was published");
        }

        return checksums;
    }

    /// <summary>Writes the file of a folder, replacing it whole.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sums">File name to SHA-256 in hexadecimal.</param>
    public static void Write(string folder, IEnumerable<KeyValuePair<string, string>> sums)
    {
        string path = Path.Combine(folder, FileName);
        File.WriteAllText(path
            + ".new", string.Concat(sums.OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => $"{sum.Value}  {sum.Key}\n")));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The SHA-256 of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Of(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Reads every listed file and compares.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>One line for each file that is missing or changed.</returns>
    public IEnumerable<string> Differences(string folder) => _sums.Select(sum => Difference(folder, sum.Key, sum.Value)).OfType<string>();

    private static string? Difference(string folder, string name, string expected)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return $"'{name}' is missing; take the folder again from where it was published";
        }

        string found = Of(path);
        return found == expected
            ? null
            : $"'{name}' has SHA-256 {found}, expected {expected} ({new FileInfo(path).Length} bytes found); it is cut off or changed: "
                + $"take it again from where it was published";
    }

    private void AddLines(string path, ICollection<string> faults)
    {
        FileLimits.Require(path, FileLimits.Settings);
        foreach ((int index, string line) in TextLines.Read(path, LongestLine).Index())
        {
            if (_sums.Count > MostFiles || faults.Count > MostFaults)
            {
                faults.Add($"'{FileName}' lists more than {MostFiles} files, or has too many faults to list them all");
                break;
            }

            if (!string.IsNullOrWhiteSpace(line) && !TryAdd(line))
            {
                faults.Add($"'{FileName}' line {index + 1} is not '<64 hexadecimal digits>  <file>' naming a file below the folder once");
            }
        }
    }

    private bool TryAdd(string line)
    {
        string[] parts = line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string name = parts.Length == 2 ? parts[1].TrimStart('*') : "";
        return parts.Length == 2 && parts[0].Length == 64 && parts[0].All(char.IsAsciiHexDigit) && name.Length > 0
            && !ModelFolder.IsOutside(name)
            && _sums.TryAdd(name, parts[0].ToLowerInvariant());
    }
}
