using System.Globalization;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Writes the graph of a BERT or RoBERTa encoder with the fused operators of ONNX Runtime.</summary>
internal sealed class TransformerGraph
{
    public const string IdsInput = "input_ids";
    public const string MaskInput = "attention_mask";
    public const string TypesInput = "token_type_ids";
    public const string VectorOutput = "sentence_embedding";
    public const string LogitsOutput = "logits";

    private readonly OnnxGraph _graph;
    private readonly ModelDescription _model;
    private readonly TransformerWeights _weights;
    private readonly IWeightWriter _writer;
    private readonly Lazy<IReadOnlyList<LayerSamples>> _samples;
    private readonly string _ids;
    private readonly string _mask;
    private readonly string _shape;
    private readonly string _padding;
    private readonly string _flat;
    private readonly string _rows;

    private TransformerGraph(OnnxGraph graph, ModelDescription model, TransformerWeights weights, IWeightWriter writer)
    {
        _graph = graph;
        _model = model;
        _weights = weights;
        _writer = writer;
        _samples = new(() => SampleRun.Of(model.Transformer, weights));
        _ids = graph.Input(IdsInput);
        _mask = graph.Input(MaskInput);
        _shape = graph.Add("Concat", [graph.Add("Shape", [_ids]), graph.Constant(ConstantTensor.Of(-1))], ("axis", 0L));
        _padding = graph.Add("Cast", [_mask], ("to", (long)TensorType.Int32));
        _flat = graph.Constant(ConstantTensor.Of(-1, Config.HiddenSize));
        _rows = graph.Add("Reshape", [_ids, graph.Constant(ConstantTensor.Of(-1))]);
    }

    private TransformerConfig Config => _model.Transformer;

    /// <summary>Whether only the vector of the first token is used.</summary>
    private bool UsesFirstToken => _model.IsCrossEncoder || _model.Modules.Pooling.Mode == PoolingMode.Cls;

    /// <summary>Writes the graph.</summary>
    /// <param name="model">What the model is.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="writer">How weights are stored.</param>
    /// <returns>The graph.</returns>
    public static OnnxGraph Write(ModelDescription model, TransformerWeights weights, IWeightWriter writer)
    {
        OnnxGraph graph = new("faqbot");
        TransformerGraph transformer = new(graph, model, weights, writer);
        SentenceGraph sentence = new(graph, writer);
        string last = transformer.Layers(transformer.Embed());
        if (model.IsCrossEncoder)
        {
            graph.Output(sentence.Classify(last, weights.Head), LogitsOutput, model.Transformer.Labels);
            return graph;
        }

        string pooled = transformer.UsesFirstToken
            ? last
            : sentence.Pool(
                model.Modules.Pooling.Mode, graph.Add("Reshape", [last, transformer._shape]), transformer._mask,
                    model.Modules.Dense.Count > 0);
        graph.Output(sentence.Finish(pooled, model.Modules.Dense, weights.Dense), VectorOutput, model.Dimensions);
        return graph;
    }

    /// <summary>Token vectors, [batch · sequence × hidden].</summary>
    private string Embed()
    {
        EmbeddingWeights tables = _weights.Embeddings;
        bool hasTypes = _model.IsCrossEncoder && Config.TokenTypes > 1;
        string words = _writer.Rows(_graph, "words", tables.Words, _ids);
        if (hasTypes)
        {
            string types = _writer.Floats(_graph, "types", tables.Types!);
            words = _graph.Add("Add", [words, _graph.Add("Gather", [types, _graph.Input(TypesInput)])]);
        }

        string positions = Positions(_writer.Positions(_graph, tables.Positions, hasTypes ? null : tables.Types));
        string embedded = AddAndNormalize("embedded", words, positions, null, tables.Norm);
        return _graph.Add("Reshape", [embedded, _flat]);
    }

    /// <summary>
    /// RoBERTa counts its positions over the ids that are not padding and gives padding, wherever it stands, a position of its own;
    /// see <c>create_position_ids_from_input_ids</c> in
    /// <see href="https://github.com/huggingface/transformers/blob/main/src/transformers/models/roberta/modeling_roberta.py"/>.
    /// </summary>
    private string Positions(string table)
    {
        if (Config.PositionOffset == 0)
        {
            string length = _graph.Add(
                "Slice", [_graph.Add("Shape", [_ids]), _graph.Constant(ConstantTensor.Of(1)), _graph.Constant(ConstantTensor.Of(2))]);
            return _graph.Add("Slice", [table, _graph.Constant(ConstantTensor.Of(0)), length]);
        }

        string padding = _graph.Constant(ConstantTensor.Scalar((long)Config.PaddingId));
        string isToken = _graph.Add("Cast", [_graph.Add("Not", [_graph.Add("Equal", [_ids, padding])])], ("to", (long)TensorType.Int64));
        string count = _graph.Add("CumSum", [isToken, _graph.Constant(ConstantTensor.Scalar(1L))]);
        string places = _graph.Add("Add", [_graph.Add("Mul", [count, isToken]), padding]);
        return _graph.Add("Gather", [table, places]);
    }

    private string Layers(string hidden)
    {
        for (int i = 0; i < _weights.Layers.Count; i++)
        {
            hidden = Layer(i, hidden, UsesFirstToken && i == _weights.Layers.Count - 1);
        }

        return hidden;
    }

    /// <summary>One layer; behind the last attention only the first tokens go on if only they are used.</summary>
    private string Layer(int number, string hidden, bool firstTokenOnly)
    {
        LayerWeights layer = _weights.Layers[number];
        string name = string.Create(CultureInfo.InvariantCulture, $"layer.{number}.");
        string attended = Attend(number, name, hidden);
        string rows = _rows;
        if (firstTokenOnly)
        {
            attended = FirstToken(attended);
            hidden = FirstToken(hidden);
            rows = _ids;
        }

        ProductInput Input(string value, bool hasOutliers, Func<LayerSamples, float[]> samples) =>
            new(value, rows, hasOutliers, () => samples(_samples.Value[number]));

        string projected =
            _writer.Product(_graph, name + "attended", Input(attended, false, samples => samples.Attended), layer.Attended.Weight);
        hidden = AddAndNormalize(name + "attended", projected, hidden, layer.Attended, layer.AttendedNorm);
        string inner = _writer.Product(_graph, name + "inner", Input(hidden, true, samples => samples.Inner), layer.Inner.Weight);
        Activation activation = Activation.Named(Config.Activation)!;
        string activated = activation.Apply(_graph, inner, _writer.Floats(_graph, name + "inner.bias", layer.Inner.Bias!));
        string output = _writer.Product(_graph, name + "output", Input(activated, true, samples => samples.Output), layer.Output.Weight);
        return AddAndNormalize(name + "output", output, hidden, layer.Output, layer.OutputNorm);
    }

    private string Attend(int number, string name, string hidden)
    {
        LayerWeights layer = _weights.Layers[number];
        ProductInput input = new(hidden, _rows, HasOutliers: true, () => _samples.Value[number].Attention);
        string product = _writer.Product(_graph, name + "attention", input, layer.Query.Weight, layer.Key.Weight, layer.Value.Weight);
        string bias = _writer.Floats(_graph, name + "attention.bias", layer.Query.Bias!, layer.Key.Bias!, layer.Value.Bias!);
        string[] parts = _graph.Add("Split", "", [_graph.Add("Reshape", [product, _shape])], 3, ("axis", -1L), ("num_outputs", 3L));
        string attended = _graph.AddContributed(
            "MultiHeadAttention", [.. parts, bias, _padding], ("num_heads", (long)Config.Heads!.Value));
        return _graph.Add("Reshape", [attended, _flat]);
    }

    /// <summary>[batch · sequence × hidden] to [batch × hidden].</summary>
    private string FirstToken(string rows) =>
        _graph.Add("Gather", [_graph.Add("Reshape", [rows, _shape]), _graph.Constant(ConstantTensor.Scalar(0L))], ("axis", 1L));

    private string AddAndNormalize(string name, string added, string hidden, LinearWeights? linear, NormWeights norm)
    {
        string scale = _writer.Floats(_graph, name + ".scale", norm.Scale);
        string shift = _writer.Floats(_graph, name + ".shift", norm.Shift);
        string[] bias = linear is null ? [] : [_writer.Floats(_graph, name + ".bias", linear.Bias!)];
        return _graph.AddContributed(
            "SkipLayerNormalization", [added, hidden, scale, shift, .. bias], ("epsilon", (float)Config.LayerNormEpsilon));
    }
}
