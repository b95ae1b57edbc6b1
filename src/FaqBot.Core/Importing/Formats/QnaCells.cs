using System.Text.Json;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads what QnA Maker and Custom Question Answering write within cells and documents: prompts, suggestions, metadata.</summary>
internal static class QnaCells
{
    private const int MostNested = 5_000;

    /// <summary>Reads follow-up questions; a whole entry within one becomes an entry of its own.</summary>
    /// <param name="list">The list.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="context">Takes nested entries.</param>
    public static List<FoundPrompt> Prompts(JsonElement list, Place place, ReadingContext context)
    {
        List<FoundPrompt> prompts = [];
        foreach ((int index, JsonElement json) in list.Items().Index())
        {
            string? text = json.Find("displayText").AsText();
            JsonElement nested = json.Find("qna");
            FoundPrompt prompt = new(
                json.Find("displayOrder").AsInteger(index), string.IsNullOrWhiteSpace(text) ? null : new LocalizedText(text), place);
            string? id = json.Find("qnaId").AsText();
            if (nested.ValueKind == JsonValueKind.Object && context.Found.Entries.Count < MostNested * 100)
            {
                FoundEntry entry = QnaJson.Entry(nested, place, context);
                entry.Id ??= id;
                context.Notes.Changed(
                    NoteCode.NestedEntry, place, $"the prompt '{text}' holds a whole entry, which became one of its own");
                prompts.Add(prompt with { Target = entry });
            }
            else
            {
                prompts.Add(prompt with { TargetId = id });
            }
        }

        return prompts;
    }

    /// <summary>Reads suggested wordings, under the names of tables and of documents alike.</summary>
    public static IEnumerable<FoundSuggestion> Suggestions(JsonElement list) =>
        from cluster in list.Items()
        from wording in cluster.FindAny("alternateQuestionList", "suggestedQuestions", "alternateQuestions").Items()
        let question = wording.Find("question").AsText()
        where !string.IsNullOrWhiteSpace(question)
        select new FoundSuggestion(question, wording.Find("userSuggestedCount").AsInteger(0),
            wording.Find("autoSuggestedCount").AsInteger(0));

    /// <summary>Reads metadata of a document: an object, or a list of names and values.</summary>
    public static List<FoundPair> Metadata(JsonElement json, Place place)
    {
        List<FoundPair> pairs = [];
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in json.EnumerateObject())
            {
                foreach (string value in member.Value.ItemsOrOne().Select(ForeignJson.AsText).OfType<string>())
                {
                    pairs.Add(new FoundPair(member.Name, value, place));
                }
            }
        }

        foreach (JsonElement pair in json.Items())
        {
            if (pair.FindAny("name", "key").AsText() is { } name)
            {
                pairs.Add(new FoundPair(name, pair.Find("value").AsText() ?? "", place));
            }
        }

        return pairs;
    }

    /// <summary>Reads a cell of metadata: <c>name:value|name:value</c>, or the JSON of a document.</summary>
    public static List<FoundPair> Metadata(string cell, Place place, NoteLog notes)
    {
        string trimmed = cell.Trim();
        if (trimmed.StartsWith('[') || trimmed.StartsWith('{'))
        {
            if (TryParse(trimmed, out JsonDocument? document))
            {
                using (document)
                {
                    return Metadata(document.RootElement, place);
                }
            }
        }

        List<FoundPair> pairs = [];
        foreach (string pair in trimmed.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value])
            {
                pairs.Add(new FoundPair(name, value, place));
            }
            else
            {
                notes.Refuse(NoteCode.BadMetadata, place, $"'{Shown(pair)}' is no metadata, expected name:value; it was left out");
            }
        }

        return pairs;
    }

    /// <summary>Parses the JSON of a cell.</summary>
    public static bool TryParse(string cell, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(cell, new JsonDocumentOptions { AllowTrailingCommas = true, MaxDepth = 64 });
            return true;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            document = null;
            return false;
        }
    }

    /// <summary>A text, cut for a note.</summary>
    public static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
