namespace FaqBot.Encoding.Building;

/// <summary>A field of a protocol buffers message, as it stands there; see
/// <see href="https://protobuf.dev/programming-guides/encoding/"/>.</summary>
/// <param name="Number">Number of the field.</param>
/// <param name="Value">A whole number; 0 for a field of another kind.</param>
/// <param name="Content">Text, bytes, a message or packed numbers; empty for a number.</param>
/// <param name="Whole">The field with its tag.</param>
internal readonly record struct ProtobufField(int Number, long Value, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Whole)
{
    private const int VarintType = 0, Fixed64Type = 1, BytesType = 2, Fixed32Type = 5;

    /// <summary>The content as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Content.Span);

    /// <summary>Takes a message apart.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Its fields, in their order.</returns>
    /// <exception cref="FormatException">It is cut off, or holds a field of an unknown kind.</exception>
    public static IEnumerable<ProtobufField> Of(ReadOnlyMemory<byte> message)
    {
        for (int place = 0; place < message.Length;)
        {
            int start = place;
            ulong tag = Varint(message, ref place);
            int field = (int)(tag >> 3);
            long value = 0;
            int length = 0;
            switch ((int)(tag & 7))
            {
                case VarintType:
                    value = (long)Varint(message, ref place);
                    break;
                case Fixed64Type:
                    length = sizeof(long);
                    break;
                case BytesType:
                    length = checked((int)Varint(message, ref place));
                    break;
                case Fixed32Type:
                    length = sizeof(int);
                    break;
                default:
                    throw new FormatException($"A message holds a field of the unknown kind {tag & 7} at byte {start}.");
            }

            if (length > message.Length - place)
            {
                throw new FormatException($"A message ends before the {length} bytes that it announces at byte {start}.");
            }

            ReadOnlyMemory<byte> content = message.Slice(place, length);
            place += length;
            yield return new ProtobufField(field, value, content, message[start..place]);
        }
    }

    /// <summary>The numbers of a list, of which this field holds one, or all packed.</summary>
    public IEnumerable<long> Numbers()
    {
        if (Content.IsEmpty)
        {
            return [Value];
        }

        List<long> numbers = [];
        for (int place = 0; place < Content.Length;)
        {
            numbers.Add((long)Varint(Content, ref place));
        }

        return numbers;
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int place)
    {
        ReadOnlySpan<byte> bytes = message.Span;
        ulong value = 0;
        for (int shift = 0; shift < 64 && place < bytes.Length; shift += 7)
        {
            byte next = bytes[place++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException($"A message ends, or holds a number of more than 64 bits, before byte {place}.");
    }
}
