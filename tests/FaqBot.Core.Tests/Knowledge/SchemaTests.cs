using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Core.Knowledge;
using Json.Schema;

namespace FaqBot.Core.Tests.Knowledge;

/// <summary>What an editor says by the schema is what the reader says.</summary>
public sealed class SchemaTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("data", "faq.schema.json"));
    private static readonly JsonNode Members = JsonNode.Parse(Text)!;

    // In ECMAScript, the schema's language of patterns, '$' is the end of the text; in the library's, .NET's, also
    // before a last line break.
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text.Replace("$\"", "\\\\z\"", StringComparison.Ordinal));

    public static TheoryData<string, int> Limits => new()
    {
        { "$defs.identifier.pattern{}", KnowledgeLimits.Id - 1 },
        { "$defs.nameText.maxLength", KnowledgeLimits.Name },
        { "properties.entries.maxItems", KnowledgeLimits.Entries },
        { "$defs.questionText.maxLength", KnowledgeLimits.QuestionRunes },
        { "$defs.answerText.maxLength", KnowledgeLimits.AnswerLength },
        { "properties.synonyms.maxItems", KnowledgeLimits.SynonymGroups },
        { "properties.synonyms.items.maxItems", KnowledgeLimits.SynonymMembers },
        { "properties.contrasts.maxItems", KnowledgeLimits.ContrastGroups },
        { "properties.contrasts.items.maxItems", KnowledgeLimits.ContrastMembers },
        { "properties.stopPhrases.maxItems", KnowledgeLimits.StopPhrases },
        { "$defs.phrase.maxLength", KnowledgeLimits.Phrase },
        { "$defs.shortText.maxLength", KnowledgeLimits.PromptText },
        { "$defs.entry.properties.alternates.maxItems", KnowledgeLimits.Alternates },
        { "$defs.entry.properties.notThis.maxItems", KnowledgeLimits.NotThis },
        { "$defs.entry.properties.prompts.maxItems", KnowledgeLimits.Prompts },
        { "$defs.entry.properties.source.maxLength", KnowledgeLimits.Name },
        { "$defs.entry.properties.metadata.maxProperties", KnowledgeLimits.MetadataPairs },
        { "$defs.entry.properties.metadata.propertyNames.pattern{}", KnowledgeLimits.MetadataName },
        { "$defs.metadataValue.maxLength", KnowledgeLimits.MetadataValue },
    };

    public static TheoryData<string> Dates =>
    [
        "2026-03-31", "2026-12-31", "9999-12-31", "2026-03-31T18:00:00Z", "2026-03-31T18:00:00+08:00", "2026-03-31T18:00:00-11:30",
        "2026-03-31T18:00Z", "2026-03-31T18:00:00.1Z", "2026-03-31T18:00:00.1234567+08:00", "2026-03-31T23:59:59+14:00",
        "2026-3-31", "2026-13-01", "2026-00-10", "2026-03-32", "2026-03-31T18:00:00", "2026-03-31T18:00:00+0800", "2026-03-31t18:00:00z",
        "2026-03-31T18:00:60Z", "2026-03-31T24:00:00Z", "2026-03-31T18:60:00Z", "2026-03-31T18:00:00+15:00",
            "2026-03-31T18:00:00.12345678Z",
        "2026-03-31 18:00:00Z", "2026-03-31T18Z", "2026-03-31T18:00:00ZZ", "2026-03-31\n", "31.3.2026", "", "now",
    ];

    [Theory]
    [InlineData("data/faq.json")]
    [InlineData("data/chitchat.json")]
    public void Schema_accepts_the_sample(string file) =>
        Assert.True(Accepts(File.ReadAllText(Path.Combine(Repository.Root, file))));

    [Theory]
    [MemberData(nameof(Limits))]
    public void Schema_states_the_limit_of_the_reader(string path, int expected)
    {
        bool inPattern = path.EndsWith("{}", StringComparison.Ordinal);
        JsonNode? node =
            path.Replace("{}", "", StringComparison.Ordinal).Split('.').Aggregate((JsonNode?)Members, (parent, part) => parent?[part]);
        Assert.NotNull(node);
        Assert.Equal(expected, inPattern ? int.Parse(((string)node!).Split(',')[^1].Split('}')[0], null) : (int)node);
    }

    [Theory]
    [MemberData(nameof(FaultCases.OfHeadBeyondTheSchema), MemberType = typeof(FaultCases))]
    public void Schema_cannot_see_phrases_that_are_alike(string head, string fault) =>
        Assert.True(Accepts(KnowledgeText.WithHead(head)), fault);

    [Fact]
    public void Schema_accepts_a_file_of_every_member()
    {
        string text = KnowledgeText.WithEntries("""
            {"id": "b.1_x-y", "question": "q", "alternates": ["在哪里"], "notThis": ["在哪儿买"], "answer": {"zh-Hans": "一", "zh-Hant": "一", "en": "x"}, "metadata": {"A_1": "v"},
             "source": "s", "prompts": [{"text": "t", "entryId": "a"}], "contextOnly": true, "enabled": false, "validFrom": "2026-03-01",
             "validUntil": "2026-03-31T18:00:00+08:00"}
            """);
        KnowledgeText.Parse(text);
        Assert.True(Accepts(text));
    }

    [Theory]
    [MemberData(nameof(FaultCases.OfEntry), MemberType = typeof(FaultCases))]
    public void Schema_refuses_a_faulty_entry(string members, string fault) =>
        Assert.False(Accepts(KnowledgeText.WithEntries($$"""{"id": "b", {{members}}}""")), fault);

    [Theory]
    [MemberData(nameof(FaultCases.OfHead), MemberType = typeof(FaultCases))]
    public void Schema_refuses_a_faulty_head(string head, string fault) =>
        Assert.False(Accepts(KnowledgeText.WithHead(head)), fault);

    [Theory]
    [MemberData(nameof(FaultCases.OfEntryBeyondTheSchema), MemberType = typeof(FaultCases))]
    public void Schema_cannot_see_faults_between_values(string members, string fault) =>
        Assert.True(Accepts(KnowledgeText.WithEntries($$"""{"id": "b", {{members}}}""")), fault);

    [Theory]
    [MemberData(nameof(Dates))]
    public void Schema_and_reader_agree_on_a_date(string date)
    {
        string text = KnowledgeText.WithEntries($$"""{"id": "b", "question": "q", "answer": "x", "validFrom": {{JsonValue.Create(date).ToJsonString()}} }""");
        Assert.Equal(Instant.TryParse(date, false, out _), Accepts(text));
    }

    private static bool Accepts(string document)
    {
        using JsonDocument parsed = JsonDocument.Parse(document);
        return Schema.Evaluate(parsed.RootElement).IsValid;
    }
}
