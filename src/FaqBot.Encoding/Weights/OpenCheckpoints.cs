using FaqBot.Encoding.ModelFiles;

namespace FaqBot.Encoding.Weights;

/// <summary>The weights of a model: of its transformer and of each dense layer.</summary>
internal sealed class OpenCheckpoints : IDisposable
{
    private OpenCheckpoints(Checkpoint transformer, IReadOnlyList<Checkpoint> dense, bool isReadable)
    {
        Transformer = transformer;
        Dense = dense;
        IsReadable = isReadable;
    }

    /// <summary>Weights of the transformer.</summary>
    public Checkpoint Transformer { get; }

    /// <summary>Weights of the dense layers.</summary>
    public IReadOnlyList<Checkpoint> Dense { get; }

    /// <summary>Whether all files could be read.</summary>
    public bool IsReadable { get; }

    /// <summary>Names of all files, relative to the model's folder.</summary>
    public IEnumerable<string> FileNames => Transformer.FileNames.Concat(Dense.SelectMany(checkpoint => checkpoint.FileNames));

    /// <summary>Opens all files; dispose of the result in any case.</summary>
    public static OpenCheckpoints Open(string folder, IReadOnlyList<DenseModule> dense, List<string> faults)
    {
        int before = faults.Count;
        Checkpoint transformer = Checkpoint.Open(folder, "", faults);
        Checkpoint[] layers = [.. dense.Select(module => Checkpoint.Open(folder, module.Path, faults))];
        return new OpenCheckpoints(transformer, layers, faults.Count == before);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Transformer.Dispose();
        foreach (Checkpoint checkpoint in Dense)
        {
            checkpoint.Dispose();
        }
    }
}
