using System.Buffers.Binary;
using CsCheck;

namespace FaqBot.Testing.Fuzzing;

/// <summary>A change of a file: what damage, dishonesty and other tools do to one.</summary>
/// <param name="Kind">Which change.</param>
/// <param name="At">Where, as a share of the file's length.</param>
/// <param name="Amount">How much of the file, as a share, with small amounts more often than large ones.</param>
/// <param name="Number">A number to write.</param>
/// <param name="Other">Which text or other file to take.</param>
internal sealed record Mutation(int Kind, double At, double Amount, long Number, int Other)
{
    private static readonly long[] Extremes =
    [
        0, 1, -1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 33, 1L << 40, long.MaxValue,
        long.MinValue,
    ];

    /// <summary>Texts that take the place of a value, or come between.</summary>
    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            "null", "true", "0", "-1", "1", "7", "1e999", "-0.0", "2147483647", "2147483648", "4294967296", "9223372036854775807", "[]",
            "{}",
            "\"\"", "\"a\"", "\"e\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"..\"", "\"../../etc/passwd\"", "\"/dev/zero\"",
            "\"(a+)+$\"", "\"(?=a)\"", "\"\\\\s+\"", "\"Sequence\"", "\"ByteLevel\"", "\"Replace\"", "\"Unigram\"", "\"BPE\"",
            "{\"type\":\"Lowercase\"}", "{\"type\":\"Replace\",\"pattern\":{\"String\":\"e\"},\"content\":\"eeeeeeeeeeeeeeee\"}", ",",
            "\n", "\t",
            " ", "\"a\":1,", "\\", "\0", "\uFFFD", "\u00FF", "😀",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        .. new[]
        {
            '"' + new string('e', 5_000) + '"', new string('[', 70) + new string(']', 70),
            string.Concat(Enumerable.Repeat("{\"a\":", 70)) + "1" + new string('}', 70),
        }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    /// <summary>Changed files: one to six changes of one of them.</summary>
    /// <param name="files">The files.</param>
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> files) =>
        Gen.Select(Gen.Int[0, files.Count - 1], Any.Array[1, 6], (file, changes) => changes.Aggregate(
            files[file], (content, change) => change.Apply(content, files)));

    private static Gen<Mutation> Any { get; } = Gen.Select(
        Gen.Int[0, 11], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, Extremes.Length - 1], Gen.Int[0, int.MaxValue - 1],
        (kind, at, amount, number, other) => new Mutation(kind, at, amount * amount * amount * amount, Extremes[number], other));

    private byte[] Apply(byte[] file, IReadOnlyList<byte[]> files)
    {
        int at = (int)(At * file.Length), length = 1 + (int)(Amount * (file.Length - at));
        int end = Math.Min(file.Length, at + length);
        byte[] text = Texts[Other % Texts.Length], other = files[Other % files.Count];
        int otherAt = (int)(At * other.Length);
        return Kind switch
        {
            0 => Replaced(file, at, end, [(byte)Other]),
            1 => file.Length == 0 ? file : Replaced(file, Math.Min(at, file.Length - 1), Math.Min(at, file.Length - 1) + 1,
                [(byte)(file[Math.Min(at, file.Length - 1)] ^ (1 << (Other & 7)))]),
            2 => Replaced(file, at, end, []),
            3 => Replaced(file, at, at, file.AsSpan(at, end - at)),
            4 => file[..at],
            5 => Replaced(file, at, at, text),
            6 => Replaced(file, at, end, text),
            7 => Replaced(file, at, end, other.AsSpan(otherAt, Math.Min(length, other.Length - otherAt))),
            8 => Replaced(file, at, Math.Min(file.Length, at + 4), Little(4)),
            9 => Replaced(file, at, Math.Min(file.Length, at + 8), Little(8)),
            _ => WithValue(file, at, text),
        };
    }

    /// <summary>Puts a text in the place of the JSON value that comes next.</summary>
    private static byte[] WithValue(byte[] file, int at, byte[] text)
    {
        int before = file.AsSpan(at).IndexOfAny((byte)':', (byte)',', (byte)'[');
        if (before < 0)
        {
            return Replaced(file, at, file.Length, text);
        }

        int start = at + before + 1;
        int length = file.AsSpan(start).IndexOfAny((byte)',', (byte)']', (byte)'}');
        return Replaced(file, start, length < 0 ? file.Length : start + length, text);
    }

    private static byte[] Replaced(byte[] file, int start, int end, ReadOnlySpan<byte> content) =>
        [.. file.AsSpan(0, start), .. content, .. file.AsSpan(end)];

    private byte[] Little(int bytes)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, Number);
        return number[..bytes];
    }
}
