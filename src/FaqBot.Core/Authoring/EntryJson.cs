using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Authoring;

/// <summary>Entries and settings as editors send them: in the form of the knowledge file.</summary>
public static class EntryJson
{
    /// <summary>Reads an entry.</summary>
    /// <param name="json">Its JSON.</param>
    /// <param name="id">The id that it has; null: its own.</param>
    /// <returns>The entry, which keeps every rule of its own.</returns>
    /// <exception cref="InvalidEditException">It breaks rules; all faults are reported together.</exception>
    public static FaqEntry Read(JsonElement json, string? id)
    {
        List<Fault> faults = [];
        JsonObject? entry = json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json) : null;
        if (entry is not null && id is not null)
        {
            string? stated = (string?)(entry["id"] as JsonValue)?.ToString();
            if (stated is not null && stated != id)
            {
                faults.Add(new Fault(0, null, "it is another id than the path has",
                    "Leave it out, or write the one of the path")
                { Path = "id" });
            }

            entry["id"] = id;
        }

        FaqEntry? read = EntryDocument.Read(System.Text.Encoding.UTF8.GetBytes(entry?.ToJsonString() ?? json.GetRawText()), faults);
        return faults.Count == 0 ? read! : throw new InvalidEditException([.. faults.Select(fault => fault with { EntryId = null })]);
    }

    /// <summary>Reads an answer: a text, or texts by language.</summary>
    /// <param name="json">Its JSON.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidEditException">It breaks rules; all faults are reported together.</exception>
    public static LocalizedText ReadAnswer(JsonElement json) => Read(
        JsonSerializer.SerializeToElement(new JsonObject
        {
            ["question"] = "which",
            ["answer"] = JsonNode.Parse(json.GetRawText()),
        }),
        "1").Answer;

    /// <summary>Reads everything but the entries of a knowledge base.</summary>
    /// <param name="json">JSON of a knowledge file, without version and entries.</param>
    /// <param name="id">The id that it has; null: its own.</param>
    /// <returns>A knowledge base without entries.</returns>
    /// <exception cref="InvalidEditException">It breaks rules; all faults are reported together.</exception>
    public static KnowledgeBase ReadSettings(JsonElement json, string? id)
    {
        List<Fault> faults = [];
        JsonObject settings = json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json)! : [];
        if (settings.ContainsKey("entries") && settings["entries"] is not JsonArray { Count: 0 })
        {
            faults.Add(new Fault(0, null, "entries are no settings", "Write them one by one, or index a file") { Path = "entries" });
        }

        settings["formatVersion"] = FaqFile.FormatVersion;
        settings["entries"] = new JsonArray();
        if (id is not null)
        {
            settings["id"] = id;
        }

        KnowledgeBase? read = EntryDocument.ReadSettings(System.Text.Encoding.UTF8.GetBytes(settings.ToJsonString()), faults);
        return faults.Count == 0 ? read! : throw new InvalidEditException(faults);
    }

    /// <summary>Applies a merge patch (RFC 7396).</summary>
    /// <param name="content">JSON of an object.</param>
    /// <param name="patch">The patch: members that are null go, objects are merged, all else takes the place of what was there.</param>
    /// <returns>The patched object.</returns>
    public static JsonElement Merge(string content, JsonElement patch) =>
        JsonElement.Parse((Merge(JsonNode.Parse(content), patch) ?? new JsonObject()).ToJsonString());

    private static JsonNode? Merge(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return JsonNode.Parse(patch.GetRawText());
        }

        JsonObject merged = target as JsonObject ?? [];
        foreach (JsonProperty member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                merged.Remove(member.Name);
            }
            else
            {
                JsonNode? former = merged[member.Name];
                merged.Remove(member.Name);
                merged[member.Name] = Merge(former, member.Value);
            }
        }

        return merged;
    }
}
