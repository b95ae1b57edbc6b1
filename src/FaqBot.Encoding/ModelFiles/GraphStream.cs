using System.Buffers.Binary;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>Walks through the messages of a Protocol Buffers file without reading its large fields.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
/// <param name="stream">The file, at its start; can seek.</param>
internal sealed class GraphStream(Stream stream)
{
    private long _place;
    private long _end = stream.Length;
    private int _wireType;

    /// <summary>Bytes of the value that comes next, of a kind that has a length.</summary>
    public long Length { get; private set; }

    /// <summary>Reads the tag of the next field of the message, and its length; its value must be taken or skipped then.</summary>
    /// <param name="field">Number of the field.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="FormatException">The message is cut off or damaged.</exception>
    public bool TryReadTag(out int field)
    {
        field = 0;
        if (_place == _end)
        {
            return false;
        }

        ulong tag = ReadVarint();
        _wireType = (int)(tag & 7);
        field = (int)(uint)(tag >> 3);
        Length = _wireType switch
        {
            0 => 0,
            1 => 8,
            2 => (long)Math.Min(ReadVarint(), long.MaxValue),
            5 => 4,
            _ => throw Damaged($"a field of the unknown kind {_wireType}"),
        };
        return Length <= _end - _place ? true : throw Damaged($"{Length} bytes are announced where {_end - _place} follow");
    }

    /// <summary>Leaves the value out.</summary>
    public void Skip()
    {
        if (_wireType == 0)
        {
            ReadVarint();
            return;
        }

        _place += Length;
        stream.Seek(_place, SeekOrigin.Begin);
    }

    /// <summary>Whether the value has a length: is a text, bytes, a message or packed numbers.</summary>
    public bool HasLength => _wireType == 2;

    /// <summary>Reads a whole number.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The field is of another kind, or cut off.</exception>
    public long ReadNumber() => _wireType == 0 ? (long)ReadVarint() : throw Damaged($"a field of the kind {_wireType}, expected a number");

    /// <summary>Reads whole numbers, packed or one.</summary>
    /// <param name="numbers">Where they go.</param>
    /// <param name="most">Most of them.</param>
    /// <exception cref="FormatException">The field is of another kind, or they are too many.</exception>
    public void ReadNumbers(List<long> numbers, int most)
    {
        if (_wireType == 0)
        {
            numbers.Add(ReadNumber());
        }
        else
        {
            long outer = Enter();
            while (_place < _end && numbers.Count <= most)
            {
                numbers.Add((long)ReadVarint());
            }

            Leave(outer);
        }

        if (numbers.Count > most)
        {
            throw Damaged($"more than {most} numbers in a list");
        }
    }

    /// <summary>Reads the value as numbers of 8 bytes each, little-endian.</summary>
    /// <returns>The numbers.</returns>
    public long[] ReadLongs()
    {
        byte[] bytes = new byte[Length];
        stream.ReadExactly(bytes);
        _place += Length;
        long[] numbers = new long[bytes.Length / sizeof(long)];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
        }

        return numbers;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="most">Most bytes.</param>
    /// <returns>The text.</returns>
    /// <exception cref="FormatException">The field is of another kind, too long, or no UTF-8.</exception>
    public string ReadText(int most)
    {
        if (_wireType != 2 || Length > most)
        {
            throw Damaged($"a name of {Length} bytes, expected at most {most}");
        }

        byte[] utf8 = new byte[Length];
        stream.ReadExactly(utf8);
        _place += Length;
        return System.Text.Unicode.Utf8.IsValid(utf8)
            ? System.Text.Encoding.UTF8.GetString(utf8)
            : throw Damaged("a name that is no UTF-8");
    }

    /// <summary>Goes into a message.</summary>
    /// <returns>What <see cref="Leave"/> wants.</returns>
    /// <exception cref="FormatException">The field is of another kind.</exception>
    public long Enter()
    {
        if (_wireType != 2)
        {
            throw Damaged($"a field of the kind {_wireType}, expected a message");
        }

        long outer = _end;
        _end = _place + Length;
        return outer;
    }

    /// <summary>Goes out of a message that was read to its end.</summary>
    /// <param name="outer">What <see cref="Enter"/> gave.</param>
    public void Leave(long outer) => _end = outer;

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = _place < _end ? stream.ReadByte() : -1;
            if (next < 0)
            {
                throw Damaged("a number that is cut off");
            }

            _place++;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number of more than 64 bits");
    }

    private FormatException Damaged(string what) => new($"it is no ONNX graph: it holds {what} before byte {_place + 1}");
}
