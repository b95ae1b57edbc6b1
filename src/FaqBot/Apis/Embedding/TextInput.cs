using System.Text.Json;
using FaqBot.Encoding.Json;
using FaqBot.Http;

namespace FaqBot.Apis.Embedding;

/// <summary>A text to encode: as text, or as tokens of the model's own tokenizer, special ones included.</summary>
/// <param name="Text">The text, or null.</param>
/// <param name="Ids">The tokens, or null.</param>
internal readonly record struct TextInput(string? Text, int[]? Ids)
{
    /// <summary>Reads a text, a list of texts, tokens, or a list of lists of tokens.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="vocabularySize">Number of tokens that there are.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>The texts; what is faulty is left out.</returns>
    public static IReadOnlyList<TextInput> Read(JsonMembers fields, string name, int vocabularySize, RequestFaults faults)
    {
        if (fields.Element(name) is not { } value)
        {
            faults.Add(name, "Missing; expected a text, a list of texts, or lists of tokens.");
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return [.. One(value, name, vocabularySize, faults)];
        }

        int count = value.GetArrayLength();
        if (count == 0)
        {
            faults.Add(name, "The list is empty.", FaultCode.EmptyInput);
        }
        else if (vocabularySize > 0 && value[0].ValueKind == JsonValueKind.Number)
        {
            return [.. One(value, name, vocabularySize, faults)];
        }
        else if (count > EmbeddingLimits.Texts)
        {
            faults.Add(name, $"Found {count} texts, expected at most {EmbeddingLimits.Texts}.", FaultCode.TooManyTexts);
        }
        else
        {
            return [.. value.EnumerateArray().SelectMany((item, index) => One(item, $"{name}[{index}]", vocabularySize, faults))];
        }

        return [];
    }

    /// <summary>Reads a list of texts.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <returns>The texts; what is faulty is left out.</returns>
    public static IReadOnlyList<string> ReadTexts(JsonMembers fields, string name, RequestFaults faults)
    {
        if (fields.Element(name) is not { ValueKind: JsonValueKind.Array } value)
        {
            string found = fields.Element(name) is { } other ? $"Found {other.ValueKind.ToString().ToLowerInvariant()}" : "Missing";
            faults.Add(name, $"{found}, expected a list of 1 to {EmbeddingLimits.Texts} texts.");
            return [];
        }

        return [.. Read(fields, name, 0, faults).Select(input => input.Text).OfType<string>()];
    }

    private static IEnumerable<TextInput> One(JsonElement value, string place, int vocabularySize, RequestFaults faults)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return ReadText(value, place, faults) is { } text ? [new TextInput(text, null)] : [];
        }

        if (value.ValueKind == JsonValueKind.Array && vocabularySize > 0)
        {
            return ReadIds(value, place, vocabularySize, faults) is { } ids ? [new TextInput(null, ids)] : [];
        }

        faults.Add(place,
            $"Found {value.ValueKind.ToString().ToLowerInvariant()}, expected a text{(vocabularySize > 0 ? " or a list of tokens" : "")}.");
        return [];
    }

    private static string? ReadText(JsonElement value, string place, RequestFaults faults)
    {
        switch (JsonMembers.TextOf(value))
        {
            case null:
                faults.Add(place, "The text is not valid Unicode.");
                return null;
            case "":
                faults.Add(place, "The text is empty.", FaultCode.EmptyInput);
                return null;
            case { Length: > EmbeddingLimits.TextLength } text:
                faults.Add(place, $"Found {text.Length} characters, expected at most {EmbeddingLimits.TextLength}.");
                return null;
            case { } text:
                return text;
        }
    }

    private static int[]? ReadIds(JsonElement value, string place, int vocabularySize, RequestFaults faults)
    {
        int count = value.GetArrayLength();
        if (count is 0 or > EmbeddingLimits.TextLength)
        {
            faults.Add(place, $"Found {count} tokens, expected 1 to {EmbeddingLimits.TextLength}.", count == 0
                ? FaultCode.EmptyInput : FaultCode.InvalidRequest);
            return null;
        }

        int[] ids = new int[count];
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out ids[index]) || ids[index] < 0
                || ids[index] >= vocabularySize)
            {
                faults.Add(place, $"Token {index} is none of this model's: expected a whole number from 0 to {vocabularySize - 1}.");
                return null;
            }

            index++;
        }

        return ids;
    }
}
