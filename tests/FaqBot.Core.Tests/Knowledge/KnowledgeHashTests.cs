using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

public sealed class KnowledgeHashTests
{
    private static readonly string Text = KnowledgeText.WithEntries("""
        {"id": "b", "question": "q", "alternates": ["q1", "q2"], "answer": {"en": "x", "zh-Hans": "一"}, "metadata": {"n": "v", "m": "w"},
         "source": "s", "prompts": [{"text": "t", "entryId": "a"}], "contextOnly": false, "enabled": true,
         "validFrom": "2026-03-01", "validUntil": "2026-03-31"}
        """);

    [Fact]
    public void Of_layout_order_of_members_and_escapes_do_not_matter()
    {
        string hash = Hash(Text);
        JsonNode document = JsonNode.Parse(Text)!;

        // Indented, escaped, with comments, answers in the other order.
        string indented = document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        Assert.Contains("\\u4E00", indented, StringComparison.Ordinal);
        Assert.Equal(hash, Hash("/* note */" + indented));
        JsonObject entry = document["entries"]![1]!.AsObject();
        KeyValuePair<string, JsonNode?>[] members = [.. entry];
        entry.Clear();
        foreach ((string name, JsonNode? value) in members.Reverse())
        {
            entry[name] = value;
        }

        entry["answer"] = JsonNode.Parse("""{"zh-Hans": "一", "en": "x"}""");
        Assert.Equal(hash, Hash(document.ToJsonString()));
        Assert.Matches("^[0-9a-f]{64}$", hash);
    }

    [Fact]
    public void Of_default_that_is_written_out_does_not_matter() => Assert.Equal(
        Hash(KnowledgeText.WithHead(KnowledgeText.Head)),
        Hash(KnowledgeText.WithHead(
            KnowledgeText.Head, """{"id": "a", "question": "question of a", "answer": "answer of a", "enabled": true, "alternates": [], "notThis": []}""")));

    [Theory]
    [InlineData("id", "\"kb2\"")]
    [InlineData("name", "\"Name2\"")]
    [InlineData("languages", "[\"zh-Hans\", \"en\"]")]
    [InlineData("defaultAnswer", "\"Sorry!\"")]
    [InlineData("synonyms", "[[\"q\", \"question\"]]")]
    [InlineData("stopPhrases", "[\"please\"]")]
    [InlineData("contrasts", "[[\"q\", \"question\"]]")]
    [InlineData("entries.1.notThis", "[\"q3\"]")]
    [InlineData("entries.1.id", "\"b2\"")]
    [InlineData("entries.1.question", "\"q!\"")]
    [InlineData("entries.1.question", "\"Q\"")]
    [InlineData("entries.1.alternates", "[\"q2\", \"q1\"]")]
    [InlineData("entries.1.alternates", "[\"q1\"]")]
    [InlineData("entries.1.answer.en", "\"x \"")]
    [InlineData("entries.1.answer", "{\"en\": \"x\"}")]
    [InlineData("entries.1.answer", "\"x\"")]
    [InlineData("entries.1.metadata.n", "\"V\"")]
    [InlineData("entries.1.metadata", "{\"m\": \"w\", \"n\": \"v\"}")]
    [InlineData("entries.1.source", "\"S\"")]
    [InlineData("entries.1.prompts.0.text", "\"T\"")]
    [InlineData("entries.1.prompts", "[]")]
    [InlineData("entries.1.contextOnly", "true")]
    [InlineData("entries.1.enabled", "false")]
    [InlineData("entries.1.validFrom", "\"2026-03-02\"")]
    [InlineData("entries.1.validUntil", "\"2026-03-30\"")]
    public void Of_any_edit_changes_the_hash(string path, string value)
    {
        JsonNode document = JsonNode.Parse(Text)!;
        string[] parts = path.Split('.');
        JsonNode parent = parts[..^1].Aggregate(document, (node, part) => int.TryParse(part, out int index) ? node[index]! : node[part]!);
        parent[parts[^1]] = JsonNode.Parse(value);
        Assert.NotEqual(Hash(Text), Hash(document.ToJsonString()));
    }

    [Fact]
    public void Of_order_of_entries_changes_the_hash()
    {
        JsonNode document = JsonNode.Parse(Text)!;
        JsonArray entries = document["entries"]!.AsArray();
        JsonNode first = entries[0]!;
        entries.RemoveAt(0);
        entries.Add(first);
        Assert.NotEqual(Hash(Text), Hash(document.ToJsonString()));
    }

    private static string Hash(string text) => KnowledgeHash.Of(KnowledgeText.Parse(text));
}
