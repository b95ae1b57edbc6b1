using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>A knowledge base as other services see it: numbered entries, one text for each answer.</summary>
internal sealed class ExportedRows
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Numbers the entries and notes what no such format can hold.</summary>
    public ExportedRows(KnowledgeBase knowledge, ExportOptions options, NoteLog notes)
    {
        Knowledge = knowledge;
        Notes = notes;
        Tag = options.Language ?? knowledge.Languages[0];
        Language = LanguageTag.TryParse(Tag, out Language language) ? language : Language.Other;
        Entries = [.. knowledge.Entries.Where(entry => entry.Enabled)];
        Number(knowledge, options);
        foreach (FaqEntry entry in knowledge.Entries)
        {
            NoteLost(entry);
        }

        if (knowledge.Contrasts.Count + knowledge.StopPhrases.Count + knowledge.Starters.Count > 0
            || knowledge.Greeting is not null)
        {
            notes.LeftOut(NoteCode.NotInFormat, new Place(knowledge.Id),
                "contrasts, stop phrases, greeting and starters have no place in the format");
        }
    }

    /// <summary>The knowledge base.</summary>
    public KnowledgeBase Knowledge { get; }

    /// <summary>Takes notes.</summary>
    public NoteLog Notes { get; }

    /// <summary>The tag of the language of answers.</summary>
    public string Tag { get; }

    /// <summary>The language of answers.</summary>
    public Language Language { get; }

    /// <summary>The entries that go out.</summary>
    public IReadOnlyList<FaqEntry> Entries { get; }

    /// <summary>The number of an entry.</summary>
    public int NumberOf(string id) => _numbers[id];

    /// <summary>The prompts of an entry whose entries go out, too.</summary>
    public IEnumerable<(int Order, int Number, string Text)> PromptsOf(FaqEntry entry) =>
        entry.Prompts.Where(prompt => _numbers.ContainsKey(prompt.EntryId))
            .Select((prompt, order) => (order, _numbers[prompt.EntryId], prompt.Text.For(Language)));

    /// <summary>Metadata, with the id that a number cannot say.</summary>
    public static IEnumerable<KeyValuePair<string, string>> MetadataOf(FaqEntry entry) => EntryNumber.Of(entry.Id) is null
        ? entry.Metadata.Append(new KeyValuePair<string, string>(EntryNormalizer.IdMetadata, entry.Id)) : entry.Metadata;

    /// <summary>Metadata as <c>name:value|name:value</c>.</summary>
    public string MetadataCell(FaqEntry entry, bool withId)
    {
        IEnumerable<KeyValuePair<string, string>> pairs = withId ? MetadataOf(entry) : entry.Metadata;
        return string.Join('|', pairs.Select(pair => $"{pair.Key}:{Value(entry, pair.Value)}"));
    }

    /// <summary>Prompts as the cells of tables hold them.</summary>
    public string PromptsCell(FaqEntry entry) => JsonSerializer.Serialize(
        PromptsOf(entry).Select(prompt => new { prompt.Order, prompt.Number, prompt.Text })
            .Select(prompt => new Dictionary<string, object?>
            {
                ["displayOrder"] = prompt.Order,
                ["qnaId"] = prompt.Number,
                ["displayText"] = prompt.Text,
            }), Readable);

    /// <summary>Language as the services of origin name it.</summary>
    public string LanguageName => Language switch
    {
        Language.SimplifiedChinese => "Chinese_Simplified",
        Language.TraditionalChinese => "Chinese_Traditional",
        _ => "English",
    };

    private string Value(FaqEntry entry, string value)
    {
        if (!value.Contains('|', StringComparison.Ordinal))
        {
            return value;
        }

        Notes.Changed(NoteCode.NotInFormat, At(entry, "metadata"), "a value holds '|', which separates pairs there; it became '/'");
        return value.Replace('|', '/');
    }

    private void Number(KnowledgeBase knowledge, ExportOptions options)
    {
        HashSet<int> used = [.. Entries.Select(entry => NumberIn(options, entry.Id)).OfType<int>()];
        int next = EntryNumber.Base;
        foreach (FaqEntry entry in Entries)
        {
            int? number = NumberIn(options, entry.Id);
            while (number is null)
            {
                number = used.Add(++next) ? next : null;
            }

            _numbers[entry.Id] = number.Value;
        }
    }

    private static int? NumberIn(ExportOptions options, string id) =>
        EntryNumber.Of(id) ?? (options.Numbers.TryGetValue(id, out int given) ? given : null);

    /// <summary>The suggested wordings of an entry, as QnA Maker writes them: each stands for itself.</summary>
    public static string SuggestionsCell(FaqEntry entry) => new JsonArray(
    [
        .. entry.Suggested.Select(one => new JsonObject
        {
            ["ClusterHead"] = one.Text,
            ["TotalAutoSuggestedCount"] = one.Asked,
            ["TotalUserSuggestedCount"] = one.Chosen,
            ["AlternateQuestionList"] = new JsonArray(new JsonObject
            {
                ["Question"] = one.Text,
                ["AutoSuggestedCount"] = one.Asked,
                ["UserSuggestedCount"] = one.Chosen,
            }),
        }),
    ]).ToJsonString(Readable);

    private void NoteLost(FaqEntry entry)
    {
        if (!entry.Enabled)
        {
            Notes.LeftOut(NoteCode.NotInFormat, At(entry, "enabled"), "the entry is switched off, and would answer where it is imported");
            return;
        }

        string[] lost =
        [
            .. new (string Name, bool IsLost)[]
            {
                ("answers in other languages", entry.Answer.Texts.Count > 1),
                ("counter-examples", entry.NotThis.Count > 0),
                ("validity", (entry.ValidFrom ?? entry.ValidUntil) is not null),
            }.Where(field => field.IsLost).Select(field => field.Name),
        ];
        if (lost.Length > 0)
        {
            Notes.LeftOut(NoteCode.NotInFormat, At(entry), $"{string.Join(", ", lost)} have no place in the format");
        }
    }

    /// <summary>The place of an entry, or of a field of it.</summary>
    public Place At(FaqEntry entry, string? field = null) => new(Knowledge.Id, null, field is null ? entry.Id : $"{entry.Id}.{field}");
}
