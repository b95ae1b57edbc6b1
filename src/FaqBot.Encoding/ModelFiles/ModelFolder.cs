using System.Security.Cryptography;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>The files of one model, checked against the folder's <c>SHA256SUMS</c> where there is one.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ModelFolder
{
    /// <summary>Least number of tokens of a text that a model must take: less leaves no room beside the special ones.</summary>
    internal const int FewestTokens = 8;

    private const int LongestName = 1_024;

    // A graph below this size holds no weights: they lie in a file beside it.
    private const int GraphAlone = 4 << 20;

    /// <summary>Where tools put the ONNX file, the one to prefer first.</summary>
    private static readonly string[] GraphFiles =
    [
        "model.onnx", "onnx/model.onnx", "model_optimized.onnx", "onnx/model_optimized.onnx", "onnx/model_quantized.onnx",
            "model_quantized.onnx",
        "onnx/model_O4.onnx", "onnx/model_fp16.onnx",
    ];

    private ModelFolder(string path, string? graphFile, string fingerprint)
    {
        Path = path;
        GraphFile = graphFile;
        Fingerprint = fingerprint;
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Name of the folder, which names the model.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>The ONNX file, relative to the folder; null for a model without one.</summary>
    public string? GraphFile { get; }

    /// <summary>SHA-256 over the checksums of all files that decide a vector, in hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>Opens the folder of a model with an ONNX file and checks every file that <c>SHA256SUMS</c> lists.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="graphFile">The ONNX file below it; null: the first found of those that are usual.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="ModelException">A file is missing, changed, or not listed; all faults are reported together.</exception>
    public static ModelFolder Open(string path, string? graphFile = null)
    {
        path = Full(path);
        List<string> faults = [];
        graphFile = FindGraph(path, graphFile, faults);
        return Open(path, graphFile, graphFile is null ? [] : [graphFile, TransformerConfig.FileName], faults);
    }

    /// <summary>Opens the folder of a model without an ONNX file.</summary>
    internal static ModelFolder OpenWithoutGraph(string path, params string[] needed) => Open(Full(path), null, needed, []);

    /// <summary>Finds the ONNX file of a folder.</summary>
    /// <returns>Its path relative to the folder; null with a fault.</returns>
    internal static string? FindGraph(string path, string? wanted, ICollection<string> faults)
    {
        if (!Directory.Exists(path))
        {
            faults.Add("there is no such folder, expected one with an ONNX file, its tokenizer and 'config.json'");
            return null;
        }

        string[] candidates = wanted is null ? GraphFiles : IsOutside(wanted) ? [] : [wanted];
        string? found = candidates.FirstOrDefault(file => File.Exists(System.IO.Path.Combine(path, file)));
        if (found is null && File.Exists(System.IO.Path.Combine(path, Checksums.FileName)))
        {
            // A listed file that is missing is reported with the other differences.
            Checksums listed = Checksums.Read(path, []);
            found = candidates.FirstOrDefault(listed.Sums.ContainsKey);
        }

        if (found is not null)
        {
            return found;
        }

        string only = wanted is null && Directory.EnumerateFiles(path, "model*.safetensors*").Any()
            ? $", only weights; build one: dotnet run --project src/FaqBot.Indexer -- models build \"{path}\""
            : "; take the folder again from where it was published";
        faults.Add($"found no ONNX file '{wanted ?? GraphFiles[0]}'{only}");
        return null;
    }

    /// <summary>Bytes of a graph and of the weights beside it.</summary>
    internal static long WeightBytes(string path, string graphFile) =>
        WeightsBeside(path, graphFile).Append(graphFile).Select(file => new FileInfo(System.IO.Path.Combine(path, file)))
            .Where(file => file.Exists).Sum(file => file.Length);

    /// <summary>Whether a name leads out of the folder that it is joined to, or is none.</summary>
    internal static bool IsOutside(string name) =>
        name.Length > LongestName || name.Contains('\0') || System.IO.Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..");

    private static string Full(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return System.IO.Path.GetFullPath(path);
    }

    private static ModelFolder Open(string path, string? graphFile, string[] needed, List<string> faults)
    {
        IReadOnlyDictionary<string, string> sums = new Dictionary<string, string>();
        if (Directory.Exists(path) && faults.Count == 0)
        {
            sums = File.Exists(System.IO.Path.Combine(path, Checksums.FileName))
                ? ReadSums(path, needed, faults) : ComputeSums(path, graphFile, needed, faults);
        }

        if (faults.Count > 0)
        {
            throw new ModelException(path, faults);
        }

        // A folder may hold several graphs, and its list name them all.
        string canonical = string.Join('\n', sums.OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => $"{sum.Value}  {sum.Key}"));
        canonical += graphFile is null || graphFile == GraphFiles[0] ? "" : $"\n{graphFile}";
        return new ModelFolder(path, graphFile, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical))));
    }

    private static IReadOnlyDictionary<string, string> ReadSums(string path, string[] needed, List<string> faults)
    {
        Checksums checksums = Checksums.Read(path, faults);

        // Nothing that decides a vector may be unlisted; modules are read without their faults, which are reported when they are used.
        IEnumerable<string> deciding = needed.Concat(BuildFiles.DecidingIn(path, SentenceModules.Read(path, [])));
        faults.AddRange(deciding.Distinct(StringComparer.Ordinal).Where(file => !checksums.Sums.ContainsKey(file))
            .Select(file => $"'{Checksums.FileName}' does not list '{file}'"));
        faults.AddRange(checksums.Differences(path));
        return checksums.Sums;
    }

    private static Dictionary<string, string> ComputeSums(string path, string? graphFile, string[] needed, List<string> faults)
    {
        SentenceModules modules = SentenceModules.Read(path, faults);
        string[] files = [.. BuildFiles.DecidingIn(path, modules).Concat(needed).Concat(WeightsBeside(path, graphFile))
            .Distinct(StringComparer.Ordinal)];
        foreach (string missing in files.Where(file => !File.Exists(System.IO.Path.Combine(path, file))))
        {
            faults.Add($"found no file '{missing}'; take the folder again from where it was published");
        }

        return faults.Count > 0
            ? [] : files.ToDictionary(file => file, file => Checksums.Of(System.IO.Path.Combine(path, file)), StringComparer.Ordinal);
    }

    private static IEnumerable<string> WeightsBeside(string path, string? graphFile)
    {
        if (graphFile is null || new FileInfo(System.IO.Path.Combine(path, graphFile)) is not { Exists: true, Length: <= GraphAlone })
        {
            return [];
        }

        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.Combine(path, graphFile))!;
        return Directory.EnumerateFiles(folder)
            .Where(file => file.EndsWith("data", StringComparison.Ordinal) || file.EndsWith(".safetensors", StringComparison.Ordinal))
            .Select(file => System.IO.Path.GetRelativePath(path, file).Replace('\\', '/'));
    }
}
