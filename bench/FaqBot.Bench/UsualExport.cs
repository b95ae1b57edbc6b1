using System.Globalization;
using System.Runtime.InteropServices;
using FaqBot.Encoding.Building;
using FaqBot.Encoding.Weights;

namespace FaqBot.Bench;

/// <summary>
/// What a user would take instead: the shape of multilingual-e5-small (12 layers, 384 wide) as exporters write it, its products quantised
/// dynamically by the usual tools: DynamicQuantizeLinear, MatMulInteger, Cast, Mul. The weights are random, which takes as long.
/// </summary>
/// <remarks>The vocabulary is that of the bundled model, so that both get the same ids; looking a row up takes no time.</remarks>
internal sealed class UsualExport
{
    private const int Layers = 12, Width = 384, Heads = 12, Inner = 1_536, Positions = 512;
    private const float Epsilon = 1e-12f, Masked = -10_000;

    private readonly OnnxGraph _graph = new("usual");
    private readonly Random _random = new(1);
    private int _tensors;

    private UsualExport()
    {
    }

    /// <summary>Writes the graph.</summary>
    /// <param name="folder">Receives <c>model.onnx</c>.</param>
    /// <param name="vocabulary">Rows of the table of words.</param>
    public static void Write(string folder, int vocabulary)
    {
        UsualExport export = new();
        export.Build(vocabulary);
        Directory.CreateDirectory(folder);
        new OnnxFile(export._graph).Write(folder, null, CancellationToken.None);
    }

    private void Build(int vocabulary)
    {
        string ids = _graph.Input("input_ids"), mask = Cast(_graph.Input("attention_mask"));
        string words = _graph.Add("DequantizeLinear", [_graph.Add("Gather", [Bytes(vocabulary, Width), ids]), Scale(), Zero()]);
        string places = _graph.Add(
            "Slice", [Floats(Positions, Width), Numbers(0), _graph.Add("Slice", [_graph.Add("Shape", [ids]), Numbers(1), Numbers(2)])]);
        string hidden = Normalize(_graph.Add("Add", [_graph.Add("Add", [words, places]), Floats(Width)]));
        string wide = _graph.Add("Unsqueeze", [mask, Numbers(1, 2)]);
        string masked = _graph.Add("Mul", [_graph.Add("Sub", [Number(1), wide]), Number(Masked)]);
        for (int layer = 0; layer < Layers; layer++)
        {
            string attended = Attend(hidden, masked);
            hidden = Normalize(_graph.Add("Add", [Dense(Quantize(attended), Width, Width), hidden]));
            string inner = Gelu(Dense(Quantize(hidden), Width, Inner));
            hidden = Normalize(_graph.Add("Add", [Dense(Quantize(inner), Inner, Width), hidden]));
        }

        string kept = _graph.Add("Unsqueeze", [mask, Numbers(2)]);
        string sum = _graph.Add("ReduceSum", [_graph.Add("Mul", [hidden, kept]), Numbers(1)], ("keepdims", 0L));
        _graph.Output(
            _graph.Add("Div", [sum, _graph.Add("ReduceSum", [kept, Numbers(1)], ("keepdims", 0L))]), "sentence_embedding", Width);
    }

    private string Attend(string hidden, string masked)
    {
        string[] quantized = Quantize(hidden);
        string query = Split(Dense(quantized, Width, Width), 0, 2, 1, 3), key = Split(Dense(quantized, Width, Width), 0, 2, 3, 1);
        string value = Split(Dense(quantized, Width, Width), 0, 2, 1, 3);
        string scores = _graph.Add("Div", [_graph.Add("MatMul", [query, key]), Number(MathF.Sqrt(Width / Heads))]);
        string shares = _graph.Add("Softmax", [_graph.Add("Add", [scores, masked])], ("axis", -1L));
        string joined = _graph.Add("Transpose", [_graph.Add("MatMul", [shares, value])], ("perm", (long[])[0, 2, 1, 3]));
        return _graph.Add("Reshape", [joined, Numbers(0, 0, Width)]);
    }

    private string Split(string value, params long[] order) => _graph.Add(
        "Transpose", [_graph.Add("Reshape", [value, Numbers(0, 0, Heads, Width / Heads)])], ("perm", order));

    private string[] Quantize(string value) => _graph.Add("DynamicQuantizeLinear", "", [value], 3);

    private string Dense(string[] quantized, int from, int to)
    {
        string product = Cast(_graph.Add("MatMulInteger", [quantized[0], Bytes(from, to), quantized[2], Zero()]));
        string scaled = _graph.Add("Mul", [product, _graph.Add("Mul", [quantized[1], Scale()])]);
        return _graph.Add("Add", [scaled, Floats(to)]);
    }

    private string Gelu(string value)
    {
        string erf = _graph.Add("Erf", [_graph.Add("Div", [value, Number(MathF.Sqrt(2))])]);
        return _graph.Add("Mul", [_graph.Add("Mul", [value, _graph.Add("Add", [erf, Number(1)])]), Number(0.5f)]);
    }

    private string Normalize(string value) =>
        _graph.Add("LayerNormalization", [value, Floats(Width), Floats(Width)], ("axis", -1L), ("epsilon", Epsilon));

    private string Cast(string value) => _graph.Add("Cast", [value], ("to", (long)TensorType.Float32));

    private string Numbers(params long[] values) => _graph.Constant(ConstantTensor.Of(values));

    private string Number(float value) => _graph.Constant(ConstantTensor.Scalar(value));

    private string Scale() => Number(0.05f / sbyte.MaxValue);

    private string Zero() => _graph.Constant(ConstantTensor.Scalar((sbyte)0));

    private string Bytes(params long[] shape)
    {
        byte[] bytes = new byte[shape.Aggregate(1L, (product, size) => product * size)];
        _random.NextBytes(bytes);
        return Tensor(TensorType.Int8, shape, bytes);
    }

    private string Floats(params long[] shape)
    {
        float[] numbers = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (_random.NextSingle() - 0.5f) / 10;
        }

        return Tensor(TensorType.Float32, shape, MemoryMarshal.AsBytes<float>(numbers).ToArray());
    }

    private string Tensor(TensorType type, long[] shape, byte[] bytes) =>
        _graph.Tensor(string.Create(CultureInfo.InvariantCulture, $"weight_{_tensors++}"), new ConstantTensor(type, shape, bytes));
}
