using FaqBot.Encoding.Operators;
using FaqBot.Encoding.Weights;

namespace FaqBot.Encoding.Building;

/// <summary>A graph as it stands in a file, and the same with other nodes; field numbers are those of
/// <see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</see>.</summary>
internal sealed class StoredGraph
{
    private const int GraphField = 7, OperatorSetField = 8;
    private const int NodeField = 1, NameField = 2, TensorField = 5, OutputField = 12;
    private const int TensorTypeField = 2, TensorNameField = 8, TensorBytesField = 9;

    /// <summary>Shorter tensors stay in the graph.</summary>
    private const int ShortestOutside = 1 << 16;

    private readonly ProtobufField[] _file;
    private readonly ProtobufField[] _fields;
    private readonly Dictionary<string, List<GraphNode>> _uses = new(StringComparer.Ordinal);

    private StoredGraph(ProtobufField[] file, ProtobufField[] fields)
    {
        _file = file;
        _fields = fields;
        Nodes = [.. Of(NodeField).Select(field => GraphNode.Read(field.Content))];
        Tensors = [.. Of(TensorField).Select(field => (NameOf(field, TensorNameField), field.Content))];
        Outputs = Of(OutputField).Select(field => NameOf(field, 1)).ToHashSet(StringComparer.Ordinal);
        foreach (GraphNode node in Nodes)
        {
            foreach (string input in node.Inputs.Distinct())
            {
                if (!_uses.TryGetValue(input, out List<GraphNode>? uses))
                {
                    _uses[input] = uses = [];
                }

                uses.Add(node);
            }
        }
    }

    /// <summary>Its nodes, each behind those whose outputs it takes.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Its constants: the name and the <c>TensorProto</c> of each.</summary>
    public IReadOnlyList<(string Name, ReadOnlyMemory<byte> Content)> Tensors { get; }

    /// <summary>Names of its outputs.</summary>
    public IReadOnlySet<string> Outputs { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="model">The ONNX file; must stay as long as the graph.</param>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static StoredGraph Read(ReadOnlyMemory<byte> model)
    {
        ProtobufField[] file = [.. ProtobufField.Of(model)];
        ProtobufField graph = file.FirstOrDefault(field => field.Number == GraphField);
        return graph.Number == GraphField ? new StoredGraph(file, [.. ProtobufField.Of(graph.Content)])
            : throw new FormatException("The file holds no graph.");
    }

    /// <summary>A node of a type that uses a value, which others may use, too.</summary>
    public GraphNode? Use(string value, string type) =>
        _uses.TryGetValue(value, out List<GraphNode>? uses) ? uses.Find(use => use.Type == type) : null;

    /// <summary>The node that alone uses a value; null when others do, or it is an output.</summary>
    public GraphNode? Only(string value) =>
        !Outputs.Contains(value) && _uses.TryGetValue(value, out List<GraphNode>? uses) && uses is [{ } only] ? only : null;

    /// <summary>The node that alone uses a value, as its first input; null when it is of another type.</summary>
    public GraphNode? Only(string value, string type) =>
        Only(value) is { } only && only.Type == type && only.Inputs[0] == value ? only : null;

    /// <summary>Writes the file with other nodes, which may be <see cref="RowOperators"/>, too.</summary>
    /// <param name="nodes">All nodes, and constants that are new.</param>
    /// <param name="leftOut">Names of constants that are not needed any more.</param>
    /// <param name="outside">
    /// Name of a file with the very content that was read: long constants stay there, and are read from it. Null: all are copied.
    /// </param>
    /// <returns>An ONNX file.</returns>
    public byte[] With(OnnxGraph nodes, IReadOnlySet<string> leftOut, string? outside)
    {
        ProtobufBuffer graph = new();
        graph.Copy(nodes.Fields());
        foreach (ProtobufField field in _fields.Where(field => field.Number is not (NodeField or NameField or TensorField)))
        {
            graph.Copy(field.Whole.Span);
        }

        foreach ((string name, ReadOnlyMemory<byte> tensor) in Tensors.Where(tensor => !leftOut.Contains(tensor.Name)))
        {
            graph.Bytes(TensorField, outside is not null && Outside(tensor, outside) is { } placed ? placed.Written : tensor.Span);
        }

        foreach ((string name, TensorContent content) in nodes.Tensors)
        {
            using MemoryStream bytes = new();
            content.WriteTo(new TensorSink(bytes, null, CancellationToken.None));
            graph.Message(TensorField, OnnxFile.Described(name, content).Bytes(TensorBytesField, bytes.ToArray()));
        }

        ProtobufBuffer whole = new();
        foreach (ProtobufField field in _file.Where(field => field.Number != GraphField))
        {
            whole.Copy(field.Whole.Span);
        }

        whole.Message(OperatorSetField, new ProtobufBuffer().Text(1, RowOperators.Domain).Number(2, RowOperators.Version));
        return whole.Bytes(GraphField, graph.Written).Written.ToArray();
    }

    /// <summary>A tensor without its bytes, but with their place in the file; null for one that is to be copied.</summary>
    private static ProtobufBuffer? Outside(ReadOnlyMemory<byte> tensor, string file)
    {
        ProtobufBuffer described = new();
        StoredRange? range = null;
        foreach (ProtobufField field in ProtobufField.Of(tensor))
        {
            if (field.Number == TensorTypeField && field.Value is not ((int)TensorType.Int8 or (int)TensorType.UInt8))
            {
                // Numbers of several bytes would lie at odd places.
                return null;
            }

            if (field.Number != TensorBytesField)
            {
                described.Copy(field.Whole.Span);
            }
            else if (field.Content.Length >= ShortestOutside && MappedFile.PlaceOf(field.Content) is { } place)
            {
                range = new StoredRange(file, place, field.Content.Length);
            }
        }

        return range is null ? null : OnnxFile.Placed(described, range);
    }

    private static string NameOf(ProtobufField field, int number)
    {
        ProtobufField name = ProtobufField.Of(field.Content).FirstOrDefault(inner => inner.Number == number);
        return name.Number == number ? name.Text : "";
    }

    private IEnumerable<ProtobufField> Of(int number) => _fields.Where(field => field.Number == number);
}
