using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

public sealed class InvisibleCharacterTests
{
    [Theory]
    [InlineData("question", """{"question": "q\u0000", "answer": "a"}""")]
    [InlineData("answer", """{"question": "q", "answer": "a\u0000"}""")]
    [InlineData("answer.en", """{"question": "q", "answer": {"en": "a\u0000"}}""")]
    [InlineData("an alternate", """{"question": "q", "answer": "a", "alternates": ["\u0000b"]}""")]
    [InlineData("source", """{"question": "q", "answer": "a", "source": "b\u0000c"}""")]
    [InlineData("metadata.m", """{"question": "q", "answer": "a", "metadata": {"m": "b\u0000"}}""")]
    public void Character_0_is_a_fault_that_says_where(string where, string entry)
    {
        string file = $$"""
            {"id": "kb", "name": "n", "languages": ["en"], "defaultAnswer": "d", "entries": [{"id": "b", {{entry[1..]}}]}
            """;
        InvalidKnowledgeException invalid = Assert.Throws<InvalidKnowledgeException>(
            () => FaqFile.Parse(System.Text.Encoding.UTF8.GetBytes(file), "faq.json"));
        Assert.Contains($"{where} holds the character U+0000. Take it out.", invalid.Message, StringComparison.Ordinal);
    }
}
