using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>Writes knowledge bases as files of format version 1: <see cref="FaqFile"/> reads the same back.</summary>
public static class FaqFileWriter
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly LocalizedTextConverter Texts = new();

    /// <summary>Writes a knowledge base.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <returns>The file, in UTF-8 without a byte order mark.</returns>
    public static byte[] Write(KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Layout))
        {
            Write(json, knowledge);
        }

        return stream.ToArray();
    }

    /// <summary>Writes a knowledge base as a part of a document.</summary>
    internal static void Write(Utf8JsonWriter json, KnowledgeBase knowledge)
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", FaqFile.FormatVersion);
        json.WriteString("id", knowledge.Id);
        Write(json, "name", knowledge.Name);
        Write(json, "languages", knowledge.Languages);
        Write(json, "defaultAnswer", knowledge.DefaultAnswer);
        Write(json, "synonyms", knowledge.Synonyms);
        Write(json, "contrasts", knowledge.Contrasts);
        Write(json, "stopPhrases", knowledge.StopPhrases);
        if (knowledge.Greeting is { } greeting)
        {
            Write(json, "greeting", greeting);
        }

        if (knowledge.Starters.Count > 0)
        {
            json.WriteStartArray("starters");
            foreach (LocalizedText starter in knowledge.Starters)
            {
                Texts.Write(json, starter, JsonSerializerOptions.Default);
            }

            json.WriteEndArray();
        }

        if (knowledge.Categories.Count > 0)
        {
            json.WriteStartObject("categories");
            foreach (CategoryName category in knowledge.Categories)
            {
                Write(json, category.Value, category.Name);
            }

            json.WriteEndObject();
        }

        json.WriteStartArray("entries");
        foreach (FaqEntry entry in knowledge.Entries)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes an entry as a part of a document.</summary>
    internal static void Write(Utf8JsonWriter json, FaqEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("question", entry.Question);
        Write(json, "alternates", entry.Alternates);
        Write(json, "notThis", entry.NotThis);
        Write(json, "answer", entry.Answer);
        WriteMetadata(json, entry.Metadata);
        if (entry.Source is not null)
        {
            json.WriteString("source", entry.Source);
        }

        if (entry.Prompts.Count > 0)
        {
            json.WriteStartArray("prompts");
            foreach (FollowUpPrompt prompt in entry.Prompts)
            {
                json.WriteStartObject();
                Write(json, "text", prompt.Text);
                json.WriteString("entryId", prompt.EntryId);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (entry.ContextOnly)
        {
            json.WriteBoolean("contextOnly", true);
        }

        if (!entry.Enabled)
        {
            json.WriteBoolean("enabled", false);
        }

        Write(json, "validFrom", entry.ValidFrom, days: 0);
        Write(json, "validUntil", entry.ValidUntil, days: -1);
        if (entry.Suggested.Count > 0)
        {
            json.WriteStartArray("suggested");
            foreach (SuggestedQuestion suggested in entry.Suggested)
            {
                json.WriteStartObject();
                json.WriteString("text", suggested.Text);
                json.WriteNumber("asked", suggested.Asked);
                json.WriteNumber("chosen", suggested.Chosen);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject("metadata");
        foreach (IGrouping<string, string> name in
            metadata.GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase))
        {
            if (name.Take(2).ToArray() is [var only])
            {
                json.WriteString(name.Key, only);
            }
            else
            {
                Write(json, name.Key, [.. name]);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, LocalizedText text)
    {
        json.WritePropertyName(name);
        Texts.Write(json, text, JsonSerializerOptions.Default);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> list)
    {
        if (list.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string item in list)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<IReadOnlyList<string>> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (IReadOnlyList<string> group in groups)
        {
            json.WriteStartArray();
            foreach (string word in group)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Whole days in UTC as dates: an end is written as the last day that counts.</summary>
    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? instant, int days)
    {
        if (instant is { } stated)
        {
            bool isDay = stated.UtcDateTime.TimeOfDay == TimeSpan.Zero && (days == 0 || stated.UtcDateTime > DateTime.MinValue.AddDays(1));
            json.WriteString(name, isDay
                ? stated.UtcDateTime.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : stated.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
        }
    }
}
