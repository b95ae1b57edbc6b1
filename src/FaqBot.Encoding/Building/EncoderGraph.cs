using FaqBot.Encoding.Operators;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>Gives an encoder's graph with int8 weights fewer steps when it is loaded: those of <see cref="RowOperators"/>.</summary>
/// <remarks>
/// The file has the usual operators only, so that any program can run it: five to eight steps that quantise the rows of a value, and four
/// that make numbers of a product's sums, each with a pass over the value. What is computed stays the same, bit by bit.
/// </remarks>
internal sealed class EncoderGraph
{
    private readonly OnnxGraph _graph = new("encoder", "rows.");
    private readonly StoredGraph _stored;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _constants = new(StringComparer.Ordinal);

    /// <summary>Nodes that are left out, or in whose place another is written.</summary>
    private readonly Dictionary<GraphNode, Action?> _replaced = new(ReferenceEqualityComparer.Instance);

    private EncoderGraph(StoredGraph stored)
    {
        _stored = stored;
        foreach ((string name, ReadOnlyMemory<byte> content) in stored.Tensors)
        {
            _constants[name] = content;
        }
    }

    /// <summary>Rewrites a graph.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="file">Its name: long weights stay there.</param>
    /// <returns>The file with fewer steps; null when it has none that are known.</returns>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static byte[]? Fuse(ReadOnlyMemory<byte> model, string file)
    {
        EncoderGraph rewritten = new(StoredGraph.Read(model));
        rewritten.Fuse();
        return rewritten._replaced.Count > 0 ? rewritten.Write(file) : null;
    }

    private void Fuse()
    {
        Dictionary<string, Quantization> byBytes = new(StringComparer.Ordinal), byValue = new(StringComparer.Ordinal);
        foreach (Quantization found in _stored.Nodes.Where(node => node.Type == "Abs").Select(Quantized).OfType<Quantization>())
        {
            byBytes[found.Bytes] = byValue[found.Value] = found;
            string least = found.Least ?? _graph.Constant(ConstantTensor.Scalar(0f));
            Replace(found.Nodes, found.Nodes[0], [found.Bytes, found.Scale], RowOperators.Quantize, [found.Value, least]);
        }

        foreach (GraphNode node in _stored.Nodes.Where(node => node.Type == "MatMulInteger"))
        {
            if (!byBytes.TryGetValue(node.Inputs[0], out Quantization? input) || Multiplied(node, input) is not { } product)
            {
                continue;
            }

            string[] inputs = [node.Outputs[0], input.Scale, product.Steps, product.Bias];
            if (_stored.Only(product.Value, "Split") is { Inputs.Count: 1, Outputs.Count: 3 } split
                && split.Numbers.GetValueOrDefault("axis") == -1)
            {
                Replace([.. product.Nodes, split], split, split.Outputs, RowOperators.DequantizeParts, inputs);
            }
            else if (_stored.Only(product.Value, "SkipLayerNormalization") is { Inputs.Count: 4, Outputs.Count: 1 } normalized
                && byValue.GetValueOrDefault(normalized.Outputs[0]) is { Least: not null } next)
            {
                string epsilon = _graph.Constant(ConstantTensor.Scalar((float)normalized.Numbers.GetValueOrDefault("epsilon", 1e-12f)));
                Replace(
                    [.. product.Nodes, normalized, .. next.Nodes], normalized, [next.Value, next.Bytes, next.Scale],
                    RowOperators.Normalize, [.. inputs, .. normalized.Inputs.Skip(1), epsilon, next.Least]);
            }
            else
            {
                Replace(product.Nodes, product.Nodes[^1], [product.Value], RowOperators.Dequantize, inputs);
            }
        }
    }

    /// <summary>Puts an operator in the place of one node, and leaves others out.</summary>
    private void Replace(IEnumerable<GraphNode> nodes, GraphNode place, IReadOnlyList<string> outputs, string type, string[] inputs)
    {
        foreach (GraphNode node in nodes)
        {
            _replaced[node] = null;
        }

        _replaced[place] = () => _graph.AddAs(outputs, type, RowOperators.Domain, inputs);
    }

    /// <summary>The rounding of a value's rows to bytes that begins with a node; null when it is another.</summary>
    private Quantization? Quantized(GraphNode abs)
    {
        string value = abs.Inputs[0];
        if (_stored.Only(abs.Outputs[0], "ReduceMax") is not { Inputs.Count: 2 } greatest
            || greatest.Numbers.GetValueOrDefault("keepdims", 1) != 1
            || _stored.Only(greatest.Outputs[0], "Mul") is not { } scaled || Constant(scaled.Inputs[1]) is not RowKernels.Step)
        {
            return null;
        }

        GraphNode[] first = [abs, greatest, scaled];
        return ConstantWhole(greatest.Inputs[1]) switch
        {
            -1 => Divided(value, first),
            1 => Linear(value, first),
            _ => null,
        };
    }

    /// <summary>By dividing, rounding, adding 128 and casting.</summary>
    private Quantization? Divided(string value, GraphNode[] first)
    {
        if (_stored.Only(first[^1].Outputs[0], "Add") is not { } scale || Constant(scale.Inputs[1]) is null
            || _stored.Use(scale.Outputs[0], "Div") is not { } divided
            || divided.Inputs[0] != value || divided.Inputs[1] != scale.Outputs[0]
            || _stored.Only(divided.Outputs[0], "Round") is not { } rounded
            || _stored.Only(rounded.Outputs[0], "Add") is not { } raised || Constant(raised.Inputs[1]) is not RowKernels.Zero
            || _stored.Only(raised.Outputs[0], "Cast") is not { } cast || cast.Numbers.GetValueOrDefault("to") is not (int)TensorType.UInt8)
        {
            return null;
        }

        return new Quantization(
            value, scale.Inputs[1], cast.Outputs[0], scale.Outputs[0], [.. first, scale, divided, rounded, raised, cast]);
    }

    /// <summary>By <c>QuantizeLinear</c> with a scale a row, as <see cref="Int8Weights"/> writes it.</summary>
    private Quantization? Linear(string value, GraphNode[] first)
    {
        string scale = first[^1].Outputs[0];
        if (_stored.Use(scale, "Reshape") is not { } flat
            || _stored.Only(flat.Outputs[0]) is not { Type: "QuantizeLinear", Inputs.Count: 3 } quantized
            || quantized.Inputs[0] != value || quantized.Inputs[1] != flat.Outputs[0]
            || !quantized.Numbers.TryGetValue("axis", out double axis) || axis != 0
            || _stored.Nodes.FirstOrDefault(node => node.Outputs[0] == quantized.Inputs[2]) is not { Type: "Expand" } zeros
            || ConstantByte(zeros.Inputs[0]) is not RowKernels.Zero)
        {
            return null;
        }

        return new Quantization(value, null, quantized.Outputs[0], scale, [.. first, flat, quantized]);
    }

    /// <summary>The product whose sums a node gives, up to its bias; null when it is another.</summary>
    private Product? Multiplied(GraphNode sums, Quantization input)
    {
        if (_stored.Only(sums.Outputs[0], "Cast") is not { } numbers
            || numbers.Numbers.GetValueOrDefault("to") is not (int)TensorType.Float32
            || _stored.Only(numbers.Outputs[0], "Mul") is not { } scaled || scaled.Inputs[1] != input.Scale
            || _stored.Only(scaled.Outputs[0], "Mul") is not { } stepped || !_constants.ContainsKey(stepped.Inputs[1])
            || _stored.Only(stepped.Outputs[0], "Add") is not { } biased || !_constants.ContainsKey(biased.Inputs[1]))
        {
            return null;
        }

        return new Product(stepped.Inputs[1], biased.Inputs[1], biased.Outputs[0], [numbers, scaled, stepped, biased]);
    }

    private float? Constant(string name) =>
        BytesOf(name) is { Length: sizeof(float) } bytes ? BitConverter.ToSingle(bytes.Span) : null;

    private long? ConstantWhole(string name) =>
        BytesOf(name) is { Length: sizeof(long) } bytes ? BitConverter.ToInt64(bytes.Span) : null;

    private byte? ConstantByte(string name) => BytesOf(name) is { Length: 1 } bytes ? bytes.Span[0] : null;

    /// <summary>The bytes of a constant; null when it has none in the graph.</summary>
    private ReadOnlyMemory<byte>? BytesOf(string name)
    {
        const int BytesField = 9;
        if (!_constants.TryGetValue(name, out ReadOnlyMemory<byte> tensor))
        {
            return null;
        }

        ProtobufField found = ProtobufField.Of(tensor).FirstOrDefault(field => field.Number == BytesField);
        return found.Number == BytesField ? found.Content : null;
    }

    private byte[] Write(string file)
    {
        foreach (GraphNode node in _stored.Nodes)
        {
            if (_replaced.TryGetValue(node, out Action? write))
            {
                write?.Invoke();
            }
            else
            {
                _graph.Copy(node.Content.Span);
            }
        }

        return _stored.With(_graph, new HashSet<string>(), file);
    }

    private sealed record Quantization(string Value, string? Least, string Bytes, string Scale, GraphNode[] Nodes);

    private sealed record Product(string Steps, string Bias, string Value, GraphNode[] Nodes);
}
