using System.Globalization;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>An ONNX graph under construction; field numbers are those of
/// <see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</see>.</summary>
/// <param name="name">Its name.</param>
/// <param name="prefix">What names of values and constants begin with, where others stand beside them.</param>
internal sealed class OnnxGraph(string name, string prefix = "")
{
    /// <summary>Domain of the operators that ONNX Runtime adds.</summary>
    public const string Contributed = "com.microsoft";

    private readonly ProtobufBuffer _nodes = new();
    private readonly ProtobufBuffer _borders = new();
    private readonly List<(string Name, TensorContent Content)> _tensors = [];
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>All tensors in the order in which they were added.</summary>
    public IReadOnlyList<(string Name, TensorContent Content)> Tensors => _tensors;

    /// <summary>Writes the fields of <c>GraphProto</c> besides the tensors.</summary>
    public byte[] Fields() => [.. _nodes.Written, .. new ProtobufBuffer().Text(2, name).Written, .. _borders.Written];

    /// <summary>Declares an input, int64 [batch, sequence].</summary>
    public string Input(string input)
    {
        _borders.Message(11, Value(input, TensorType.Int64, new ProtobufBuffer().Text(2, "sequence")));
        return input;
    }

    /// <summary>Declares an output, float32 [batch, width].</summary>
    public void Output(string value, string output, int width)
    {
        Write("Identity", "", [value], [output], []);
        _borders.Message(12, Value(output, TensorType.Float32, new ProtobufBuffer().Number(1, width)));
    }

    /// <summary>Adds a tensor.</summary>
    /// <returns>Its name.</returns>
    public string Tensor(string tensor, TensorContent content)
    {
        _tensors.Add((tensor, content));
        return tensor;
    }

    /// <summary>Adds a constant once, however often it is asked for.</summary>
    /// <returns>Its name.</returns>
    public string Constant(ConstantTensor constant)
    {
        string key = $"{constant.Type} [{string.Join(',', constant.Shape)}] {Convert.ToHexString(constant.Bytes)}";
        if (!_constants.TryGetValue(key, out string? found))
        {
            found = Tensor(string.Create(CultureInfo.InvariantCulture, $"{prefix}constant_{_constants.Count}"), constant);
            _constants.Add(key, found);
        }

        return found;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <returns>Name of the output.</returns>
    public string Add(string op, string[] inputs, params OnnxAttribute[] attributes) => Add(op, "", inputs, 1, attributes)[0];

    /// <summary>Adds a node of the domain <see cref="Contributed"/> with one output.</summary>
    /// <returns>Name of the output.</returns>
    public string AddContributed(string op, string[] inputs, params OnnxAttribute[] attributes) =>
        Add(op, Contributed, inputs, 1, attributes)[0];

    /// <summary>Adds a node.</summary>
    /// <param name="op">Name of the operator.</param>
    /// <param name="domain">Its domain; empty for ONNX's own.</param>
    /// <param name="inputs">Names of the inputs; empty for one that is left out.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>Names of the outputs.</returns>
    public string[] Add(string op, string domain, string[] inputs, int outputs, params OnnxAttribute[] attributes)
    {
        string node = string.Create(CultureInfo.InvariantCulture, $"{prefix}{op}_{_count++}");
        string[] names = outputs == 1
            ? [node] : [.. Enumerable.Range(0, outputs).Select(output => string.Create(CultureInfo.InvariantCulture, $"{node}_{output}"))];
        Write(op, domain, inputs, names, attributes);
        return names;
    }

    /// <summary>Adds a node whose one output has a name that others know.</summary>
    public void AddAs(string output, string op, string[] inputs, params OnnxAttribute[] attributes) =>
        Write(op, "", inputs, [output], attributes);

    /// <summary>Adds a node whose outputs have names that others know.</summary>
    public void AddAs(IReadOnlyList<string> outputs, string op, string domain, IReadOnlyList<string> inputs) =>
        Write(op, domain, inputs, outputs, []);

    /// <summary>Adds a node as it stands in another file.</summary>
    /// <param name="node">A <c>NodeProto</c>.</param>
    public void Copy(ReadOnlySpan<byte> node) => _nodes.Bytes(1, node);

    private static ProtobufBuffer Value(string name, TensorType type, ProtobufBuffer secondAxis)
    {
        ProtobufBuffer shape = new ProtobufBuffer().Message(1, new ProtobufBuffer().Text(2, "batch")).Message(1, secondAxis);
        ProtobufBuffer tensor = new ProtobufBuffer().Number(1, (int)type).Message(2, shape);
        return new ProtobufBuffer().Text(1, name).Message(2, new ProtobufBuffer().Message(1, tensor));
    }

    private void Write(
        string op, string domain, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, OnnxAttribute[] attributes)
    {
        ProtobufBuffer node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, outputs[0]).Text(4, op);
        foreach (OnnxAttribute attribute in attributes)
        {
            attribute.WriteTo(node);
        }

        if (domain.Length > 0)
        {
            node.Text(7, domain);
        }

        _nodes.Message(1, node);
    }
}
