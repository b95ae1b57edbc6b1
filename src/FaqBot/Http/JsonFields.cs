using System.Text.Json;

namespace FaqBot.Http;

/// <summary>Takes typed members of a JSON object and reports those of another type; null counts as absent.</summary>
/// <param name="json">The object.</param>
/// <param name="path">Its path, for messages.</param>
/// <param name="report">Takes a fault: path of the member, what is wrong.</param>
/// <param name="anyCase">Whether names count in any case, as clients of other services write them.</param>
internal readonly struct JsonFields(JsonElement json, string path, Action<string, string> report, bool anyCase = false)
{
    /// <summary>Whether all names within can be read; an escape may be half a surrogate pair, a byte no UTF-8.</summary>
    public static bool HasValidNames(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().All(member => Valid(() => member.Name) is not null && HasValidNames(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().All(HasValidNames),
        _ => true,
    };

    /// <summary>Reports members that are unknown or there twice: a misspelt filter must not mean no filter.</summary>
    public void Expect(params ReadOnlySpan<string> known)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                report(path + member.Name, $"Unknown; known are {string.Join(", ", known)}.");
            }
            else if (!seen.Add(member.Name))
            {
                report(path + member.Name, "Found twice, expected once.");
            }
        }
    }

    /// <summary>Reports a member whose value is of the right type and still not right.</summary>
    public void Report(string name, string fault) => report(path + name, fault);

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

        string? text = Valid(() => value.GetString());
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

        Expected(name, value, "true or false");
        return null;
    }

    /// <summary>Reads a text that must be there; an empty one after a fault.</summary>
    public string RequiredText(string name, int most)
    {
        string? text = Text(name, most);
        if (string.IsNullOrWhiteSpace(text) && (Find(name) is not { } value || value.ValueKind == JsonValueKind.String))
        {
            report(path + name, "Found nothing, expected a text.");
        }

        return text ?? "";
    }

    /// <summary>Reads a list of texts; empty where there is none.</summary>
    public IReadOnlyList<string> Texts(string name, int most, int longest)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            report(path + name, $"Found another value, expected a list of at most {most} texts.");
            return [];
        }

        List<string> texts = [];
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && Valid(() => item.GetString()) is { Length: > 0 } text && text.Length <= longest)
            {
                texts.Add(text);
            }
            else
            {
                Expected($"{name}[{texts.Count}]", item, $"a text of 1 to {longest} characters");
                return [];
            }
        }

        return texts;
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
            return new JsonFields(value, $"{path}{name}.", report, anyCase);
        }

        Expected(name, value, "an object");
        return null;
    }

    /// <summary>The member as it is, for members of several types.</summary>
    public JsonElement? Element(string name) => Find(name);

    /// <summary>A text's content; null when it is no Unicode.</summary>
    public static string? Content(JsonElement text) => Valid(() => text.GetString());

    public IReadOnlyList<JsonFields> Objects(string name, int most)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Expected(name, value, $"a list of at most {most} objects");
            return [];
        }

        if (value.GetArrayLength() > most)
        {
            report(path + name, $"Found {value.GetArrayLength()} objects, expected at most {most}.");
            return [];
        }

        List<JsonFields> objects = [];
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                objects.Add(new JsonFields(item, $"{path}{name}[{index}].", report, anyCase));
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
        (json.TryGetProperty(name, out JsonElement value) || (anyCase && TryGetInAnyCase(name, out value))) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private bool TryGetInAnyCase(string name, out JsonElement value)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private void Expected(string name, JsonElement value, string expected) =>
        report(path + name, $"Found {value.ValueKind.ToString().ToLowerInvariant()}, expected {expected}.");

    private static string? Valid(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape, or bytes that are no UTF-8.
            return null;
        }
    }
}
