using System.Text.Json;

namespace FaqBot.Encoding.Tokenizing.Reading;

/// <summary>A part of a JSON file that knows where it stands: what is missing or of the wrong kind is a clear fault.</summary>
/// <param name="Element">The part.</param>
/// <param name="Path">Where it stands, such as <c>model.vocab[3]</c>; empty for the whole file.</param>
internal readonly record struct JsonPart(JsonElement Element, string Path)
{
    /// <summary>Whether it is an object.</summary>
    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => Element.ValueKind == JsonValueKind.Array;

    /// <summary>A member that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The member; null counts as absent.</returns>
    /// <exception cref="FormatException">It is absent, or this is no object.</exception>
    public JsonPart this[string name] => Find(name) ?? throw new FormatException($"{PathOf(name)} is missing");

    /// <summary>A member that may be absent.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The member, or null when it is absent or null.</returns>
    /// <exception cref="FormatException">This is no object.</exception>
    public JsonPart? Find(string name) => !IsObject
        ? throw Unexpected("an object")
        : Element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? new JsonPart(member, PathOf(name))
            : null;

    /// <summary>All items.</summary>
    /// <returns>The items in order.</returns>
    /// <exception cref="FormatException">This is no array.</exception>
    public IEnumerable<JsonPart> Items()
    {
        string path = Path;
        return IsArray
            ? Element.EnumerateArray().Select((item, index) => new JsonPart(item, $"{path}[{index}]"))
            : throw Unexpected("an array");
    }

    /// <summary>All members.</summary>
    /// <returns>Names and values in order.</returns>
    /// <exception cref="FormatException">This is no object.</exception>
    public JsonElement.ObjectEnumerator Members() => IsObject ? Element.EnumerateObject() : throw Unexpected("an object");

    /// <summary>Its text.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="FormatException">This is no text.</exception>
    public string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Unexpected("a text");

    /// <summary>Its truth value.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">This is neither true nor false.</exception>
    public bool Flag() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unexpected("true or false"),
    };

    /// <summary>Its number.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">This is no whole number of 32 bits.</exception>
    public int Int() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) ? value : throw Unexpected("a whole number");

    /// <summary>Its number.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">This is no finite number.</exception>
    public double Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double value) && double.IsFinite(value)
        ? value
        : throw Unexpected("a number");

    /// <summary>Says that this is not what was expected.</summary>
    /// <param name="expected">What was.</param>
    /// <returns>The exception to throw.</returns>
    public FormatException Unexpected(string expected) =>
        new($"{(Path.Length == 0 ? "the file" : Path)} is {Found()}, expected {expected}");

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private string Found()
    {
        string raw = Element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => $"'{Element.GetString()}'",
            _ => Element.GetRawText(),
        };
        return raw.Length <= 80 ? raw : raw[..77] + "...";
    }
}
