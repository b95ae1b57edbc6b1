using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Takes members of documents that other services write: names count in any case, null is absent, a number may be a
/// text.</summary>
internal static class ForeignJson
{
    /// <summary>A member of an object; undefined where there is none.</summary>
    public static JsonElement Find(this JsonElement json, string name) =>
        new JsonMembers(json, JsonLeniency.AnyCase | JsonLeniency.NullIsAbsent, _ => { }).Element(name) ?? default;

    /// <summary>Whether an object has a member, be it null.</summary>
    public static bool Has(this JsonElement json, string name) => json.ValueKind == JsonValueKind.Object
        && json.EnumerateObject().Any(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first of several members that is there; undefined where none is.</summary>
    public static JsonElement FindAny(this JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (json.Find(name) is { ValueKind: not JsonValueKind.Undefined } found)
            {
                return found;
            }
        }

        return default;
    }

    /// <summary>The items of a list; none of anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>The items of a list, or the one value that is none.</summary>
    public static IEnumerable<JsonElement> ItemsOrOne(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray(),
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        _ => [json],
    };

    /// <summary>A text, or a number or truth value as it is written; null for anything else.</summary>
    public static string? AsText(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => JsonMembers.TextOf(json),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        _ => null,
    };

    /// <summary>Whether a value is true, or the text of it.</summary>
    public static bool IsTrue(this JsonElement json) =>
        json.ValueKind == JsonValueKind.True || string.Equals(json.AsText(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number; the other one for anything else.</summary>
    public static int AsInteger(this JsonElement json, int otherwise) =>
        int.TryParse(json.AsText(), System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture,
            out int number)
            ? number : otherwise;

    /// <summary>Whether there is a value.</summary>
    public static bool IsThere(this JsonElement json) => json.ValueKind is not JsonValueKind.Undefined and not JsonValueKind.Null;
}
