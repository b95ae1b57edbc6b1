using System.Text.Json;
using FaqBot.Core.Linting;

namespace FaqBot.Core.Tests.Linting;

public sealed class FileRepairTests
{
    [Theory]
    [InlineData("""{"question": " q ", "alternates": ["a", "b"]}""", """{"question": "q", "alternates": ["a", "b"]}""", 1)]
    [InlineData("""{"question": "q", "alternates": ["q", "a"]}""", """{"question": "q", "alternates": ["a"]}""", 1)]
    [InlineData("""{"question": "q", "alternates": ["q", " q", "a", "a ", "b" , "b"]}""", """{"question": "q", "alternates": ["a", "b"]}""", 4)]
    [InlineData("""{"question": "q", "alternates": ["q", "q"]}""", """{"question": "q", "alternates": []}""", 2)]
    [InlineData("""{"alternates": ["a", "q"], "question": "q"}""", """{"alternates": ["a"], "question": "q"}""", 1)]
    [InlineData("""{"question": "怎么退货\t", "alternates": ["\u9000 ", "Q", "q"]}""", """{"question": "怎么退货", "alternates": ["退", "Q", "q"]}""", 2)]
    [InlineData("""{"question": "q", "alternates": ["A?", "A"], "answer": " x ", "prompts": [{"text": " t ", "entryId": "e"}]}""", """{"question": "q", "alternates": ["A?", "A"], "answer": " x ", "prompts": [{"text": " t ", "entryId": "e"}]}""", 0)]
    public void Mend_changes_only_what_is_certain(string entry, string expected, int changes)
    {
        const string Before =
            "\uFEFF{ // the shop\n  \"formatVersion\": 1, \"name\": \" kept \",\n  \"entries\": [{\"id\": \"e0\", \"question\": "
            + "\"other\"},\n    ", After = ",\n ]}\n";
        (byte[] mended, IReadOnlyList<string> found) = FileRepair.Mend(System.Text.Encoding.UTF8.GetBytes(Before + entry + After));
        Assert.Equal(Before + expected + After, System.Text.Encoding.UTF8.GetString(mended));
        Assert.Equal(changes, found.Count);
    }

    [Fact]
    public void Mend_of_the_sample_changes_nothing()
    {
        byte[] sample = File.ReadAllBytes(Path.Combine(Repository.Root, "data", "faq.json"));
        (byte[] mended, IReadOnlyList<string> changes) = FileRepair.Mend(sample);
        Assert.Empty(changes);
        Assert.Equal(sample, mended);
    }

    [Fact]
    public void Mend_of_broken_json_is_refused() => Assert.ThrowsAny<JsonException>(() => FileRepair.Mend("{"u8));
}
