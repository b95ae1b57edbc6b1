using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Text;
using FaqBot.Encoding.Json;

namespace FaqBot.Core.Knowledge;

/// <summary>Turns a document of format version 1 into a knowledge base, collecting every fault of form.</summary>
internal sealed partial class FaqFileReader
{
    private readonly JsonLines _lines;
    private readonly List<Fault> _faults;
    private readonly JsonMembers _document;
    private string? _entryId;

    /// <summary>Prepares to read a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public FaqFileReader(JsonLines document, List<Fault> faults)
    {
        _lines = document;
        _faults = faults;
        _document = Members(document.Root);
    }

    /// <summary>Reads the root.</summary>
    /// <returns>The knowledge base; of use only when no fault was added.</returns>
    public LocatedKnowledge Read()
    {
        JsonMembers reader = _document;
        reader.Is("the document", _lines.Root, JsonValueKind.Object, "an object");
        ReadFormatVersion(reader.Required("formatVersion"));
        string id = ReadId(reader.Required("id"), "id");
        LocalizedText name = ReadLocalized(reader.Required("name"), "name", KnowledgeLimits.Name);
        string[] languages = ReadLanguages(reader.Required("languages"));
        LocalizedText defaultAnswer = ReadLocalized(reader.Required("defaultAnswer"), "defaultAnswer", KnowledgeLimits.AnswerLength);
        string[][] synonyms = ReadSynonyms(reader.Element("synonyms"));
        string[][] contrasts = ReadContrasts(reader.Element("contrasts"));
        string[] stopPhrases = ReadStopPhrases(reader.Element("stopPhrases"));
        LocalizedText? greeting = reader.Element("greeting") is { } said ? ReadLocalized(said, "greeting", KnowledgeLimits.Greeting) : null;
        CategoryName[] categories = ReadCategories(reader.Element("categories"));
        LocalizedText[] starters =
        [
            .. List(reader.Element("starters"), "starters", KnowledgeLimits.Starters)
                .Select(item => ReadLocalized(item, "a starter", KnowledgeLimits.PromptText)),
        ];
        IReadOnlyList<JsonElement> items = List(reader.Required("entries"), "entries", KnowledgeLimits.Entries);
        reader.Expect(
            "$schema", "formatVersion", "id", "name", "languages", "defaultAnswer", "synonyms", "contrasts", "stopPhrases", "greeting",
            "starters", "categories", "entries");
        LocatedEntry[] entries = [.. items.Select(ReadEntry)];
        return new LocatedKnowledge(
            new KnowledgeBase
            {
                Id = id,
                Name = name,
                Languages = languages,
                DefaultAnswer = defaultAnswer,
                Synonyms = synonyms,
                Contrasts = contrasts,
                StopPhrases = stopPhrases,
                Greeting = greeting,
                Starters = starters,
                Categories = categories,
                Entries = [.. entries.Select(entry => entry.Entry)],
            },
            entries);
    }

    private LocatedEntry ReadEntry(JsonElement json)
    {
        JsonMembers reader = Members(json);
        _entryId = Shown(reader.All.FirstOrDefault(member => member.NameEquals("id")).Value);
        reader.Is("an entry", json, JsonValueKind.Object, "an object");
        string id = ReadId(reader.Required("id"), "id");
        JsonElement? question = reader.Required("question");
        JsonElement? alternates = reader.Element("alternates");
        JsonElement? prompts = reader.Element("prompts");
        IReadOnlyList<JsonElement> alternateItems = List(alternates, "alternates", KnowledgeLimits.Alternates);
        IReadOnlyList<JsonElement> notThisItems = List(reader.Element("notThis"), "notThis", KnowledgeLimits.NotThis);
        IReadOnlyList<JsonElement> promptItems = List(prompts, "prompts", KnowledgeLimits.Prompts);
        IReadOnlyList<JsonElement> suggestedItems = List(reader.Element("suggested"), "suggested", KnowledgeLimits.Suggested);
        FaqEntry entry = new()
        {
            Id = id,
            Question = ReadQuestion(question, "question"),
            Alternates = [.. alternateItems.Select(item => ReadQuestion(item, "an alternate"))],
            NotThis = [.. notThisItems.Select(item => ReadQuestion(item, "a question of notThis"))],
            Answer = ReadLocalized(reader.Required("answer"), "answer", KnowledgeLimits.AnswerLength),
            Metadata = ReadMetadata(reader.Element("metadata")),
            Source = reader.Element("source") is { } source ? Text(source, "source", KnowledgeLimits.Name) : null,
            Prompts = [.. promptItems.Select(ReadPrompt)],
            ContextOnly = reader.Flag("contextOnly") ?? false,
            Enabled = reader.Flag("enabled") ?? true,
            ValidFrom = ReadInstant(reader.Element("validFrom"), "validFrom", endOfDay: false),
            ValidUntil = ReadInstant(reader.Element("validUntil"), "validUntil", endOfDay: true),
            Suggested = [.. suggestedItems.Select(ReadSuggested)],
        };
        reader.Expect(
            "id", "question", "alternates", "notThis", "prompts", "answer", "metadata", "source", "contextOnly", "enabled", "validFrom",
                "validUntil", "suggested");
        if (entry.ValidFrom >= entry.ValidUntil)
        {
            Add(json, "validUntil is not after validFrom", "Correct one of the dates");
        }

        _entryId = null;
        return new LocatedEntry(
            entry,
            _lines.Of(json),
            [_lines.Of(question ?? json), .. alternateItems.Select(_lines.Of)],
            [.. promptItems.Select(_lines.Of)])
        { NotThisLines = [.. notThisItems.Select(_lines.Of)] };
    }

    private SuggestedQuestion ReadSuggested(JsonElement json)
    {
        JsonMembers reader = Members(json);
        reader.Is("a suggested wording", json, JsonValueKind.Object, "an object");
        string text = ReadQuestion(reader.Required("text"), "a suggested wording");
        int asked = reader.Integer("asked", 0, int.MaxValue) ?? 0, chosen = reader.Integer("chosen", 0, int.MaxValue) ?? 0;
        reader.Expect("text", "asked", "chosen");
        return new SuggestedQuestion(text, asked, chosen);
    }

    private void ReadFormatVersion(JsonElement? json)
    {
        if (json is { } stated && (stated.ValueKind != JsonValueKind.Number || Shown(stated) != $"{FaqFile.FormatVersion}"))
        {
            Add(stated, $"formatVersion is {Shown(stated) ?? stated.ValueKind.ToString()}, expected {FaqFile.FormatVersion}",
                $"Write \"formatVersion\": {FaqFile.FormatVersion} and keep to data/faq.schema.json");
        }
    }

    private string ReadId(JsonElement? json, string what)
    {
        string id = Text(json, what, KnowledgeLimits.Id);
        if (id.Length > 0 && !Id().IsMatch(id))
        {
            Add(json!.Value, $"{what} '{id}' is not an id",
                "Use lower-case letters, digits, '.', '_' and '-', starting with a letter or digit");
        }

        return id;
    }

    private string[] ReadLanguages(JsonElement? json)
    {
        IReadOnlyList<JsonElement> items = List(json, "languages", 16);
        if (json is { ValueKind: JsonValueKind.Array } list && items.Count == 0)
        {
            Add(list, "languages is empty", "Name at least one of zh-Hans, zh-Hant, en");
        }

        List<string> languages = [];
        foreach (JsonElement item in items)
        {
            string language = ReadLanguage(item, Shown(item));
            if (language.Length > 0 && languages.Contains(language))
            {
                Add(item, $"languages has '{language}' twice", "Keep one");
            }

            languages.Add(language);
        }

        return [.. languages];
    }

    private string ReadLanguage(JsonElement json, string? tag)
    {
        if (LanguageTag.TryParse(tag, out Language language) && LanguageTag.Of(language) == tag)
        {
            return tag;
        }

        Add(json, $"'{tag}' is not a language that is told apart", "Use zh-Hans, zh-Hant or en");
        return "";
    }

    private string ReadQuestion(JsonElement? json, string what)
    {
        string question = Text(json, what, int.MaxValue);
        if (question.Length > 0 && !Question.TryParse(question, KnowledgeLimits.QuestionRunes, Language.Other, out _, out string? fault))
        {
            Add(json!.Value, $"{what} cannot be asked: {fault.TrimEnd('.')}", "Write a question of visible characters within the limit");
        }

        return question;
    }

    private LocalizedText ReadLocalized(JsonElement? json, string what, int most)
    {
        if (json is not { ValueKind: JsonValueKind.Object } byLanguage)
        {
            return new LocalizedText(Text(json, what, most));
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string tag, JsonElement value) in byLanguage.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            string language = ReadLanguage(value, tag);
            if (!texts.TryAdd(language, Text(value, $"{what}.{tag}", most)) && language.Length > 0)
            {
                Add(value, $"{what} has '{tag}' twice", "Keep one");
            }
        }

        if (texts.Count == 0)
        {
            Add(byLanguage, $"{what} is empty", "Write a text, or one for each language");
            return new LocalizedText("");
        }

        return new LocalizedText(texts);
    }

    private List<KeyValuePair<string, string>> ReadMetadata(JsonElement? json)
    {
        List<KeyValuePair<string, string>> pairs = [];
        if (json is not { } metadata || !_document.Is("metadata", metadata, JsonValueKind.Object, "an object of names and values"))
        {
            return pairs;
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, JsonElement value) in metadata.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            if (!MetadataName().IsMatch(name))
            {
                Add(value, $"the metadata name '{name}' is not allowed",
                    $"Use 1 to {KnowledgeLimits.MetadataName} letters, digits and '_'");
            }

            if (!names.Add(name))
            {
                Add(value, $"the metadata name '{name}' occurs twice", "Keep one; case does not tell names apart");
            }

            // Several values: a filter finds the entry by any of them.
            bool isList = value.ValueKind == JsonValueKind.Array;
            HashSet<string> values = new(StringComparer.OrdinalIgnoreCase);
            foreach (JsonElement one in isList ? value.EnumerateArray().ToArray() : [value])
            {
                string text = Text(one, $"metadata.{name}", KnowledgeLimits.MetadataValue);
                pairs.Add(new(name, text));
                if (!values.Add(text) && text.Length > 0)
                {
                    Add(one, $"metadata.{name} has the value '{text}' twice", "Keep one; case does not tell values apart");
                }
            }

            if (isList && values.Count == 0)
            {
                Add(value, $"metadata.{name} is empty", "Write a value or several, or remove the name");
            }
        }

        if (pairs.Count > KnowledgeLimits.MetadataPairs)
        {
            Add(metadata, $"metadata has {pairs.Count} pairs, at most {KnowledgeLimits.MetadataPairs} are allowed", "Remove some");
        }

        return pairs;
    }

    private FollowUpPrompt ReadPrompt(JsonElement json)
    {
        JsonMembers reader = Members(json);
        reader.Is("a prompt", json, JsonValueKind.Object, "an object");
        LocalizedText text = ReadLocalized(reader.Required("text"), "a prompt's text", KnowledgeLimits.PromptText);
        string entryId = ReadId(reader.Required("entryId"), "entryId");
        reader.Expect("text", "entryId");

        // What is no id is not looked for either: one fault is enough.
        return new FollowUpPrompt(text, Id().IsMatch(entryId) ? entryId : "");
    }

    private DateTimeOffset? ReadInstant(JsonElement? json, string what, bool endOfDay)
    {
        if (json is not { } stated)
        {
            return null;
        }

        if (Instant.TryParse(Shown(stated), endOfDay, out DateTimeOffset instant))
        {
            return instant;
        }

        Add(stated, $"{what} '{Shown(stated)}' is not a date", "Write 2026-03-31 (whole days, UTC) or 2026-03-31T18:00:00+08:00");
        return null;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]*\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[\p{L}\p{N}_]{1,100}\z")]
    private static partial Regex MetadataName();
}
