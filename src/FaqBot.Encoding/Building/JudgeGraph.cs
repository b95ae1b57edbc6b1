using System.Runtime.InteropServices;
using FaqBot.Encoding.Operators;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Gives the products of a judge's graph int8 weights when it is loaded: its file keeps them in half precision.</summary>
/// <remarks>
/// Six pairs take half of the time and a quarter of the memory, and are the same on any processor (<see cref="PairLimit"/>). Each token
/// is quantised by itself, so that no pair depends on another. Measured on the pairs of <c>golden.jsonl</c>: logits differ by 0.009 in
/// the mean and by 0.07 at most. What is read once a pair and not once a token stays as it is: there is little to gain, and what it
/// loses goes straight into the logit; with it the most is 0.13.
/// </remarks>
internal sealed class JudgeGraph
{
    /// <summary>Weights that the pooled pair is multiplied by.</summary>
    private static readonly string[] OfPairs = ["emb.weight.t", "dense.weight.t", "out.weight.t"];

    /// <summary>
    /// What the encoder's states are multiplied by: single components exceed the others by far there. Rotated, the mean difference is 0.009
    /// instead of 0.011; rotating all inputs gains nothing more.
    /// </summary>
    private const string OfStates = "proj.weight.t";

    private readonly OnnxGraph _graph = new("judge", "int8.");
    private readonly StoredGraph _stored;
    private readonly Dictionary<string, HalfTensor> _halves = new(StringComparer.Ordinal);

    /// <summary>Lengths of the constants that are one row of numbers.</summary>
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);

    /// <summary>Names of weights by what casts them to float32.</summary>
    private readonly Dictionary<string, string> _casts = new(StringComparer.Ordinal);

    private readonly Dictionary<(string Value, bool IsRotated), (string Bytes, string Scale)> _quantized = [];
    private readonly Dictionary<(string Value, int Columns), string> _shapes = [];
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    private JudgeGraph(StoredGraph stored)
    {
        _stored = stored;
    }

    /// <summary>Rewrites a graph.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <returns>The file with int8 products; null when it has none that could be.</returns>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static byte[]? Quantize(ReadOnlyMemory<byte> model)
    {
        JudgeGraph rewritten = new(StoredGraph.Read(model));
        return rewritten.TryRead() && rewritten._casts.Count > 0 ? rewritten.Write() : null;
    }

    /// <summary>Finds the weights; false when some lie outside of the file, which a graph in memory cannot read.</summary>
    private bool TryRead()
    {
        foreach ((string name, ReadOnlyMemory<byte> content) in _stored.Tensors)
        {
            (HalfTensor? half, int? row, bool isOutside) = HalfTensor.Read(content);
            if (isOutside)
            {
                return false;
            }

            if (row is { } columns)
            {
                _rows[name] = columns;
            }

            if (half is not null && !OfPairs.Contains(name))
            {
                _halves[name] = half;
            }
        }

        foreach (GraphNode node in _stored.Nodes.Where(node => node.Type == "Cast" && _halves.ContainsKey(node.Inputs[0])))
        {
            _casts[node.Outputs[0]] = node.Inputs[0];
        }

        // What is used in any other way stays as it is.
        foreach (string used in _stored.Nodes.SelectMany(node => node.Type == "MatMul" ? node.Inputs.Take(1) : node.Inputs))
        {
            _casts.Remove(used);
        }

        // So do weights that something else needs, too.
        HashSet<string> needed = [.. _stored.Nodes.Where(node => !_casts.ContainsKey(node.Outputs[0])).SelectMany(node => node.Inputs)];
        foreach (string cast in _casts.Where(pair => needed.Contains(pair.Value)).Select(pair => pair.Key).ToArray())
        {
            _casts.Remove(cast);
        }

        return true;
    }

    private byte[] Write()
    {
        HashSet<GraphNode> added = new(ReferenceEqualityComparer.Instance);
        foreach (GraphNode node in _stored.Nodes)
        {
            if (node.Type == "MatMul" && _casts.TryGetValue(node.Inputs[1], out string? weights))
            {
                GraphNode? bias = Bias(node, _halves[weights].Columns);
                Product(node.Inputs[0], weights, (bias ?? node).Outputs[0], bias?.Inputs[1]);
                if (bias is not null)
                {
                    added.Add(bias);
                }
            }
            else if (!added.Contains(node) && !_casts.ContainsKey(node.Outputs[0]))
            {
                _graph.Copy(node.Content.Span);
            }
        }

        return _stored.With(_graph, _replaced, null);
    }

    /// <summary>value [… × in] times weights [in × out], and what is added to each row, if anything is.</summary>
    private void Product(string value, string weights, string output, string? bias)
    {
        HalfTensor half = _halves[weights];
        HadamardRotation? rotation = weights == OfStates ? HadamardRotation.Of(half.Rows) : null;
        (string bytes, string scale) = Quantized(value, half.Rows, rotation);
        (string stored, string scales) = Weights(weights, half, rotation);
        string sums = _graph.Add("MatMulInteger", [bytes, stored, _graph.Constant(ConstantTensor.Scalar(RowKernels.Zero))]);
        bias ??= _graph.Constant(
            new ConstantTensor(TensorType.Float32, [half.Columns], new byte[half.Columns * sizeof(float)]));
        string result = rotation is null ? output : output + ".rows";
        _graph.AddAs([result], RowOperators.Dequantize, RowOperators.Domain, [sums, scale, scales, bias]);
        if (rotation is not null)
        {
            _graph.AddAs(output, "Reshape", [result, Shape(value, half.Columns)]);
        }
    }

    /// <summary>The rows of a value as bytes, and the scale of each.</summary>
    private (string Bytes, string Scale) Quantized(string value, int columns, HadamardRotation? rotation)
    {
        if (_quantized.TryGetValue((value, rotation is not null), out (string, string) found))
        {
            return found;
        }

        string rows = rotation is null ? value : Int8Weights.Rotate(_graph, value, rotation, columns);
        string bytes = rows + ".bytes", scale = rows + ".scale";
        _graph.AddAs([bytes, scale], RowOperators.Quantize, RowOperators.Domain, [rows, _graph.Constant(ConstantTensor.Scalar(0f))]);
        return _quantized[(value, rotation is not null)] = (bytes, scale);
    }

    /// <summary>The node that adds a constant row to a product, where nothing else uses the product.</summary>
    private GraphNode? Bias(GraphNode product, int columns) =>
        _stored.Only(product.Outputs[0], "Add") is { } added && _rows.GetValueOrDefault(added.Inputs[1]) == columns ? added : null;

    private (string Bytes, string Scales) Weights(string name, HalfTensor half, HadamardRotation? rotation)
    {
        string bytes = name + ".int8", scales = name + ".scales";
        if (_replaced.Add(name))
        {
            (sbyte[] values, float[] steps) = half.Quantize(rotation);
            _graph.Tensor(bytes, new ConstantTensor(
                TensorType.Int8, [half.Rows, half.Columns], MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
            _graph.Tensor(scales, new ConstantTensor(
                TensorType.Float32, [half.Columns], MemoryMarshal.AsBytes(steps.AsSpan()).ToArray()));
        }

        return (bytes, scales);
    }

    /// <summary>The axes of a value but the last, and another last one.</summary>
    private string Shape(string value, int columns)
    {
        if (!_shapes.TryGetValue((value, columns), out string? shape))
        {
            string axes = _graph.Add("Shape", "", [value], 1, ("start", 0L), ("end", -1L))[0];
            shape = _shapes[(value, columns)] =
                _graph.Add("Concat", [axes, _graph.Constant(ConstantTensor.Of(columns))], ("axis", 0L));
        }

        return shape;
    }
}
