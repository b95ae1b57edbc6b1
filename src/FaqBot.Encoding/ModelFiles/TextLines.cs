using System.Globalization;
using System.Text;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>Reads the lines of a text file of others: a file without line ends is not read into memory.</summary>
internal static class TextLines
{
    private const int BlockLength = 1 << 14;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, in UTF-8 with or without a byte order mark.</param>
    /// <param name="longest">Most characters of a line.</param>
    /// <returns>The lines, without their ends; what follows the last end is one when it is not empty.</returns>
    /// <exception cref="IOException">It cannot be read, is no UTF-8, or has a longer line.</exception>
    public static IEnumerable<string> Read(string path, int longest)
    {
        using StreamReader reader = new(path, Strict, detectEncodingFromByteOrderMarks: false);
        StringBuilder line = new();
        char[] block = new char[BlockLength];
        for (int number = 1; NextBlock(reader, block, number) is > 0 and int length;)
        {
            int start = number == 1 && line.Length == 0 && block[0] == '\uFEFF' ? 1 : 0;
            while (block.AsSpan(start, length - start).IndexOf('\n') is >= 0 and int end)
            {
                line.Append(block, start, end);
                yield return Whole(line, number++, longest);
                start += end + 1;
            }

            line.Append(block, start, length - start);
            RequireShort(line, number, longest);
        }

        if (line.Length > 0)
        {
            yield return Whole(line, 0, longest);
        }
    }

    private static int NextBlock(StreamReader reader, char[] block, int number)
    {
        try
        {
            return reader.ReadBlock(block);
        }
        catch (DecoderFallbackException exception)
        {
            throw new IOException(
                string.Create(CultureInfo.InvariantCulture, $"it is no UTF-8 in line {number} or soon after, expected text in UTF-8"),
                exception);
        }
    }

    private static string Whole(StringBuilder line, int number, int longest)
    {
        RequireShort(line, number, longest);
        string whole = line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
        line.Clear();
        return whole;
    }

    private static void RequireShort(StringBuilder line, int number, int longest)
    {
        if (line.Length > longest)
        {
            throw new IOException(
                string.Create(CultureInfo.InvariantCulture,
                    $"its line {number} has more than {longest} characters, expected at most as many"));
        }
    }
}
