using System.Text.Encodings.Web;
using System.Text.Json;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>Brings exported entries to the rules of a knowledge file, and tells of everything that is not as it was.</summary>
/// <param name="notes">Is told of what was left out.</param>
public sealed class ImportedKnowledge(TextWriter notes)
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a knowledge file.</summary>
    /// <param name="exported">The entries.</param>
    /// <param name="id">Id of the knowledge base.</param>
    /// <param name="name">Its name.</param>
    /// <param name="languages">Tags of its languages.</param>
    /// <param name="defaultAnswer">What customers read when nothing fits.</param>
    /// <returns>The file's content.</returns>
    public byte[] Write(IEnumerable<ExportedEntry> exported, string id, string name, string[] languages, string defaultAnswer)
    {
        List<ExportedEntry> entries = WithoutRepeatedQuestions(exported);
        HashSet<string> ids = [.. entries.Select(entry => entry.Id)];
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Layout))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", Knowledge.FaqFile.FormatVersion);
            json.WriteString("id", id);
            json.WriteString("name", name);
            json.WritePropertyName("languages");
            JsonSerializer.Serialize(json, languages);
            json.WriteString("defaultAnswer", defaultAnswer);
            json.WriteStartArray("entries");
            foreach (ExportedEntry entry in entries)
            {
                Write(json, entry, ids);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>A question leads to one entry only: of several that share one, the first keeps it.</summary>
    private List<ExportedEntry> WithoutRepeatedQuestions(IEnumerable<ExportedEntry> exported)
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        List<ExportedEntry> kept = [];
        foreach (ExportedEntry entry in exported)
        {
            List<string> questions = [];
            foreach (string question in entry.Questions)
            {
                string key = TextNormalizer.MatchKey(TextNormalizer.Clean(question));
                if (owners.TryAdd(key, entry.Id))
                {
                    questions.Add(question);
                }
                else if (owners[key] != entry.Id)
                {
                    notes.WriteLine($"entry {entry.Id}: '{question}' is left out, it is a question of entry {owners[key]} already.");
                }
            }

            if (questions.Count == 0)
            {
                notes.WriteLine($"entry {entry.Id} is left out: it has no question of its own. Give it one in the export to keep it.");
                continue;
            }

            kept.Add(entry with { Questions = questions });
        }

        return kept;
    }

    private void Write(Utf8JsonWriter json, ExportedEntry entry, HashSet<string> ids)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("question", entry.Questions[0]);
        if (entry.Questions.Count > 1)
        {
            json.WriteStartArray("alternates");
            foreach (string alternate in entry.Questions.Skip(1))
            {
                json.WriteStringValue(alternate);
            }

            json.WriteEndArray();
        }

        json.WriteString("answer", entry.Answer);
        if (entry.Metadata.Count > 0)
        {
            json.WriteStartObject("metadata");
            foreach ((string name, string value) in entry.Metadata.DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        if (!string.IsNullOrWhiteSpace(entry.Source))
        {
            json.WriteString("source", entry.Source);
        }

        ExportedPrompt[] prompts = [.. entry.Prompts.Where(prompt => ids.Contains(prompt.EntryId) && prompt.EntryId != entry.Id).OrderBy(prompt => prompt.Order)];
        foreach (ExportedPrompt lost in entry.Prompts.Except(prompts))
        {
            notes.WriteLine($"entry {entry.Id}: the prompt '{lost.Text}' is left out, it leads to no other entry.");
        }

        if (prompts.Length > 0)
        {
            json.WriteStartArray("prompts");
            foreach (ExportedPrompt prompt in prompts)
            {
                json.WriteStartObject();
                json.WriteString("text", prompt.Text);
                json.WriteString("entryId", prompt.EntryId);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (entry.ContextOnly)
        {
            json.WriteBoolean("contextOnly", true);
        }

        json.WriteEndObject();
    }
}
