using System.Text.Encodings.Web;
using System.Text.Json;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing;

/// <summary>What a knowledge base says of itself beside its entries.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Languages">Tags of its languages.</param>
/// <param name="DefaultAnswer">What customers read when nothing fits.</param>
public sealed record ImportedHead(string Id, string Name, IReadOnlyList<string> Languages, string DefaultAnswer);

/// <summary>Brings exported entries to the rules of a knowledge file, and tells of everything that is not as it was.</summary>
/// <param name="notes">Is told of what was left out.</param>
public sealed class ImportedKnowledge(TextWriter notes)
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a knowledge file of an exported one.</summary>
    /// <param name="source">The exported file: JSON by its name, else tab-separated.</param>
    /// <param name="target">The knowledge file to write.</param>
    /// <param name="head">What it says of itself.</param>
    /// <returns>The knowledge base, and how many entries were exported.</returns>
    /// <exception cref="InvalidKnowledgeException">The result breaks rules; nothing was written.</exception>
    /// <exception cref="InvalidDataException">The exported file has faults.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public (KnowledgeBase Knowledge, int Exported) Convert(string source, string target, ImportedHead head)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(head);
        bool isJson = source.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        List<ExportedEntry> exported = isJson ? ExportedJson.Read(source) : ExportedTable.Read(source);
        byte[] json = Write(exported, head);

        // Whatever breaks a rule is told before anything is written.
        KnowledgeBase knowledge = FaqFile.Parse(json, target);
        File.WriteAllBytes(target, json);
        return (knowledge, exported.Count);
    }

    private byte[] Write(IEnumerable<ExportedEntry> exported, ImportedHead head)
    {
        List<ExportedEntry> entries = WithoutRepeatedQuestions(exported);
        HashSet<string> ids = [.. entries.Select(entry => entry.Id)];
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Layout))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FaqFile.FormatVersion);
            json.WriteString("id", head.Id);
            json.WriteString("name", head.Name);
            json.WritePropertyName("languages");
            JsonSerializer.Serialize(json, head.Languages);
            json.WriteString("defaultAnswer", head.DefaultAnswer);
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

        ExportedPrompt[] prompts =
            [.. entry.Prompts.Where(prompt => ids.Contains(prompt.EntryId) && prompt.EntryId != entry.Id).OrderBy(prompt => prompt.Order)];
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
