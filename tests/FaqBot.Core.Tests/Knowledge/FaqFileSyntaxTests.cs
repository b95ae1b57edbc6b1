using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

public sealed class FaqFileSyntaxTests
{
    private const string Remedy = "Mend the syntax; an editor that knows JSON shows the place.";

    [Theory]
    [InlineData("", 1)]
    [InlineData("   \n ", 2)]
    [InlineData("{", 1)]
    [InlineData("{\n\"id\": \"kb\"\n\"name\": \"n\"}", 3)]
    [InlineData("{\n\n\"id\": nothing}", 3)]
    [InlineData("{\"id\": \"kb\"}\n{}", 2)]
    [InlineData("{\"id\":\n\"never ended", 2)]
    [InlineData("{\"id\": \"tab\there\"}", 1)]
    public void Parse_broken_syntax_names_the_line(string text, int line)
    {
        string fault = Assert.Single(KnowledgeText.FaultsOf(text));
        Assert.StartsWith($"line {line}: not valid JSON in UTF-8: ", fault, StringComparison.Ordinal);
        Assert.EndsWith(Remedy, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id": "b", "question": "lone \ud800 half", "answer": "x"}""")]
    [InlineData("""{"id": "b", "question": "q", "answer": "\udc00"}""")]
    [InlineData("""{"id": "b", "question": "q", "answer": "x", "\ud83d": "member"}""")]
    public void Parse_lone_surrogate_escape_names_the_line(string entry) => Assert.Equal(
        [$"line 6: not valid JSON in UTF-8: a text is not valid Unicode. {Remedy}"],
        KnowledgeText.FaultsOf(KnowledgeText.WithEntries("\n\n" + entry)));

    [Fact]
    public void Parse_lone_surrogate_member_inside_an_object_names_its_own_line() => Assert.Equal(
        [$"line 5: not valid JSON in UTF-8: a text is not valid Unicode. {Remedy}"],
        KnowledgeText.FaultsOf(KnowledgeText.WithEntries("{\n\"\\ud83d\": 1}")));

    [Fact]
    public void Parse_bytes_that_are_not_utf8_name_the_line()
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(KnowledgeText.WithEntries("""{"id": "b", "question": "q#", "answer": "x"}"""));
        utf8[utf8.AsSpan().IndexOf((byte)'#')] = 0xFF;
        InvalidKnowledgeException refused = Assert.Throws<InvalidKnowledgeException>(() => FaqFile.Parse(utf8, "latin.json"));
        Assert.Equal($"line 4: not valid JSON in UTF-8: a text is not valid Unicode. {Remedy}", Assert.Single(refused.Faults).ToString());
    }

    [Fact]
    public void Parse_utf16_file_is_a_syntax_fault()
    {
        byte[] utf16 = [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("{}")];
        InvalidKnowledgeException refused = Assert.Throws<InvalidKnowledgeException>(() => FaqFile.Parse(utf16, "utf16.json"));
        Assert.StartsWith("line 1: not valid JSON in UTF-8: ", Assert.Single(refused.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_nesting_without_end_is_a_syntax_fault() => Assert.StartsWith(
        "line 1: not valid JSON in UTF-8: ", Assert.Single(KnowledgeText.FaultsOf(new string('[', 100_000))), StringComparison.Ordinal);

    [Fact]
    public void Parse_byte_order_mark_comments_and_trailing_commas_are_accepted()
    {
        string text = "\uFEFF// made by hand\n" + KnowledgeText.WithEntries("""{"id": "b", /* short */ "question": "q", "answer": "x",},""");
        Assert.Equal(2, KnowledgeText.Parse(text).Entries.Count);

        // Lines still count from the top of the file.
        string faulty = text.Replace("\"x\"", "\"\"", StringComparison.Ordinal);
        Assert.Equal(["line 5, entry 'b': answer is empty. Write it."], KnowledgeText.FaultsOf(faulty));
    }

    [Fact]
    public void Parse_windows_line_ends_count_once() => Assert.Equal(
        ["line 4, entry 'b': answer is empty. Write it."],
        KnowledgeText.FaultsOf(KnowledgeText.WithEntries("""{"id": "b", "question": "q", "answer": ""}""").ReplaceLineEndings("\r\n")));
}
