using System.Globalization;
using System.Text.Json;

namespace FaqBot.Encoding.Json;

/// <summary>Takes typed members of a JSON object and reports those that are of another kind or out of range.</summary>
/// <param name="json">The object; anything else has no members, and none is missing in it.</param>
/// <param name="leniency">What its writer is allowed.</param>
/// <param name="report">Takes each fault: collects it in the document's own words, or throws.</param>
/// <param name="path">What comes before the names in the path of a fault.</param>
internal sealed class JsonMembers(JsonElement json, JsonLeniency leniency, Action<MemberFault> report, string path = "")
{
    /// <summary>All members, in order.</summary>
    public JsonElement.ObjectEnumerator All => json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default;

    /// <summary>The name of a member; null when it is not valid Unicode.</summary>
    public static string? NameOf(JsonProperty member) => Valid(() => member.Name);

    /// <summary>The text of a value; null for another kind, and for one that is not valid Unicode.</summary>
    public static string? TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Valid(() => value.GetString()) : null;

    /// <summary>Whether all names within can be read.</summary>
    public static bool HasValidNames(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().All(member => NameOf(member) is not null && HasValidNames(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().All(HasValidNames),
        _ => true,
    };

    /// <summary>Reports members that are unknown or there twice: a misspelt filter must not mean no filter.</summary>
    public void Expect(params ReadOnlySpan<string> known)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty member in All)
        {
            string name = NameOf(member) ?? "\uFFFD";
            if (!known.Contains(name))
            {
                Report(name, MemberFlaw.Unknown, member.Value, string.Join(", ", known));
            }
            else if (!seen.Add(name))
            {
                Report(name, MemberFlaw.Repeated, member.Value, "once");
            }
        }
    }

    /// <summary>Reports a member whose value is of the right kind and still not right.</summary>
    public void Report(string name, string fault) => Report(name, MemberFlaw.Other, default, fault);

    /// <summary>The member as it is, for members of several kinds.</summary>
    public JsonElement? Element(string name) => Find(name, expected: null);

    /// <summary>The member as it is, which must be there.</summary>
    public JsonElement? Required(string name) => Find(name, "a value");

    /// <summary>Whether a value is of a kind; otherwise that is reported.</summary>
    /// <param name="name">What the value is called.</param>
    /// <param name="value">The value.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="expected">What the kind is called.</param>
    public bool Is(string name, JsonElement value, JsonValueKind kind, string expected)
    {
        if (value.ValueKind != kind)
        {
            Report(name, MemberFlaw.OtherKind, value, expected);
        }

        return value.ValueKind == kind;
    }

    /// <summary>A text.</summary>
    public string? Text(string name, int most = int.MaxValue) => Element(name) is { } value ? Text(name, value, most) : null;

    /// <summary>A text that must be there; an empty one after a fault.</summary>
    public string RequiredText(string name, int most = int.MaxValue, bool mayBeBlank = false) => Find(name, "a text") is not { } value ? ""
        : mayBeBlank ? Text(name, value, most) ?? ""
        : WrittenText(name, value, most);

    /// <summary>A value as a text that is not blank; an empty one after a fault.</summary>
    /// <param name="name">What the value is called.</param>
    /// <param name="value">The value.</param>
    /// <param name="most">Most characters.</param>
    public string WrittenText(string name, JsonElement value, int most)
    {
        if (TextOf(value) is not { } text || !string.IsNullOrWhiteSpace(text))
        {
            return Text(name, value, most) ?? "";
        }

        Report(name, MemberFlaw.Empty, value, "a text");
        return "";
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name)
    {
        if (Element(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        if (InText(value) is { } text && bool.TryParse(text, out bool flag))
        {
            return flag;
        }

        Report(name, MemberFlaw.OtherKind, value, "true or false");
        return null;
    }

    /// <summary>A whole number.</summary>
    public int? Integer(string name, int least, int most) => (int?)Number(name, least, most, whole: true);

    /// <summary>A finite number.</summary>
    /// <param name="name">The member.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    /// <param name="whole">Whether it must be whole.</param>
    /// <param name="required">Whether it must be there.</param>
    public double? Number(
        string name, double least = double.MinValue, double most = double.MaxValue, bool whole = false, bool required = false)
    {
        string range = most == double.MaxValue ? "" : string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}");
        string expected = (whole ? "a whole number" : "a number") + range;
        if (Find(name, required ? expected : null) is not { } value)
        {
            return null;
        }

        double number = 0;
        bool isNumber = value.ValueKind == JsonValueKind.Number
            || (InText(value) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number));
        if (isNumber && (value.ValueKind == JsonValueKind.String || value.TryGetDouble(out number)) && number >= least && number <= most
            && (!whole || number == Math.Truncate(number)))
        {
            return number;
        }

        Report(name, isNumber ? MemberFlaw.OutOfRange : MemberFlaw.OtherKind, value, expected);
        return null;
    }

    /// <summary>A list; empty where there is none.</summary>
    /// <param name="name">The member.</param>
    /// <param name="things">What it should hold, such as <c>texts</c>.</param>
    /// <param name="least">Fewest of them.</param>
    /// <param name="most">Most of them.</param>
    /// <param name="required">Whether it must be there.</param>
    public IReadOnlyList<JsonElement> Items(string name, string things, int least = 0, int most = int.MaxValue, bool required = false)
    {
        string expected = least > 0 ? "a list that is not empty"
            : most == int.MaxValue ? $"a list of {things}"
            : $"a list of at most {most} {things}";
        if (Find(name, required ? expected : null) is not { } value)
        {
            return [];
        }

        int count = value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : -1;
        if (count >= least && count <= most)
        {
            return [.. value.EnumerateArray()];
        }

        if (count > most)
        {
            Report(name, MemberFlaw.TooLong, value, $"at most {most}", $"{count} {things}");
        }
        else
        {
            Report(name, count < 0 ? MemberFlaw.OtherKind : MemberFlaw.Empty, value, expected);
        }

        return [];
    }

    /// <summary>A list of texts; empty where there is none, without those that have a fault.</summary>
    public IReadOnlyList<string> Texts(string name, int most = int.MaxValue, int longest = int.MaxValue)
    {
        List<string> texts = [];
        foreach ((int index, JsonElement item) in Items(name, "texts", most: most).Index())
        {
            if (TextOf(item) is { Length: > 0 } text && text.Length <= longest)
            {
                texts.Add(text);
            }
            else
            {
                string expected = longest == int.MaxValue ? "a text" : $"a text of 1 to {longest} characters";
                Report($"{name}[{index}]", MemberFlaw.OtherKind, item, expected);
            }
        }

        return texts;
    }

    /// <summary>An object.</summary>
    public JsonMembers? Object(string name) => Element(name) is { } value ? Object(name, value) : null;

    /// <summary>A list of objects; empty where there is none, without those that are something else.</summary>
    public IReadOnlyList<JsonMembers> Objects(string name, int most) =>
    [
        .. Items(name, "objects", most: most).Select((item, index) => Object($"{name}[{index}]", item)).OfType<JsonMembers>(),
    ];

    private string? Text(string name, JsonElement value, int most)
    {
        if (!Is(name, value, JsonValueKind.String, "a text"))
        {
            return null;
        }

        string? text = TextOf(value);
        if (text is null)
        {
            Report(name, MemberFlaw.NotUnicode, value, "a text");
        }
        else if (text.Length > most)
        {
            Report(name, MemberFlaw.TooLong, value, $"at most {most}", $"{text.Length} characters");
        }

        return text;
    }

    private JsonMembers? Object(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && HasValidNames(value))
        {
            return new JsonMembers(value, leniency, report, $"{path}{name}.");
        }

        Report(name, MemberFlaw.OtherKind, value, "an object");
        return null;
    }

    /// <param name="name">The member.</param>
    /// <param name="expected">What must be there; null when it may be absent.</param>
    private JsonElement? Find(string name, string? expected)
    {
        if (json.ValueKind == JsonValueKind.Object
            && (json.TryGetProperty(name, out JsonElement value) || TryGetInAnyCase(name, out value))
            && !(value.ValueKind == JsonValueKind.Null && leniency.HasFlag(JsonLeniency.NullIsAbsent)))
        {
            return value;
        }

        if (expected is not null && json.ValueKind == JsonValueKind.Object)
        {
            Report(name, MemberFlaw.Missing, json, expected);
        }

        return null;
    }

    private bool TryGetInAnyCase(string name, out JsonElement value)
    {
        value = leniency.HasFlag(JsonLeniency.AnyCase)
            ? All.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
            : default;
        return value.ValueKind != JsonValueKind.Undefined;
    }

    private void Report(string name, MemberFlaw flaw, JsonElement value, string expected, string? amount = null) =>
        report(new MemberFault(path + name, flaw, value, expected, amount));

    /// <summary>The text that may stand for a value of another kind; null where it may not.</summary>
    private string? InText(JsonElement value) => leniency.HasFlag(JsonLeniency.ValuesInTexts) ? TextOf(value) : null;

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
