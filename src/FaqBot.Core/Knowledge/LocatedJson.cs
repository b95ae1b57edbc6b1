using System.Text.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>A JSON value that knows the line it stands in, so that faults can name it.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Kind">Kind of value.</param>
/// <param name="Text">A string's value, or the raw text of a number.</param>
/// <param name="Members">An object's members in file order, repeated names included.</param>
/// <param name="Items">An array's items.</param>
internal sealed record LocatedJson(
    int Line,
    JsonValueKind Kind,
    string? Text,
    IReadOnlyList<(string Name, LocatedJson Value)> Members,
    IReadOnlyList<LocatedJson> Items)
{
    private static readonly JsonReaderOptions Syntax =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Parses a document.</summary>
    /// <param name="utf8">The document.</param>
    /// <returns>Its root.</returns>
    /// <exception cref="JsonException">The document is not valid JSON.</exception>
    public static LocatedJson Parse(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8, Syntax);
        LineCounter lines = new();
        reader.Read();
        LocatedJson root = Read(ref reader, utf8, ref lines);
        reader.Read();
        return root;
    }

    private static LocatedJson Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, ref LineCounter lines)
    {
        int line = lines.At(utf8, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                List<(string, LocatedJson)> members = [];
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = ReadString(ref reader, lines.At(utf8, (int)reader.TokenStartIndex));
                    reader.Read();
                    members.Add((name, Read(ref reader, utf8, ref lines)));
                }

                return new LocatedJson(line, JsonValueKind.Object, null, members, []);
            case JsonTokenType.StartArray:
                List<LocatedJson> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, utf8, ref lines));
                }

                return new LocatedJson(line, JsonValueKind.Array, null, [], items);
            case JsonTokenType.String:
                return new LocatedJson(line, JsonValueKind.String, ReadString(ref reader, line), [], []);
            case JsonTokenType.Number:
                return new LocatedJson(line, JsonValueKind.Number, System.Text.Encoding.UTF8.GetString(reader.ValueSpan), [], []);
            case JsonTokenType.True:
                return new LocatedJson(line, JsonValueKind.True, null, [], []);
            case JsonTokenType.False:
                return new LocatedJson(line, JsonValueKind.False, null, [], []);
            default:
                return new LocatedJson(line, JsonValueKind.Null, null, [], []);
        }
    }

    private static string ReadString(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair, or bytes that are not UTF-8: the reader reports them without a position.
            throw new JsonException("a text is not valid Unicode", null, line - 1, null, exception);
        }
    }

    /// <summary>Counts lines forward only: tokens come in order.</summary>
    private struct LineCounter
    {
        private int _position;
        private int _breaks;

        public int At(ReadOnlySpan<byte> utf8, int position)
        {
            _breaks += utf8[_position..position].Count((byte)'\n');
            _position = position;
            return _breaks + 1;
        }
    }
}
