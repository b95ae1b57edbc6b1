using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Knowledge;

/// <summary>Names, prompts and starters in one language or several, and metadata with one value or several.</summary>
public sealed class LocalizedMembersTests
{
    private const string Head = """
        "formatVersion": 1, "id": "kb", "name": {"en": "Shop", "zh-Hans": "商城"}, "languages": ["en", "zh-Hans"], "defaultAnswer": "Sorry.",
        "greeting": {"en": "Welcome", "zh-Hans": "欢迎"}, "categories": {"fees": {"en": "Fees", "zh-Hans": "费用"}, "other": "Other"},
        "starters": ["Fees?", {"en": "Returns?", "zh-Hans": "退货？"}]
        """;

    private const string Entries = """
        {"id": "a", "question": "question of a", "answer": "x", "metadata": {"team": ["shop", "web"], "部门": "客服"},
         "prompts": [{"text": {"en": "And b?", "zh-Hant": "那乙呢？"}, "entryId": "b"}]},
        {"id": "b", "question": "question of b", "answer": "y"}
        """;

    [Fact]
    public void Parse_reads_texts_for_each_language()
    {
        KnowledgeBase knowledge = KnowledgeText.Parse(KnowledgeText.WithHead(Head, Entries));
        Assert.Equal(("Shop", "商城"), (knowledge.Name.For(Language.English), knowledge.Name.For(Language.SimplifiedChinese)));
        Assert.Equal("欢迎", knowledge.Greeting?.For(Language.TraditionalChinese));
        Assert.Equal(
            [("fees", "费用"), ("other", "Other")],
            knowledge.Categories.Select(category => (category.Value, category.Name.For(Language.SimplifiedChinese))));
        Assert.Equal(["Fees?", "退货？"], knowledge.Starters.Select(starter => starter.For(Language.SimplifiedChinese)));
        Assert.Equal("那乙呢？", knowledge.Entries[0].Prompts[0].Text.For(Language.TraditionalChinese));
        Assert.Equal([new("team", "shop"), new("team", "web"), new("部门", "客服")], knowledge.Entries[0].Metadata);
        Assert.Equal("shop|web", SingleValues.Of(knowledge.Entries[0].Metadata)["team"]);
    }

    [Fact]
    public void Parse_faults_name_what_is_wrong()
    {
        string Starters(string starters) => KnowledgeText.WithHead($"{KnowledgeText.Head}, \"starters\": {starters}");

        Assert.Equal(
            ["line 2: starters has 13 items, at most 12 are allowed. Remove some or split the entry."],
            KnowledgeText.FaultsOf(Starters($"[{string.Join(", ", Enumerable.Repeat("\"q\"", 13))}]")));
        Assert.Equal(["line 2: a starter is empty. Write a text, or one for each language."], KnowledgeText.FaultsOf(Starters("[{}]")));
        Assert.Equal(
            ["line 2: a starter.en has 201 characters, at most 200 are allowed. Shorten it."],
            KnowledgeText.FaultsOf(Starters($$"""[{"en": "{{new string('x', 201)}}"}]""")));
        Assert.Equal(
            [
                "line 4, entry 'b': metadata.k has the value 'V' twice. Keep one; case does not tell values apart.",
                "line 4, entry 'b': metadata.l is empty. Write a value or several, or remove the name.",
            ],
            KnowledgeText.FaultsOf(KnowledgeText.WithEntries(
                """{"id": "b", "question": "q", "answer": "x", "metadata": {"k": ["v", "V"], "l": []}}""")));
    }

    /// <summary>The hash of former builds: nothing is published anew because names can have languages now.</summary>
    [Fact]
    public void Hash_of_plain_names_prompts_and_metadata_is_what_it_was() => Assert.Equal(
        "2f68eb342fa7eae72030ffccc213b005c147d7eaca9ecfa41be828e963e65633",
        KnowledgeHash.Of(KnowledgeText.Parse("""
            {"formatVersion": 1, "id": "kb", "name": "Name", "languages": ["en", "zh-Hans"], "defaultAnswer": "Sorry.", "entries": [
            {"id": "a", "question": "question of a", "answer": {"en": "x", "zh-Hans": "一"}, "metadata": {"n": "v"},
             "prompts": [{"text": "t", "entryId": "b"}]},
            {"id": "b", "question": "question of b", "answer": "answer of b"}]}
            """)));

    [Fact]
    public void Hash_tells_languages_of_names_prompts_and_starters_apart()
    {
        string hash = KnowledgeHash.Of(KnowledgeText.Parse(KnowledgeText.WithHead(Head, Entries)));
        Assert.All(
            new[] { ("商城", "商店"), ("退货", "退款"), ("欢迎", "你好"), ("费用", "价格"), ("那乙呢", "乙呢"), ("\"web\"", "\"app\"") },
            change => Assert.NotEqual(
                hash, KnowledgeHash.Of(KnowledgeText.Parse(
                    KnowledgeText.WithHead(Head, Entries).Replace(change.Item1, change.Item2, StringComparison.Ordinal)))));
    }
}
