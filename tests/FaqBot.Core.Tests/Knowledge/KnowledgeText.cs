using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Tests.Knowledge;

/// <summary>Writes small knowledge files whose lines are known.</summary>
internal static class KnowledgeText
{
    /// <summary>Line of the first member after the brace.</summary>
    public const int HeadLine = 2;

    /// <summary>Line of the entry that a test gives; entry 'a' stands in the line before.</summary>
    public const int EntryLine = 4;

    public const string Head = """
        "formatVersion": 1, "id": "kb", "name": "Name", "languages": ["en", "zh-Hans"], "defaultAnswer": "Sorry."
        """;

    /// <summary>A file with entry 'a' and the given entries.</summary>
    public static string WithEntries(string entries) => WithHead(Head, $$"""
        {"id": "a", "question": "question of a", "answer": "answer of a"},
        {{entries}}
        """);

    /// <summary>A file with another head.</summary>
    public static string WithHead(string head, string entries = """{"id": "a", "question": "question of a", "answer": "answer of a"}""") =>
        $"{{\n{head}, \"entries\": [\n{entries}\n]}}";

    public static KnowledgeBase Parse(string text) => FaqFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "test.json");

    /// <summary>The faults of a file, as an operator reads them.</summary>
    public static string[] FaultsOf(string text) =>
        [.. Assert.Throws<InvalidKnowledgeException>(() => Parse(text)).Faults.Select(fault => fault.ToString())];
}
