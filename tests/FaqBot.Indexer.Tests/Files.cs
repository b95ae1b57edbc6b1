using System.Globalization;

namespace FaqBot.Indexer.Tests;

/// <summary>Writes knowledge files.</summary>
internal static class Files
{
    /// <summary>A knowledge base of one question an entry; every text names the edition.</summary>
    public static string Knowledge(TemporaryFolder folder, string id, int entries, string edition = "first")
    {
        IEnumerable<string> items = Enumerable.Range(0, entries).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"id": "e{{i}}", "question": "{{id}} {{edition}} {{i}}", "answer": "{{edition}}"}"""));
        return folder.Write($"{id}-{edition}.json", $$"""
            {"formatVersion": 1, "id": "{{id}}", "name": "{{edition}}", "languages": ["en"], "defaultAnswer": "{{edition}}", "entries": [
            {{string.Join(",\n", items)}}
            ]}
            """);
    }
}
