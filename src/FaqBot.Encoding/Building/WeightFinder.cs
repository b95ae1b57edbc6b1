using System.Globalization;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Finds the weights of a BERT or RoBERTa by the names that Hugging Face gives them, whatever stands before the names.</summary>
internal sealed class WeightFinder
{
    private const string Words = "embeddings.word_embeddings.weight";

    private readonly Checkpoint _checkpoint;
    private readonly TransformerConfig _config;
    private readonly ICollection<string> _faults;
    private readonly string _prefix;
    private readonly int _hidden;

    /// <summary>Begins the search.</summary>
    /// <param name="checkpoint">Where.</param>
    /// <param name="config">The shape, all sizes stated.</param>
    /// <param name="faults">Receives each weight that is missing or of another shape or type.</param>
    public WeightFinder(Checkpoint checkpoint, TransformerConfig config, ICollection<string> faults)
    {
        _checkpoint = checkpoint;
        _config = config;
        _faults = faults;
        _hidden = config.HiddenSize;
        _prefix = checkpoint.Names.Order(StringComparer.Ordinal)
            .FirstOrDefault(name => name == Words || name.EndsWith("." + Words, StringComparison.Ordinal)) is { } found
            ? found[..^Words.Length]
            : "";
    }

    /// <summary>Finds all weights of the model.</summary>
    /// <param name="isCrossEncoder">Whether the head of a sequence classifier is wanted.</param>
    /// <param name="dense">Linear layers over the pooled vector, with the checkpoint of each.</param>
    /// <returns>The weights; null when one is missing.</returns>
    public TransformerWeights? Find(bool isCrossEncoder, IReadOnlyList<(DenseModule Module, Checkpoint Checkpoint)> dense)
    {
        int before = _faults.Count;
        EmbeddingWeights embeddings = new(
            Tensor(_prefix + Words, _config.VocabularySize!.Value, _hidden),
            Tensor(_prefix + "embeddings.position_embeddings.weight", _config.Positions!.Value, _hidden),
            _config.TokenTypes > 0 ? Tensor(_prefix + "embeddings.token_type_embeddings.weight", _config.TokenTypes, _hidden) : null,
            Norm("embeddings.LayerNorm"));
        LayerWeights[] layers = [.. Enumerable.Range(0, _config.Layers!.Value).Select(Layer)];
        string next = LayerName(layers.Length);
        if (_checkpoint.Names.Any(name => name.StartsWith(next, StringComparison.Ordinal)))
        {
            _faults.Add(
                $"the weights have a layer '{next[..^1]}', expected {layers.Length} layers by '{TransformerConfig.FileName}'; the files do "
                + $"not belong together");
        }

        LinearWeights[] found = [.. dense.Select(layer => new LinearWeights(
            Tensor(layer.Checkpoint, ["linear.weight"], [layer.Module.OutputSize, layer.Module.InputSize]),
            layer.Module.HasBias ? Tensor(layer.Checkpoint, ["linear.bias"], [layer.Module.OutputSize]) : null))];
        TransformerWeights weights = new(embeddings, layers, found, isCrossEncoder ? Head() : []);
        return _faults.Count == before ? weights : null;
    }

    private LayerWeights Layer(int number)
    {
        string layer = LayerName(number);
        int inner = _config.IntermediateSize!.Value;
        return new LayerWeights(
            Linear(layer + "attention.self.query", _hidden, _hidden),
            Linear(layer + "attention.self.key", _hidden, _hidden),
            Linear(layer + "attention.self.value", _hidden, _hidden),
            Linear(layer + "attention.output.dense", _hidden, _hidden),
            Norm($"encoder.layer.{number.ToString(CultureInfo.InvariantCulture)}.attention.output.LayerNorm"),
            Linear(layer + "intermediate.dense", inner, _hidden),
            Linear(layer + "output.dense", _hidden, inner),
            Norm($"encoder.layer.{number.ToString(CultureInfo.InvariantCulture)}.output.LayerNorm"));
    }

    /// <summary>BERT keeps the first layer of its head in the pooler, RoBERTa in the classifier.</summary>
    private LinearWeights[] Head() => _config.ModelType == "bert"
        ? [Linear(_prefix + "pooler.dense", _hidden, _hidden), Linear("classifier", _config.Labels, _hidden)]
        : [Linear("classifier.dense", _hidden, _hidden), Linear("classifier.out_proj", _config.Labels, _hidden)];

    private string LayerName(int number) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}encoder.layer.{number}.");

    private LinearWeights Linear(string name, int outputs, int inputs) =>
        new(Tensor(name + ".weight", outputs, inputs), Tensor(name + ".bias", outputs));

    /// <summary>Old checkpoints, converted from TensorFlow, say gamma and beta.</summary>
    private NormWeights Norm(string name) => new(
        Tensor(_checkpoint, [_prefix + name + ".weight", _prefix + name + ".gamma"], [_hidden]),
        Tensor(_checkpoint, [_prefix + name + ".bias", _prefix + name + ".beta"], [_hidden]));

    private CheckpointTensor Tensor(string name, params long[] shape) => Tensor(_checkpoint, [name], shape);

    private CheckpointTensor Tensor(Checkpoint checkpoint, string[] names, long[] shape) =>
        checkpoint.Find(names, shape, _faults)!; // A fault was added where it is null, and no weights are given out.
}
