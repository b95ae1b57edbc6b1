using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

public sealed class FaqFileFaultTests
{
    [Theory]
    [MemberData(nameof(FaultCases.OfEntry), MemberType = typeof(FaultCases))]
    [MemberData(nameof(FaultCases.OfEntryBeyondTheSchema), MemberType = typeof(FaultCases))]
    public void Parse_faulty_entry_is_reported_once_with_line_and_id(string members, string expected) => Assert.Equal(
        [$"line {KnowledgeText.EntryLine}, entry 'b': {expected}"],
        KnowledgeText.FaultsOf(KnowledgeText.WithEntries($$"""{"id": "b", {{members}}}""")));

    [Theory]
    [MemberData(nameof(FaultCases.OfHead), MemberType = typeof(FaultCases))]
    [MemberData(nameof(FaultCases.OfHeadBeyondTheSchema), MemberType = typeof(FaultCases))]
    public void Parse_faulty_head_is_reported_once_with_its_line(string head, string expected) =>
        Assert.Equal([expected], KnowledgeText.FaultsOf(KnowledgeText.WithHead(head)));

    [Theory]
    [InlineData("""{"question": "q", "answer": "x"}""", "line 4: 'id' is missing. Add it.")]
    [InlineData(
        """{"id": "B", "question": "q", "answer": "x"}""",
        "line 4, entry 'B': id 'B' is not an id. Use lower-case letters, digits, '.', '_' and '-', starting with a letter or digit.")]
    [InlineData("""{"id": "a", "question": "q", "answer": "x"}""", "line 4, entry 'a': the id is already used in line 3. Give one of the entries another id.")]
    [InlineData("""{"id": 5, "question": "q", "answer": "x"}""", "line 4, entry '5': id is number, expected a text. Correct the value.")]
    [InlineData("5", "line 4: an entry is number, expected an object. Correct the value.")]
    [InlineData("null", "line 4: an entry is null, expected an object. Correct the value.")]
    [InlineData("""{"id": "b", "id": "c", "question": "q", "answer": "x"}""", "line 4, entry 'b': 'id' occurs twice in one object. Keep one.")]
    [InlineData("""{"id": "b", "question": "q", "answer": "x", "answer": "y"}""", "line 4, entry 'b': 'answer' occurs twice in one object. Keep one.")]
    [InlineData("""{"id": "b", "question": "q", "answer": {"en": "x", "en": "y"}}""", "line 4, entry 'b': answer has 'en' twice. Keep one.")]
    [InlineData(
        """{"id": "b", "question": "q", "answer": "x", "metadata": {"a": "1", "a": "2"}}""",
        "line 4, entry 'b': the metadata name 'a' occurs twice. Keep one; case does not tell names apart.")]
    public void Parse_faulty_identity_or_repeated_member_is_reported_once(string entry, string expected) =>
        Assert.Equal([expected], KnowledgeText.FaultsOf(KnowledgeText.WithEntries(entry)));

    [Theory]
    [InlineData("[]", "line 1: the document is array, expected an object. Correct the value.")]
    [InlineData("\n\"text\"", "line 2: the document is string, expected an object. Correct the value.")]
    [InlineData("null", "line 1: the document is null, expected an object. Correct the value.")]
    public void Parse_document_of_another_kind_is_one_fault(string text, string expected) =>
        Assert.Equal([expected], KnowledgeText.FaultsOf(text));

    [Fact]
    public void Parse_two_languages_that_are_not_told_apart_are_two_faults() => Assert.Equal(
        [
            "line 4, entry 'b': 'fr' is not a language that is told apart. Use zh-Hans, zh-Hant or en.",
            "line 4, entry 'b': 'de' is not a language that is told apart. Use zh-Hans, zh-Hant or en.",
        ],
        KnowledgeText.FaultsOf(KnowledgeText.WithEntries("""{"id": "b", "question": "q", "answer": {"fr": "x", "de": "y"}}""")));

    [Fact]
    public void Parse_faults_stand_in_the_lines_of_their_values() => Assert.Equal(
        [
            "line 4, entry 'b': 'answer' is missing. Add it.",
            "line 6, entry 'b': question is number, expected a text. Correct the value.",
            "line 9, entry 'b': an alternate is empty. Write it.",
            "line 11, entry 'b': a prompt leads to 'nobody', which no entry is. Correct the entryId or add the entry.",
            "line 12, entry 'b': a prompt leads to its own entry. Name another entry or remove the prompt.",
        ],
        KnowledgeText.FaultsOf(KnowledgeText.WithEntries("""
            {
              "id": "b",
              "question": 5,
              "alternates": [
                "fine",
                ""],
              "prompts": [
                {"text": "t", "entryId": "nobody"},
                {"text": "t",
                 "entryId": "b"}]
            }
            """)));

    [Fact]
    public void Parse_all_faults_of_a_file_come_together_in_line_order() => Assert.Equal(
        [
            "line 2: name is empty. Write it.",
            "line 4, entry 'b': answer is empty. Write it.",
            "line 5, entry 'a': the id is already used in line 3. Give one of the entries another id.",
            "line 6, entry 'c': 'answer' is missing. Add it.",
            "line 6, entry 'c': 'QUESTION of a' is also a question of entry 'a' in line 3. "
                + "Keep it in the entry whose answer is right; case, width, blanks and punctuation do not tell questions apart.",
        ],
        KnowledgeText.FaultsOf(KnowledgeText.WithEntries("""
            {"id": "b", "question": "question of b", "answer": ""},
            {"id": "a", "question": "another", "answer": "x"},
            {"id": "c", "question": "QUESTION of a"}
            """).Replace("\"Name\"", "\"\"", StringComparison.Ordinal)));

    [Fact]
    public void Message_names_file_count_and_every_fault()
    {
        InvalidKnowledgeException one = Assert.Throws<InvalidKnowledgeException>(() => KnowledgeText.Parse("[]"));
        Assert.Equal(
            "'test.json' has 1 fault; nothing was changed:\n  test.json: line 1: the document is array, expected an object. Correct the "
            + "value.", one.Message);

        string entries = string.Join(",\n", Enumerable.Range(0, 103).Select(i => $$"""{"id": "e{{i}}", "question": "q{{i}}", "answer": ""}"""));
        InvalidKnowledgeException many =
            Assert.Throws<InvalidKnowledgeException>(() => KnowledgeText.Parse(KnowledgeText.WithEntries(entries)));
        Assert.Equal(103, many.Faults.Count);
        Assert.StartsWith("'test.json' has 103 faults; nothing was changed:\n  test.json: line 4, entry 'e0': answer is empty. Write it.\n",
            many.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n  … and 98 more of this kind", many.Message, StringComparison.Ordinal);
    }
}
