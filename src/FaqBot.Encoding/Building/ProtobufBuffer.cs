using System.Buffers;
using System.Buffers.Binary;

namespace FaqBot.Encoding.Building;

/// <summary>Writes the fields of one protocol buffers message; see
/// <see href="https://protobuf.dev/programming-guides/encoding/"/>.</summary>
internal sealed class ProtobufBuffer
{
    private const int VarintType = 0;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Writes a number.</summary>
    public ProtobufBuffer Number(int field, long value)
    {
        Varint((ulong)(field << 3) | VarintType);
        Varint((ulong)value);
        return this;
    }

    /// <summary>Writes a float.</summary>
    public ProtobufBuffer Float(int field, float value)
    {
        Varint((ulong)(field << 3) | Fixed32Type);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    /// <summary>Writes a text.</summary>
    public ProtobufBuffer Text(int field, string value) => Bytes(field, System.Text.Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a message inside this one.</summary>
    public ProtobufBuffer Message(int field, ProtobufBuffer message) => Bytes(field, message.Written);

    /// <summary>Writes what stands before bytes that follow elsewhere.</summary>
    public ProtobufBuffer Header(int field, long length)
    {
        Varint((ulong)(field << 3) | BytesType);
        Varint((ulong)length);
        return this;
    }

    /// <summary>Writes bytes.</summary>
    public ProtobufBuffer Bytes(int field, ReadOnlySpan<byte> value)
    {
        Header(field, value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Writes fields as they stand elsewhere.</summary>
    public ProtobufBuffer Copy(ReadOnlySpan<byte> fields)
    {
        _bytes.Write(fields);
        return this;
    }

    private void Varint(ulong value)
    {
        Span<byte> span = _bytes.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
