using FaqBot.Encoding.Json;
using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Weights;

/// <summary>The tensors of a folder, in one safetensors file or in shards with an index.</summary>
internal sealed class Checkpoint : IDisposable
{
    public const string FileName = "model.safetensors";
    public const string IndexFileName = FileName + ".index.json";

    private const int MostShards = 1_000;

    private readonly List<SafetensorsFile> _files;
    private readonly Dictionary<string, CheckpointTensor> _tensors = new(StringComparer.Ordinal);

    private Checkpoint(List<SafetensorsFile> files)
    {
        _files = files;
    }

    /// <summary>Names of all tensors.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>Names of the files, relative to the folder.</summary>
    public IEnumerable<string> FileNames => _files.Select(file => file.Name);

    /// <summary>Sizes of a tensor's axes; null when there is no such tensor.</summary>
    public IReadOnlyList<long>? ShapeOf(string name) => _tensors.GetValueOrDefault(name)?.Stored.Shape;

    /// <summary>Opens the files.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="path">The folder of the module inside it; empty for the transformer.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>What could be read; dispose of it in any case.</returns>
    public static Checkpoint Open(string folder, string path, ICollection<string> faults)
    {
        string single = path.Length == 0 ? FileName : path + "/" + FileName;
        if (File.Exists(Path.Combine(folder, single)))
        {
            Checkpoint checkpoint = new([.. new[] { SafetensorsFile.Open(folder, single, faults) }.OfType<SafetensorsFile>()]);
            foreach (SafetensorsFile file in checkpoint._files)
            {
                checkpoint.Add(file, file.Tensors.Keys);
            }

            return checkpoint;
        }

        if (path.Length == 0 && File.Exists(Path.Combine(folder, IndexFileName)))
        {
            return OpenShards(folder, faults);
        }

        string other = Directory.Exists(Path.Combine(folder, path))
            && Directory.EnumerateFiles(Path.Combine(folder, path), "pytorch_model*.bin").FirstOrDefault() is { } pickle
            ? $", only '{Path.GetFileName(pickle)}', which can run code when it is read; save the model again with safe_serialization=True"
            : "; take the folder again from where the model was published";
        faults.Add($"found no '{single}'{(path.Length == 0 ? $" and no '{IndexFileName}'" : "")}{other}");
        return new Checkpoint([]);
    }

    /// <summary>Finds a tensor of a shape.</summary>
    /// <param name="names">Its name, and others that it may have.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <param name="faults">Receives what is wrong; the result must not be used then.</param>
    public CheckpointTensor? Find(IReadOnlyList<string> names, IReadOnlyList<long> shape, ICollection<string> faults)
    {
        if (names.Select(name => _tensors.GetValueOrDefault(name)).FirstOrDefault(found => found is not null) is not { } tensor)
        {
            faults.Add(
                $"the weights have no '{names[0]}' [{string.Join(", ", shape)}]; the files are incomplete or of another architecture");
            return null;
        }

        StoredTensor stored = tensor.Stored;
        if (!stored.Shape.SequenceEqual(shape))
        {
            faults.Add(
                $"'{tensor.File.Name}' holds '{stored.Name}' {stored.ShapeText}, expected [{string.Join(", ", shape)}] by "
                + $"'{TransformerConfig.FileName}'");
            return null;
        }

        if (!StoredTensor.WeightTypes.Contains(stored.TypeName))
        {
            faults.Add(
                $"'{tensor.File.Name}' holds '{stored.Name}' as {stored.TypeName}, expected one of "
                + $"{string.Join(", ", StoredTensor.WeightTypes)}; take the unquantised model");
            return null;
        }

        return tensor;
    }

    /// <inheritdoc />
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static Checkpoint OpenShards(string folder, ICollection<string> faults)
    {
        Checkpoint checkpoint = new([]);
        if (ModelJson.Read(folder, IndexFileName, faults, FileLimits.Index) is not { } index)
        {
            return checkpoint;
        }

        ILookup<string, string> shards = (index.Object("weight_map")?.All ?? default)
            .Where(entry => JsonMembers.TextOf(entry.Value) is not null)
            .ToLookup(entry => JsonMembers.TextOf(entry.Value)!, entry => entry.Name);
        if (shards.Count is 0 or > MostShards)
        {
            index.Report("weight_map", $"{shards.Count} files, expected the file of each tensor, {MostShards} at most");
            return checkpoint;
        }

        foreach (IGrouping<string, string> shard in shards.OrderBy(shard => shard.Key, StringComparer.Ordinal))
        {
            if (ModelFolder.IsOutside(shard.Key))
            {
                index.Report("weight_map", $"'{shard.Key}', expected files below the folder");
            }
            else if (!File.Exists(Path.Combine(folder, shard.Key)))
            {
                faults.Add(
                    $"'{shard.Key}' is missing, which '{IndexFileName}' names for {shard.Count()} tensors; take it from where the model "
                    + $"was published");
            }
            else if (SafetensorsFile.Open(folder, shard.Key, faults) is { } file)
            {
                checkpoint._files.Add(file);
                checkpoint.Add(file, shard);
            }
        }

        return checkpoint;
    }

    /// <summary>Adds the named tensors that the file holds; an absent one is reported when it turns out to be needed.</summary>
    private void Add(SafetensorsFile file, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (file.Tensors.TryGetValue(name, out StoredTensor? stored))
            {
                _tensors[name] = new CheckpointTensor(file, stored);
            }
        }
    }
}
