using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Builds an encoder folder with a fused ONNX graph from a Hugging Face checkpoint with safetensors.</summary>
/// <remarks>
/// BERT, RoBERTa, XLM-RoBERTa and CamemBERT, as sentence encoders or sequence classifiers. Sentence encoders take <c>input_ids</c> and
/// <c>attention_mask</c> (int64 [batch, sequence], padded on the right) and give <c>sentence_embedding</c> (float32 [batch, dimensions],
/// unit length); classifiers give <c>logits</c> (float32 [batch, labels]), those of BERT also take <c>token_type_ids</c>. A row of the
/// result does not depend on the other rows of its batch. The same checkpoint gives the same bytes.
/// </remarks>
public static class ModelBuilder
{
    private const int MostFaults = 40;

    /// <summary>Builds a folder; it appears all at once, or not at all.</summary>
    /// <param name="checkpointFolder">Folder of the checkpoint.</param>
    /// <param name="outputFolder">
    /// Folder to make; must be absent or empty. The checkpoint's own folder is allowed with <see cref="WeightFormat.Referenced"/>:
    /// then only the graph and the checksums are added.
    /// </param>
    /// <param name="options">What kind of model to build.</param>
    /// <param name="progress">Told how far the build is.</param>
    /// <param name="cancellationToken">Stops the build; nothing is left then.</param>
    /// <exception cref="ModelException">The checkpoint cannot be built; all faults are reported together.</exception>
    /// <exception cref="IOException">The folder cannot be written; nothing is left then.</exception>
    public static void Build(
        string checkpointFolder, string outputFolder, BuildOptions options, IProgress<BuildProgress>? progress = null,
            CancellationToken cancellationToken = default) =>
        Build(checkpointFolder, outputFolder, options, DiskSpace.FreeBytes, progress, cancellationToken);

    internal static void Build(
        string checkpointFolder, string outputFolder, BuildOptions options, Func<string, long> freeBytes,
            IProgress<BuildProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpointFolder);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        ArgumentNullException.ThrowIfNull(options);
        string source = Full(checkpointFolder);
        string target = Full(outputFolder);
        List<string> faults = [];
        ModelDescription? model = ModelDescription.Read(source, faults);
        using OpenCheckpoints checkpoints = OpenCheckpoints.Open(source, model?.Modules.Dense ?? [], faults);
        TransformerWeights? weights = model is null ? null : FindWeights(model, checkpoints, faults);
        BuildTarget place = new(source, target, options.Weights);
        faults.AddRange(place.Faults());
        ThrowIfAny(source, faults);

        OnnxGraph graph = TransformerGraph.Write(model!, weights!, Writer(options.Weights));
        OnnxFile file = new(graph);
        string[] besides = options.Weights == WeightFormat.Referenced ? [.. checkpoints.FileNames] : [];
        if (DiskSpace.Fault(target, place.Length(file, besides), freeBytes) is { } full)
        {
            throw new ModelException(source, [full]);
        }

        try
        {
            place.Write(file, model!.Modules, besides, progress, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new ModelException(source, [exception.Message], exception);
        }
    }

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static TransformerWeights? FindWeights(ModelDescription model, OpenCheckpoints checkpoints, List<string> faults)
    {
        int before = faults.Count;
        SupportedArchitecture.Check(model.Transformer, faults);

        // Without its sizes or in another architecture each weight would be a fault that says nothing.
        return faults.Count == before && checkpoints.IsReadable
            ? new WeightFinder(checkpoints.Transformer, model.Transformer, faults).Find(
                model.IsCrossEncoder, [.. model.Modules.Dense.Zip(checkpoints.Dense)])
            : null;
    }

    private static IWeightWriter Writer(WeightFormat format) => format switch
    {
        WeightFormat.Fp32 => new Float32Weights(),
        WeightFormat.Referenced => new ReferencedWeights(),
        WeightFormat.Int8 => new Int8Weights(),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static void ThrowIfAny(string folder, List<string> faults)
    {
        if (faults.Count > MostFaults)
        {
            int more = faults.Count - MostFaults;
            faults.RemoveRange(MostFaults, more);
            faults.Add($"… and {more} faults more");
        }

        if (faults.Count > 0)
        {
            throw new ModelException(folder, faults);
        }
    }
}
