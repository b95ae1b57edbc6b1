using System.Text.Json;

namespace FaqBot.Encoding.ModelFiles;

/// <summary>What one JSON object of a model folder states; members of the wrong kind or out of range are reported as faults.</summary>
/// <remarks>A member that is null counts as absent, as the Python libraries that write these files have it.</remarks>
internal sealed class StatedMembers(string file, JsonElement root, ICollection<string> faults)
{
    /// <summary>Reads a file whose root is an object.</summary>
    /// <returns>Its members; null, with a fault, when it cannot be read, and null without one when it is absent.</returns>
    public static StatedMembers? Read(string folder, string file, ICollection<string> faults) =>
        ReadRoot(folder, file, JsonValueKind.Object, faults) is { } root ? new StatedMembers(file, root, faults) : null;

    /// <summary>Reads the root of a file.</summary>
    /// <returns>The root; null, with a fault, when it cannot be read, and null without one when it is absent.</returns>
    public static JsonElement? ReadRoot(string folder, string file, JsonValueKind kind, ICollection<string> faults)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind == kind)
            {
                return document.RootElement.Clone();
            }

            faults.Add($"'{file}' holds a JSON {document.RootElement.ValueKind}, expected an {kind}; take it again from where the model was published");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"'{file}' cannot be read: {exception.Message.TrimEnd('.')}; take it again from where the model was published");
        }

        return null;
    }

    /// <summary>The kind of a member; undefined when absent.</summary>
    public JsonValueKind Kind(string name) => Find(name)?.ValueKind ?? JsonValueKind.Undefined;

    /// <summary>A whole number.</summary>
    public int? Integer(string name, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, value, $"a whole number from {least} to {most}");
        return null;
    }

    /// <summary>A finite number.</summary>
    public double? Number(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(name, value, "a number");
        return null;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(name, value, "true or false");
        return null;
    }

    /// <summary>A text.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (TextOf(value) is { } text)
        {
            return text;
        }

        Refuse(name, value, "a text");
        return null;
    }

    /// <summary>A list of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => TextOf(item) is not null))
        {
            return [.. value.EnumerateArray().Select(item => TextOf(item)!)];
        }

        Refuse(name, value, "a list of texts");
        return [];
    }

    /// <summary>Names and values of an object; null when absent.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)>? Properties(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        try
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                return [.. value.EnumerateObject().Select(property => (property.Name, property.Value))];
            }
        }
        catch (InvalidOperationException)
        {
            // A name that is no text in UTF-8.
        }

        Refuse(name, value, "an object");
        return null;
    }

    /// <summary>The text of a value; null for another kind, and for one that is no text in UTF-8.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reports a member.</summary>
    public void Refuse(string name, string found, string expected) => faults.Add($"'{file}' states {name} {found}, expected {expected}");

    private void Refuse(string name, JsonElement value, string expected)
    {
        const int Longest = 60;
        string raw = value.GetRawText();
        Refuse(name, raw.Length <= Longest ? raw : raw[..Longest] + "…", expected);
    }

    private JsonElement? Find(string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
