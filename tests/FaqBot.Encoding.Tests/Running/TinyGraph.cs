using System.Text;

namespace FaqBot.Encoding.Tests.Running;

/// <summary>Writes ONNX graphs of one node: the first input, cast to float, is the output.</summary>
/// <remarks>Protocol buffers by hand; field numbers are those of onnx.proto.</remarks>
internal static class TinyGraph
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>Writes a model file.</summary>
    /// <param name="inputs">Names of the inputs, int64 [batch, length].</param>
    /// <param name="output">Name of the output.</param>
    /// <param name="width">Stated size of its second axis.</param>
    /// <param name="producer">The program that is said to have written it.</param>
    public static byte[] Write(string[] inputs, string output, int width, string producer = "faqbot")
    {
        byte[] cast = [.. Message(1, Encode("to")), .. Number(3, Float), .. Number(20, 2)];
        byte[] node = [.. Message(1, Encode(inputs[0])), .. Message(2, Encode(output)), .. Message(4, Encode("Cast")), .. Message(5, cast)];
        byte[] graph =
        [
            .. Message(1, node),
            .. Message(2, Encode("tiny")),
            .. inputs.SelectMany(input => Message(11, Value(input, Int64, Message(2, Encode("length"))))),
            .. Message(12, Value(output, Float, Number(1, width))),
        ];
        return [.. Number(1, 8), .. Message(2, Encode(producer)), .. Message(7, graph),
            .. Message(8, [.. Message(1, []), .. Number(2, 17)])];
    }

    private static byte[] Value(string name, int elementType, byte[] width)
    {
        byte[] shape = [.. Message(1, Message(2, Encode("batch"))), .. Message(1, width)];
        byte[] tensor = [.. Number(1, elementType), .. Message(2, shape)];
        return [.. Message(1, Encode(name)), .. Message(2, Message(1, tensor))];
    }

    private static byte[] Encode(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Message(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
