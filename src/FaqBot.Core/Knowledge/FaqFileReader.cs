using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Text;

namespace FaqBot.Core.Knowledge;

/// <summary>Turns a document of format version 1 into a knowledge base, collecting every fault of form.</summary>
internal sealed partial class FaqFileReader(List<Fault> faults)
{
    private string? _entryId;

    /// <summary>Reads the root.</summary>
    /// <param name="root">The document.</param>
    /// <returns>The knowledge base; of use only when no fault was added.</returns>
    public LocatedKnowledge Read(LocatedJson root)
    {
        JsonObjectReader reader = Object(root, "the document");
        reader.Optional("$schema");
        ReadFormatVersion(reader.Required("formatVersion"));
        string id = ReadId(reader.Required("id"), "id");
        string name = Text(reader.Required("name"), "name", KnowledgeLimits.Name);
        string[] languages = ReadLanguages(reader.Required("languages"));
        LocalizedText defaultAnswer = ReadLocalized(reader.Required("defaultAnswer"), "defaultAnswer");
        string[][] synonyms = ReadSynonyms(reader.Optional("synonyms"));
        string[] stopPhrases = ReadStopPhrases(reader.Optional("stopPhrases"));
        IReadOnlyList<LocatedJson> items = List(reader.Required("entries"), "entries", KnowledgeLimits.Entries);
        reader.RejectOthers();
        LocatedEntry[] entries = [.. items.Select(ReadEntry)];
        return new LocatedKnowledge(
            new KnowledgeBase
            {
                Id = id,
                Name = name,
                Languages = languages,
                DefaultAnswer = defaultAnswer,
                Synonyms = synonyms,
                StopPhrases = stopPhrases,
                Entries = [.. entries.Select(entry => entry.Entry)],
            },
            entries);
    }

    private LocatedEntry ReadEntry(LocatedJson json)
    {
        _entryId = json.Members.FirstOrDefault(member => member.Name == "id").Value?.Text;
        JsonObjectReader reader = Object(json, "an entry");
        string id = ReadId(reader.Required("id"), "id");
        LocatedJson? question = reader.Required("question");
        LocatedJson? alternates = reader.Optional("alternates");
        LocatedJson? prompts = reader.Optional("prompts");
        IReadOnlyList<LocatedJson> alternateItems = List(alternates, "alternates", KnowledgeLimits.Alternates);
        IReadOnlyList<LocatedJson> promptItems = List(prompts, "prompts", KnowledgeLimits.Prompts);
        FaqEntry entry = new()
        {
            Id = id,
            Question = ReadQuestion(question, "question"),
            Alternates = [.. alternateItems.Select(item => ReadQuestion(item, "an alternate"))],
            Answer = ReadLocalized(reader.Required("answer"), "answer"),
            Metadata = ReadMetadata(reader.Optional("metadata")),
            Source = reader.Optional("source") is { } source ? Text(source, "source", KnowledgeLimits.Name) : null,
            Prompts = [.. promptItems.Select(ReadPrompt)],
            ContextOnly = Flag(reader.Optional("contextOnly"), "contextOnly", otherwise: false),
            Enabled = Flag(reader.Optional("enabled"), "enabled", otherwise: true),
            ValidFrom = ReadInstant(reader.Optional("validFrom"), "validFrom", endOfDay: false),
            ValidUntil = ReadInstant(reader.Optional("validUntil"), "validUntil", endOfDay: true),
        };
        reader.RejectOthers();
        if (entry.ValidFrom >= entry.ValidUntil)
        {
            Add(json.Line, "validUntil is not after validFrom", "Correct one of the dates");
        }

        _entryId = null;
        return new LocatedEntry(
            entry,
            json.Line,
            [question?.Line ?? json.Line, .. alternateItems.Select(item => item.Line)],
            [.. promptItems.Select(item => item.Line)]);
    }

    private void ReadFormatVersion(LocatedJson? json)
    {
        if (json is not null && (json.Kind != JsonValueKind.Number || json.Text != $"{FaqFile.FormatVersion}"))
        {
            Add(json.Line, $"formatVersion is {json.Text ?? json.Kind.ToString()}, expected {FaqFile.FormatVersion}",
                $"Write \"formatVersion\": {FaqFile.FormatVersion} and keep to data/faq.schema.json");
        }
    }

    private string ReadId(LocatedJson? json, string what)
    {
        string id = Text(json, what, KnowledgeLimits.Id);
        if (id.Length > 0 && !Id().IsMatch(id))
        {
            Add(json!.Line, $"{what} '{id}' is not an id", "Use lower-case letters, digits, '.', '_' and '-', starting with a letter or digit");
        }

        return id;
    }

    private string[] ReadLanguages(LocatedJson? json)
    {
        IReadOnlyList<LocatedJson> items = List(json, "languages", 16);
        if (json is { Kind: JsonValueKind.Array, Items.Count: 0 })
        {
            Add(json.Line, "languages is empty", "Name at least one of zh-Hans, zh-Hant, en");
        }

        List<string> languages = [];
        foreach (LocatedJson item in items)
        {
            string language = ReadLanguage(item.Line, item.Text);
            if (language.Length > 0 && languages.Contains(language))
            {
                Add(item.Line, $"languages has '{language}' twice", "Keep one");
            }

            languages.Add(language);
        }

        return [.. languages];
    }

    private string ReadLanguage(int line, string? tag)
    {
        if (LanguageTag.TryParse(tag, out Language language) && LanguageTag.Of(language) == tag)
        {
            return tag;
        }

        Add(line, $"'{tag}' is not a language that is told apart", "Use zh-Hans, zh-Hant or en");
        return "";
    }

    private string ReadQuestion(LocatedJson? json, string what)
    {
        string question = Text(json, what, int.MaxValue);
        if (question.Length > 0 && !Question.TryParse(question, KnowledgeLimits.QuestionRunes, Language.Other, out _, out string? fault))
        {
            Add(json!.Line, $"{what} cannot be asked: {fault.TrimEnd('.')}", "Write a question of visible characters within the limit");
        }

        return question;
    }

    private LocalizedText ReadLocalized(LocatedJson? json, string what)
    {
        if (json is not { Kind: JsonValueKind.Object })
        {
            return new LocalizedText(Text(json, what, KnowledgeLimits.AnswerLength));
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string tag, LocatedJson value) in json.Members)
        {
            string language = ReadLanguage(value.Line, tag);
            if (!texts.TryAdd(language, Text(value, $"{what}.{tag}", KnowledgeLimits.AnswerLength)) && language.Length > 0)
            {
                Add(value.Line, $"{what} has '{tag}' twice", "Keep one");
            }
        }

        if (texts.Count == 0)
        {
            Add(json.Line, $"{what} is empty", "Write a text, or one for each language");
            return new LocalizedText("");
        }

        return new LocalizedText(texts);
    }

    private List<KeyValuePair<string, string>> ReadMetadata(LocatedJson? json)
    {
        List<KeyValuePair<string, string>> pairs = [];
        if (json is null || !Expect(json, JsonValueKind.Object, "metadata", "an object of names and values"))
        {
            return pairs;
        }

        if (json.Members.Count > KnowledgeLimits.MetadataPairs)
        {
            Add(json.Line, $"metadata has {json.Members.Count} pairs, at most {KnowledgeLimits.MetadataPairs} are allowed", "Remove some");
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, LocatedJson value) in json.Members)
        {
            if (!MetadataName().IsMatch(name))
            {
                Add(value.Line, $"the metadata name '{name}' is not allowed", $"Use 1 to {KnowledgeLimits.MetadataName} letters, digits and '_'");
            }

            if (!names.Add(name))
            {
                Add(value.Line, $"the metadata name '{name}' occurs twice", "Keep one; case does not tell names apart");
            }

            pairs.Add(new(name, Text(value, $"metadata.{name}", KnowledgeLimits.MetadataValue)));
        }

        return pairs;
    }

    private FollowUpPrompt ReadPrompt(LocatedJson json)
    {
        JsonObjectReader reader = Object(json, "a prompt");
        string text = Text(reader.Required("text"), "a prompt's text", KnowledgeLimits.PromptText);
        string entryId = ReadId(reader.Required("entryId"), "entryId");
        reader.RejectOthers();

        // What is no id is not looked for either: one fault is enough.
        return new FollowUpPrompt(text, Id().IsMatch(entryId) ? entryId : "");
    }

    private DateTimeOffset? ReadInstant(LocatedJson? json, string what, bool endOfDay)
    {
        if (json is null)
        {
            return null;
        }

        if (Instant.TryParse(json.Text, endOfDay, out DateTimeOffset instant))
        {
            return instant;
        }

        Add(json.Line, $"{what} '{json.Text}' is not a date", "Write 2026-03-31 (whole days, UTC) or 2026-03-31T18:00:00+08:00");
        return null;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]*\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[a-zA-Z0-9_]{1,100}\z")]
    private static partial Regex MetadataName();
}
