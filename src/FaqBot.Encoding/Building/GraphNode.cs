namespace FaqBot.Encoding.Building;

/// <summary>A node of a graph, as it is read from a file.</summary>
/// <param name="Type">Name of the operator.</param>
/// <param name="Inputs">Names of its inputs.</param>
/// <param name="Outputs">Names of its outputs: at least one.</param>
/// <param name="Numbers">Its attributes that are numbers.</param>
/// <param name="Content">The whole <c>NodeProto</c>.</param>
internal sealed record GraphNode(
    string Type, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, double> Numbers,
    ReadOnlyMemory<byte> Content)
{
    private const int RealField = 2, WholeField = 3;

    /// <summary>Reads a node.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static GraphNode Read(ReadOnlyMemory<byte> node)
    {
        string type = "";
        List<string> inputs = [], outputs = [];
        Dictionary<string, double> numbers = new(StringComparer.Ordinal);
        foreach (ProtobufField field in ProtobufField.Of(node))
        {
            switch (field.Number)
            {
                case 1:
                    inputs.Add(field.Text);
                    break;
                case 2:
                    outputs.Add(field.Text);
                    break;
                case 4:
                    type = field.Text;
                    break;
                case 5:
                    ReadAttribute(field.Content, numbers);
                    break;
                default:
                    break;
            }
        }

        int fewest = type switch
        {
            "MatMul" or "MatMulInteger" or "Add" or "Mul" or "Div" or "Expand" => 2,
            "Cast" or "Abs" => 1,
            _ => 0,
        };
        return inputs.Count >= fewest && outputs.Count > 0 ? new GraphNode(type, inputs, outputs, numbers, node)
            : throw new FormatException($"A node of the type '{type}' has {inputs.Count} inputs and {outputs.Count} outputs.");
    }

    private static void ReadAttribute(ReadOnlyMemory<byte> attribute, Dictionary<string, double> numbers)
    {
        string name = "";
        double? number = null;
        foreach (ProtobufField field in ProtobufField.Of(attribute))
        {
            switch (field.Number)
            {
                case 1:
                    name = field.Text;
                    break;
                case RealField when field.Content.Length == sizeof(float):
                    number = BitConverter.ToSingle(field.Content.Span);
                    break;
                case WholeField:
                    number = field.Value;
                    break;
                default:
                    break;
            }
        }

        if (number is { } found)
        {
            numbers[name] = found;
        }
    }
}
