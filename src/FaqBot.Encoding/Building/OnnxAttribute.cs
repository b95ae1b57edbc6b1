namespace FaqBot.Encoding.Building;

/// <summary>An attribute of a node; field numbers are those of <c>AttributeProto</c>.</summary>
internal sealed class OnnxAttribute
{
    private const int FloatType = 1;
    private const int IntegerType = 2;
    private const int IntegersType = 7;

    private readonly ProtobufBuffer _message;

    private OnnxAttribute(ProtobufBuffer message)
    {
        _message = message;
    }

    public static implicit operator OnnxAttribute((string Name, long Value) attribute) =>
        new(new ProtobufBuffer().Text(1, attribute.Name).Number(3, attribute.Value).Number(20, IntegerType));

    public static implicit operator OnnxAttribute((string Name, float Value) attribute) =>
        new(new ProtobufBuffer().Text(1, attribute.Name).Float(2, attribute.Value).Number(20, FloatType));

    public static implicit operator OnnxAttribute((string Name, long[] Values) attribute)
    {
        ProtobufBuffer message = new ProtobufBuffer().Text(1, attribute.Name);
        Array.ForEach(attribute.Values, value => message.Number(8, value));
        return new OnnxAttribute(message.Number(20, IntegersType));
    }

    /// <summary>Writes it into a node.</summary>
    public void WriteTo(ProtobufBuffer node) => node.Message(5, _message);
}
