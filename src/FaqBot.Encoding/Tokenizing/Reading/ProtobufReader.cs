using System.Buffers.Binary;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>Reads the fields of a Protocol Buffers message.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
/// <param name="message">The message.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _place;
    private int _wireType;

    /// <summary>Reads the tag of the next field; its value must be read or skipped before the next one.</summary>
    /// <param name="number">Number of the field.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="FormatException">The message is cut off or damaged.</exception>
    public bool TryReadTag(out int number)
    {
        number = 0;
        if (_place == _message.Length)
        {
            return false;
        }

        ulong tag = ReadVarint();
        _wireType = (int)(tag & 7);
        number = (int)(uint)(tag >> 3);
        return true;
    }

    /// <summary>Reads a whole number or a truth value.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The field is of another kind, or cut off.</exception>
    public int ReadInt()
    {
        Expect(0);
        return (int)ReadVarint();
    }

    /// <summary>Reads a number in single precision.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The field is of another kind, or cut off.</exception>
    public float ReadFloat()
    {
        Expect(5);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    /// <summary>Reads bytes, a text or a message.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The field is of another kind, or cut off.</exception>
    public ReadOnlySpan<byte> ReadBytes()
    {
        Expect(2);
        return Take(ReadVarint());
    }

    /// <summary>Leaves a value out.</summary>
    /// <exception cref="FormatException">The message is cut off or damaged.</exception>
    public void Skip()
    {
        switch (_wireType)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Take(ReadVarint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new FormatException($"it is no such model: a field of the unknown kind {_wireType} stands before byte {_place}");
        }
    }

    private readonly void Expect(int wireType)
    {
        if (_wireType != wireType)
        {
            throw new FormatException($"it is no such model: a field before byte {_place} is of the kind {_wireType}, expected {wireType}");
        }
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_message.Length - _place))
        {
            throw new FormatException($"it is cut off: {length} bytes are announced, {_message.Length - _place} follow");
        }

        ReadOnlySpan<byte> taken = _message.Slice(_place, (int)length);
        _place += (int)length;
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException($"it is no such model: the number before byte {_place} has more than 64 bits");
    }
}
