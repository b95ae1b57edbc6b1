using System.Globalization;
using System.Text.Json;

namespace FaqBot.Core.Importing;

/// <summary>Reads exports in JSON, of a project of Custom Question Answering or of the API of QnA Maker; names count in any case.</summary>
/// <remarks>
/// Sources: <see href="https://learn.microsoft.com/rest/api/questionanswering/question-answering-projects/export"/> and
/// <see href="https://learn.microsoft.com/rest/api/qnamaker4.0/knowledgebase/download"/>.
/// </remarks>
public static class ExportedJson
{
    /// <summary>Reads the entries of an export, whichever service wrote it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its entries.</returns>
    /// <exception cref="InvalidDataException">The file is another one.</exception>
    public static List<ExportedEntry> Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement list = Find(Find(document.RootElement, "assets"), "qnas") is { ValueKind: JsonValueKind.Array } qnas
                ? qnas
                : Find(document.RootElement, "qnaDocuments");
            return list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select((entry, index) => Entry(entry, index + 1))]
                : throw new InvalidDataException(
                    $"'{path}' holds neither assets.qnas nor qnaDocuments, expected an export of a project or a knowledge base.");
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"'{path}' holds half of a surrogate pair, expected Unicode; export it again.", exception);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON (line {exception.LineNumber + 1}); export it again.", exception);
        }
    }

    /// <summary>Reads follow-up questions.</summary>
    public static ExportedPrompt[] Prompts(JsonElement list) => list.ValueKind != JsonValueKind.Array ? [] :
    [
        .. list.EnumerateArray().Select((prompt, index) => new ExportedPrompt(
            Find(prompt, "displayOrder") is { ValueKind: JsonValueKind.Number } order && order.TryGetInt32(out int number) ? number : index,
            TextOf(Find(prompt, "qnaId")),
            TextOf(Find(prompt, "displayText")))),
    ];

    private static ExportedEntry Entry(JsonElement json, int number)
    {
        JsonElement dialog = Find(json, "dialog") is { ValueKind: JsonValueKind.Object } own ? own : Find(json, "context");
        JsonElement questions = Find(json, "questions");
        string id = TextOf(Find(json, "id"));
        return new ExportedEntry(
            id.Length > 0 ? id : number.ToString(CultureInfo.InvariantCulture),
            questions.ValueKind == JsonValueKind.Array ? [.. questions.EnumerateArray().Select(TextOf)] : [],
            TextOf(Find(json, "answer")))
        {
            Source = TextOf(Find(json, "source")),
            Metadata = Metadata(Find(json, "metadata")),
            ContextOnly = Find(dialog, "isContextOnly").ValueKind == JsonValueKind.True,
            Prompts = Prompts(Find(dialog, "prompts")),
        };
    }

    private static KeyValuePair<string, string>[] Metadata(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => [.. json.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, TextOf(pair.Value)))],
        JsonValueKind.Array =>
            [.. json.EnumerateArray().Select(pair => KeyValuePair.Create(TextOf(Find(pair, "name")), TextOf(Find(pair, "value"))))],
        _ => [],
    };

    private static JsonElement Find(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object
        ? json.EnumerateObject().FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
        : default;

    private static string TextOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetRawText(),
        _ => "",
    };
}
