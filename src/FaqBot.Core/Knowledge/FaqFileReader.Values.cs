using System.Text.Json;

namespace FaqBot.Core.Knowledge;

/// <content>The kinds of values.</content>
internal sealed partial class FaqFileReader
{
    private JsonObjectReader Object(LocatedJson json, string what)
    {
        Expect(json, JsonValueKind.Object, what, "an object");
        return new JsonObjectReader(json, Add);
    }

    private IReadOnlyList<LocatedJson> List(LocatedJson? json, string what, int most)
    {
        if (json is null || !Expect(json, JsonValueKind.Array, what, "a list"))
        {
            return [];
        }

        if (json.Items.Count > most)
        {
            Add(json.Line, $"{what} has {json.Items.Count} items, at most {most} are allowed", "Remove some or split the entry");
        }

        return json.Items;
    }

    private string Text(LocatedJson? json, string what, int most)
    {
        if (json is null || !Expect(json, JsonValueKind.String, what, "a text"))
        {
            return "";
        }

        string text = json.Text!;
        if (string.IsNullOrWhiteSpace(text))
        {
            Add(json.Line, $"{what} is empty", "Write it");
            return "";
        }

        if (text.Length > most)
        {
            Add(json.Line, $"{what} has {text.Length} characters, at most {most} are allowed", "Shorten it");
        }

        return text;
    }

    private bool Flag(LocatedJson? json, string what, bool otherwise)
    {
        if (json is null || json.Kind is JsonValueKind.True or JsonValueKind.False)
        {
            return json is null ? otherwise : json.Kind == JsonValueKind.True;
        }

        Add(json.Line, $"{what} is not true or false", "Write one of them, without quotation marks");
        return otherwise;
    }

    private bool Expect(LocatedJson json, JsonValueKind kind, string what, string expected)
    {
        if (json.Kind == kind)
        {
            return true;
        }

        Add(json.Line, $"{what} is {json.Kind.ToString().ToLowerInvariant()}, expected {expected}", "Correct the value");
        return false;
    }

    private void Add(int line, string problem, string remedy) => faults.Add(new Fault(line, _entryId, problem, remedy));
}
