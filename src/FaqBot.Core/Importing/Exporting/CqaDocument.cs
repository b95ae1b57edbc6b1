using System.Text.Encodings.Web;
using System.Text.Json;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>Writes the document that Custom Question Answering exports and imports.</summary>
internal static class CqaDocument
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the document.</summary>
    public static byte[] Write(ExportedRows rows)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Layout))
        {
            KnowledgeBase knowledge = rows.Knowledge;
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteString("projectName", knowledge.Id);
            json.WriteString("description", knowledge.Name.For(rows.Language));
            json.WriteString("language", rows.Tag);
            json.WriteStartObject("settings");
            json.WriteString("defaultAnswer", knowledge.DefaultAnswer.For(rows.Language));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("assets");
            json.WriteStartArray("synonyms");
            foreach (IReadOnlyList<string> group in knowledge.Synonyms)
            {
                json.WriteStartObject();
                Write(json, "alterations", group);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("qnas");
            foreach (FaqEntry entry in rows.Entries)
            {
                Write(json, entry, rows);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, FaqEntry entry, ExportedRows rows)
    {
        json.WriteStartObject();
        json.WriteNumber("id", rows.NumberOf(entry.Id));
        json.WriteString("answer", entry.Answer.For(rows.Language));
        json.WriteString("source", entry.Source ?? "");
        Write(json, "questions", [.. entry.Questions]);
        json.WriteStartObject("metadata");
        foreach (IGrouping<string, string> pair in ExportedRows.MetadataOf(entry).GroupBy(pair => pair.Key, pair => pair.Value))
        {
            json.WriteString(pair.Key, pair.First());
            if (pair.Skip(1).Any())
            {
                rows.Notes.LeftOut(NoteCode.NotInFormat, rows.At(entry, "metadata"),
                    $"'{pair.Key}' has several values, of which the format holds one");
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("dialog");
        json.WriteBoolean("isContextOnly", entry.ContextOnly);
        json.WriteStartArray("prompts");
        foreach ((int order, int number, string text) in rows.PromptsOf(entry))
        {
            json.WriteStartObject();
            json.WriteNumber("displayOrder", order);
            json.WriteNumber("qnaId", number);
            json.WriteString("displayText", text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("activeLearningSuggestions");
        foreach (SuggestedQuestion suggested in entry.Suggested)
        {
            json.WriteStartObject();
            json.WriteString("clusterHead", suggested.Text);
            json.WriteStartArray("suggestedQuestions");
            json.WriteStartObject();
            json.WriteString("question", suggested.Text);
            json.WriteNumber("userSuggestedCount", suggested.Chosen);
            json.WriteNumber("autoSuggestedCount", suggested.Asked);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
