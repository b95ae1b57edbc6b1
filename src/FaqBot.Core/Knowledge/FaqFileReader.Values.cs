using System.Text.Json;
using FaqBot.Encoding.Json;

namespace FaqBot.Core.Knowledge;

/// <content>The kinds of values, and what is said of wrong ones.</content>
internal sealed partial class FaqFileReader
{
    private JsonMembers Members(JsonElement json) => new(json, JsonLeniency.None, Add);

    private IReadOnlyList<JsonElement> List(JsonElement? json, string what, int most)
    {
        if (json is not { } list || !_document.Is(what, list, JsonValueKind.Array, "a list"))
        {
            return [];
        }

        if (list.GetArrayLength() is var count && count > most)
        {
            Add(list, $"{what} has {count} items, at most {most} are allowed", "Remove some or split the entry");
        }

        return [.. list.EnumerateArray()];
    }

    private string Text(JsonElement? json, string what, int most)
    {
        string text = json is { } value ? _document.WrittenText(what, value, most) : "";

        // Nobody sees it, and not every store keeps it.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Add(json!.Value, $"{what} holds the character U+0000", "Take it out");
        }

        return text;
    }

    /// <summary>A text or number as it reads; null for anything else.</summary>
    private static string? Shown(JsonElement json) => json.ValueKind == JsonValueKind.Number ? json.GetRawText() : JsonMembers.TextOf(json);

    private void Add(MemberFault fault)
    {
        (string problem, string remedy) = fault.Flaw switch
        {
            MemberFlaw.Missing => ($"'{fault.Path}' is missing", "Add it"),
            MemberFlaw.Unknown =>
                ($"'{fault.Path}' is not a member of this object", $"Remove it or correct its name; known: {fault.Expected}"),
            MemberFlaw.Repeated => ($"'{fault.Path}' occurs twice in one object", "Keep one"),
            MemberFlaw.Empty => ($"{fault.Path} is empty", "Write it"),
            MemberFlaw.TooLong => ($"{fault.Path} has {fault.Amount}, {fault.Expected} are allowed", "Shorten it"),
            _ when fault.Expected == "true or false" =>
                ($"{fault.Path} is not true or false", "Write one of them, without quotation marks"),
            _ => ($"{fault.Path} is {fault.Kind}, expected {fault.Expected}", "Correct the value"),
        };
        Add(fault.Value, problem, remedy);
    }

    private void Add(JsonElement json, string problem, string remedy) =>
        _faults.Add(new Fault(_lines.Of(json), _entryId, problem, remedy) { Path = _lines.PathOf(json) });

    private CategoryName[] ReadCategories(JsonElement? json)
    {
        if (json is not { } named || !_document.Is("categories", named, JsonValueKind.Object, "an object of values and their names"))
        {
            return [];
        }

        JsonProperty[] members = [.. named.EnumerateObject()];
        if (members.Length > KnowledgeLimits.Categories)
        {
            Add(named, $"categories has {members.Length} members, expected at most {KnowledgeLimits.Categories}", "Take some away");
        }

        foreach (string twice in members.GroupBy(member => member.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => same.Key))
        {
            Add(named, $"categories has '{twice}' twice", "Keep one; case does not tell values apart");
        }

        return
        [
            .. members.Take(KnowledgeLimits.Categories).Select(member =>
                new CategoryName(member.Name, ReadLocalized(member.Value, $"categories.{member.Name}", KnowledgeLimits.Phrase))),
        ];
    }
}
