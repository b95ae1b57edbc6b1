using System.Globalization;
using System.Text.Json;

namespace FaqBot.Encoding.Json;

/// <summary>Parses JSON that others wrote: all of its texts and names can be read afterwards, and it nests no deeper than it may.</summary>
/// <remarks>
/// <see cref="JsonDocument"/> alone accepts half surrogates in escapes and bytes that are no UTF-8, and throws
/// <see cref="InvalidOperationException"/> only when such a text is read.
/// </remarks>
internal static class StrictJson
{
    /// <summary>How deep a document may nest.</summary>
    public const int MostDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MostDepth };

    /// <summary>Parses a document.</summary>
    /// <param name="utf8">The document, with or without a byte order mark; not to be changed while the result is in use.</param>
    /// <returns>The document, to be disposed of.</returns>
    /// <exception cref="JsonException">It is no JSON, nests too deep, is no UTF-8 or holds half of a surrogate pair.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        utf8 = utf8.Span.StartsWith(mark) ? utf8[mark.Length..] : utf8;
        RequireUtf8(utf8.Span);
        JsonDocument document = JsonDocument.Parse(utf8, Options);
        int half = FindHalfSurrogate(utf8.Span);
        if (half < 0)
        {
            return document;
        }

        document.Dispose();
        string escape = System.Text.Encoding.ASCII.GetString(utf8.Span.Slice(half, 6));
        throw Fault(utf8.Span, half, $"the escape {escape} is half of a surrogate pair, expected whole characters");
    }

    private static void RequireUtf8(ReadOnlySpan<byte> utf8)
    {
        if (System.Text.Unicode.Utf8.IsValid(utf8))
        {
            return;
        }

        int at = 0;
        while (System.Text.Rune.DecodeFromUtf8(utf8[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        throw Fault(
            utf8, at, string.Create(CultureInfo.InvariantCulture, $"byte {at + 1}, 0x{utf8[at]:X2}, is no UTF-8, expected text in UTF-8"));
    }

    /// <summary>The place of an escape that is half of a pair; −1 for none. In valid JSON a backslash stands in texts only.</summary>
    private static int FindHalfSurrogate(ReadOnlySpan<byte> json)
    {
        for (int at = 0; json[at..].IndexOf((byte)'\\') is >= 0 and int next;)
        {
            at += next;
            if (Escaped(json[at..]) is not { } unit)
            {
                at += 2;
                continue;
            }

            bool isPair = char.IsHighSurrogate(unit) && Escaped(json[(at + 6)..]) is { } second && char.IsLowSurrogate(second);
            if (char.IsSurrogate(unit) && !isPair)
            {
                return at;
            }

            at += isPair ? 12 : 6;
        }

        return -1;
    }

    /// <summary>The UTF-16 unit that a text starts with as an escape by number; null when it starts otherwise.</summary>
    private static char? Escaped(ReadOnlySpan<byte> json) =>
        json is [(byte)'\\', (byte)'u', _, _, _, _, ..]
        && ushort.TryParse(json[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit
            : null;

    private static JsonException Fault(ReadOnlySpan<byte> json, int at, string message)
    {
        int line = json[..at].Count((byte)'\n');
        return new JsonException($"line {line + 1}: {message}", null, line, at - json[..at].LastIndexOf((byte)'\n') - 1);
    }
}
