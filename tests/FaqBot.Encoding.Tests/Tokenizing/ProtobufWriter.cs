using System.Buffers.Binary;

namespace FaqBot.Encoding.Tests.Tokenizing;

/// <summary>Writes SentencePiece models of a few pieces; field numbers are those of sentencepiece_model.proto.</summary>
internal static class ProtobufWriter
{
    public static byte[] Piece(string text, float score, int kind = 1)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(number, score);
        return Message(1, [.. Message(1, System.Text.Encoding.UTF8.GetBytes(text)), (2 << 3) | 5, .. number, .. Number(3, kind)]);
    }

    /// <summary>The pieces that a model starts with: unknown, start, end.</summary>
    public static byte[] FirstPieces() => [.. Piece("<unk>", 0, 2), .. Piece("<s>", 0, 3), .. Piece("</s>", 0, 3)];

    public static byte[] Trainer(params (int Field, int Value)[] values) =>
        Message(2, [.. values.SelectMany(value => Number(value.Field, value.Value))]);

    public static byte[] Normalizer(params (int Field, int Value)[] values) =>
        Message(3, [.. values.SelectMany(value => Number(value.Field, value.Value))]);

    public static byte[] Message(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    public static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
