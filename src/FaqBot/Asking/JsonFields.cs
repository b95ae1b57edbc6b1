using System.Text.Json;

namespace FaqBot.Asking;

/// <summary>Takes typed members of a JSON object and reports those of another type; null counts as absent.</summary>
internal readonly struct JsonFields(JsonElement json, string path, Action<string, string> report)
{
    public string? Text(string name, int most = int.MaxValue)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Expected(name, value, "a text");
            return null;
        }

        string? text = StringOf(value);
        if (text is null)
        {
            report(path + name, "The text is not valid Unicode.");
        }
        else if (text.Length > most)
        {
            report(path + name, $"Found {text.Length} characters, expected at most {most}.");
        }

        return text;
    }

    public double? Number(string name, double least, double most, bool whole)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        string expected = $"{(whole ? "a whole number" : "a number")} from {least} to {most}";
        if (value.ValueKind != JsonValueKind.Number)
        {
            Expected(name, value, expected);
            return null;
        }

        if (!value.TryGetDouble(out double number) || number < least || number > most || (whole && number != Math.Truncate(number)))
        {
            report(path + name, $"Found another number, expected {expected}.");
            return null;
        }

        return number;
    }

    public JsonFields? Object(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new JsonFields(value, $"{path}{name}.", report);
        }

        Expected(name, value, "an object");
        return null;
    }

    public IReadOnlyList<JsonFields> Objects(string name, int most)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            Expected(name, value, $"a list of at most {most} objects");
            return [];
        }

        List<JsonFields> objects = [];
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                objects.Add(new JsonFields(item, $"{path}{name}[{index}].", report));
            }
            else
            {
                Expected($"{name}[{index}]", item, "an object");
            }

            index++;
        }

        return objects;
    }

    private JsonElement? Find(string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private void Expected(string name, JsonElement value, string expected) =>
        report(path + name, $"Found {value.ValueKind.ToString().ToLowerInvariant()}, expected {expected}.");

    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape.
            return null;
        }
    }
}
