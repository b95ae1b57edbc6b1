using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>A document that knows in which line each of its values stands, so that faults can name it.</summary>
internal sealed class JsonLines : IDisposable
{
    private const int UsualDepth = 16;

    private readonly byte[] _utf8;
    private readonly JsonDocument _document;
    private readonly List<int> _breaks = [];

    /// <summary>Parses a document.</summary>
    /// <param name="utf8">The document; not to be changed afterwards.</param>
    /// <param name="depth">How deep it may be nested.</param>
    /// <exception cref="JsonException">It is not valid JSON, or a text in it not valid Unicode.</exception>
    public JsonLines(byte[] utf8, int depth = UsualDepth)
    {
        _utf8 = utf8;
        _document = JsonDocument.Parse(
            utf8, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = depth });
        for (int i = Array.IndexOf(utf8, (byte)'\n'); i >= 0; i = Array.IndexOf(utf8, (byte)'\n', i + 1))
        {
            _breaks.Add(i);
        }

        RequireUnicode(Root);
    }

    /// <summary>The whole.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>The line in which a value begins, from 1.</summary>
    public int Of(JsonElement value) => At(JsonMarshal.GetRawUtf8Value(value));

    /// <summary>Part of the document whose members are named by their paths; none: lines tell.</summary>
    public JsonElement Named { private get; set; }

    /// <summary>The path of a value below <see cref="Named"/>, such as <c>alternates[2]</c>; null where lines tell.</summary>
    public string? PathOf(JsonElement value) => Named.ValueKind == JsonValueKind.Undefined ? null
        : value.ValueKind == JsonValueKind.Undefined ? "" : PathBelow(Named, value);

    /// <inheritdoc />
    public void Dispose() => _document.Dispose();

    /// <summary>A part is a slice of the document's own bytes: how far in it begins is its place.</summary>
    private int At(ReadOnlySpan<byte> part)
    {
        _utf8.AsSpan().Overlaps(part, out int offset);
        return ~_breaks.BinarySearch(offset) + 1;
    }

    private static string PathBelow(JsonElement outer, JsonElement value)
    {
        switch (outer.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in outer.EnumerateObject().Where(member => IsWithin(member.Value, value)))
                {
                    return Joined(member.Name, PathBelow(member.Value, value));
                }

                return "";
            case JsonValueKind.Array:
                foreach ((int index, JsonElement item) in outer.EnumerateArray().Index().Where(pair => IsWithin(pair.Item, value)))
                {
                    return Joined(string.Create(CultureInfo.InvariantCulture, $"[{index}]"), PathBelow(item, value));
                }

                return "";
            default:
                return "";
        }
    }

    private static string Joined(string name, string rest) => rest.Length == 0 || rest[0] == '[' ? name + rest : $"{name}.{rest}";

    private static bool IsWithin(JsonElement outer, JsonElement value)
    {
        ReadOnlySpan<byte> whole = JsonMarshal.GetRawUtf8Value(outer), part = JsonMarshal.GetRawUtf8Value(value);
        return whole.Overlaps(part, out int offset) && offset >= 0 && offset + part.Length <= whole.Length;
    }

    private void RequireUnicode(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    if (JsonMembers.NameOf(member) is null)
                    {
                        throw NotUnicode(JsonMarshal.GetRawUtf8PropertyName(member));
                    }

                    RequireUnicode(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in json.EnumerateArray())
                {
                    RequireUnicode(item);
                }

                break;
            case JsonValueKind.String when JsonMembers.TextOf(json) is null:
                throw NotUnicode(JsonMarshal.GetRawUtf8Value(json));
        }
    }

    private JsonException NotUnicode(ReadOnlySpan<byte> part) => new("a text is not valid Unicode", null, At(part) - 1, null);
}
