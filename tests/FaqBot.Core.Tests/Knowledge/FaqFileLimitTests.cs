using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

/// <summary>What is just within a limit is read, one more is a fault.</summary>
public sealed class FaqFileLimitTests
{
    [Theory]
    [InlineData("source", KnowledgeLimits.Name, "source has 301 characters, at most 300 are allowed. Shorten it.")]
    [InlineData("answer", KnowledgeLimits.AnswerLength, "answer has 25001 characters, at most 25000 are allowed. Shorten it.")]
    [InlineData(
        "question",
        KnowledgeLimits.QuestionRunes,
        "question cannot be asked: The question is longer than 1000 characters. Write a question of visible characters within the limit.")]
    public void Parse_text_of_an_entry_keeps_its_limit(string member, int most, string expected)
    {
        string Entry(int length) => Members(
            ("id", "b"), ("question", member == "question" ? Text(length) : "q"), ("answer", member == "answer" ? Text(length) : "x"),
            ("source", member == "source" ? Text(length) : "s"));

        KnowledgeText.Parse(KnowledgeText.WithEntries(Entry(most)));
        AssertFault(expected, KnowledgeText.WithEntries(Entry(most + 1)));
    }

    [Fact]
    public void Parse_question_counts_runes_not_utf16_units() =>
        KnowledgeText.Parse(
            KnowledgeText.WithEntries(Members(("id", "b"), ("question", string.Concat(Enumerable.Repeat("𠮷", 1_000))), ("answer", "x"))));

    [Fact]
    public void Parse_ids_and_names_keep_their_limits()
    {
        string Head(int id, int name) => KnowledgeText.WithHead(
            $""" "formatVersion": 1, "id": "{Text(id)}", "name": "{Text(name)}", "languages": ["en"], "defaultAnswer": "d" """);

        KnowledgeText.Parse(Head(KnowledgeLimits.Id, KnowledgeLimits.Name));
        Assert.Equal(["line 2: id has 65 characters, at most 64 are allowed. Shorten it."], KnowledgeText.FaultsOf(Head(65, 1)));
        Assert.Equal(["line 2: name has 301 characters, at most 300 are allowed. Shorten it."], KnowledgeText.FaultsOf(Head(1, 301)));
    }

    [Fact]
    public void Parse_lists_of_an_entry_keep_their_limits()
    {
        string Alternates(int count) => List("alternates", count, i => $"\"alternate {i}x\"");
        string Prompts(int count) => List("prompts", count, _ => """{"text": "t", "entryId": "a"}""");

        KnowledgeText.Parse(KnowledgeText.WithEntries(Alternates(KnowledgeLimits.Alternates)));
        AssertFault("alternates has 2001 items, at most 2000 are allowed. Remove some or split the entry.",
            KnowledgeText.WithEntries(Alternates(2001)));
        KnowledgeText.Parse(KnowledgeText.WithEntries(Prompts(KnowledgeLimits.Prompts)));
        AssertFault(
            "prompts has 21 items, at most 20 are allowed. Remove some or split the entry.", KnowledgeText.WithEntries(Prompts(21)));
    }

    [Fact]
    public void Parse_metadata_keeps_its_limits()
    {
        string Pairs(int count) => Metadata(string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"n{i}\": \"v\"")));
        string Pair(int name, int value) => Metadata($"\"{Text(name)}\": \"{Text(value)}\"");

        KnowledgeText.Parse(Pairs(KnowledgeLimits.MetadataPairs));
        AssertFault("metadata has 11 pairs, at most 10 are allowed. Remove some.", Pairs(11));
        KnowledgeText.Parse(Pair(KnowledgeLimits.MetadataName, KnowledgeLimits.MetadataValue));
        AssertFault($"the metadata name '{Text(101)}' is not allowed. Use 1 to 100 letters, digits and '_'.", Pair(101, 1));
        AssertFault("metadata.a has 501 characters, at most 500 are allowed. Shorten it.", Pair(1, 501));
    }

    [Fact]
    public void Parse_prompt_text_keeps_its_limit()
    {
        string Prompt(int length) => KnowledgeText.WithEntries(
            $$"""{"id": "b", "question": "q", "answer": "x", "prompts": [{"text": "{{Text(length)}}", "entryId": "a"}]}""");

        KnowledgeText.Parse(Prompt(KnowledgeLimits.PromptText));
        AssertFault("a prompt's text has 201 characters, at most 200 are allowed. Shorten it.", Prompt(201));
    }

    [Fact]
    public void Read_file_over_the_limit_is_refused_unread()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("large.json");
        using (FileStream file = File.Create(path))
        {
            // A hole: takes no room on the disk.
            file.SetLength(KnowledgeLimits.FileBytes + 1L);
        }

        InvalidKnowledgeException refused = Assert.Throws<InvalidKnowledgeException>(() => FaqFile.Read(path));
        Assert.Equal("line 1: the file has 268435457 bytes, at most 268435456 are read. Split the knowledge base.",
            Assert.Single(refused.Faults).ToString());
    }

    private static void AssertFault(string expected, string text) =>
        Assert.Equal([$"line 4, entry 'b': {expected}"], KnowledgeText.FaultsOf(text));

    private static string Members(params (string Name, string Value)[] members) =>
        $"{{{string.Join(", ", members.Select(member => $"\"{member.Name}\": \"{member.Value}\""))}}}";

    private static string List(string member, int count, Func<int, string> item) =>
        $$"""{"id": "b", "question": "q", "answer": "x", "{{member}}": [{{string.Join(", ", Enumerable.Range(0, count).Select(item))}}]}""";

    private static string Metadata(string pairs) => KnowledgeText.WithEntries($$"""{"metadata": { {{pairs}} }, "id": "b", "question": "q", "answer": "x"}""");

    private static string Text(int length) => new('a', length);
}
