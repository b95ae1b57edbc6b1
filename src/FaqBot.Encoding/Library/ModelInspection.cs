using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Library;

/// <summary>Tells what a model's folder holds.</summary>
internal static class ModelInspection
{
    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 6 };

    /// <summary>Looks at names and lengths only.</summary>
    public static InstalledModel Look(ModelId id, string folder)
    {
        List<string> faults = [];
        Checksums? checksums = File.Exists(Path.Combine(folder, Checksums.FileName)) ? Checksums.Read(folder, faults) : null;
        ModelSource? source = ModelSource.Read(folder, faults);
        bool whole = checksums is { Sums.Count: > 0 } && faults.Count == 0
            && checksums.Sums.Keys.All(file => File.Exists(Path.Combine(folder, file)));
        ModelKind? kind = checksums is null ? null : KindOf([.. checksums.Sums.Keys]);
        int? dimensions = Dimensions(folder);
        return new InstalledModel(
            id,
            folder,
            !whole || kind is null || (kind == ModelKind.Encoder && dimensions is null)
                ? ModelState.Damaged : kind == ModelKind.Encoder ? ModelState.Ready : ModelState.ToBuild,
            kind,
            dimensions,
            new DirectoryInfo(folder).EnumerateFiles("*", Everything).Sum(file => file.Length),
            source);
    }

    /// <summary>Reads every file.</summary>
    /// <returns>One line for each fault.</returns>
    public static IReadOnlyList<string> Verify(string folder, CatalogModel? known)
    {
        List<string> faults = [];
        if (!File.Exists(Path.Combine(folder, Checksums.FileName)))
        {
            return [$"found no file '{Checksums.FileName}', expected the checksums of all model files; pull or import the model again"];
        }

        Checksums checksums = Checksums.Read(folder, faults);
        faults.AddRange(checksums.Differences(folder));
        ModelSource.Read(folder, faults);
        ModelKind? kind = KindOf([.. checksums.Sums.Keys]);
        if (kind is null)
        {
            faults.Add($"'{Checksums.FileName}' lists no weights, expected a .safetensors or .onnx file");
        }

        int? dimensions = Dimensions(folder);
        if (dimensions is null && (kind == ModelKind.Encoder || known is not null))
        {
            faults.Add("'config.json' does not state hidden_size, expected a whole number of at least 1");
        }
        else if (known is not null && known.Dimensions != dimensions)
        {
            faults.Add($"'config.json' states hidden_size {dimensions}, the catalog {known.Dimensions}; this is another model");
        }

        return faults;
    }

    /// <summary>What files of these names are.</summary>
    public static ModelKind? KindOf(IReadOnlyCollection<string> files) =>
        files.Contains("model.onnx") && files.Contains("tokenizer.json") && files.Contains("config.json") ? ModelKind.Encoder
        : files.Any(file => file.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) ? ModelKind.Checkpoint
        : files.Any(file => file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) ? ModelKind.Graph
        : null;

    private static int? Dimensions(string folder)
    {
        List<string> ignored = [];
        return ModelJson.Read(folder, TransformerConfig.FileName, ignored)?.Integer("hidden_size", 1, int.MaxValue);
    }
}
