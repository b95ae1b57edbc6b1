using System.Globalization;
using System.Text.Json;

namespace FaqBot.Core.Importing;

/// <summary>Reads tab-separated exports of QnA Maker and Custom Question Answering: a row a question, the rows of an entry by its
/// number.</summary>
/// <remarks>Source:
/// <see href="https://github.com/Azure-Samples/cognitive-services-sample-data-files/tree/master/qna-maker/knowledge-bases"/>.</remarks>
public static class ExportedTable
{
    private static readonly string[] Required = ["Question", "Answer"];

    /// <summary>Reads an export of tab-separated values, known by the names of its columns.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its entries.</returns>
    /// <exception cref="InvalidDataException">The file is another one; all faults are reported together.</exception>
    public static List<ExportedEntry> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] header = lines.Length == 0 ? [] : lines[0].Split('\t');
        string[] missing = [.. Required.Where(name => !header.Contains(name, StringComparer.OrdinalIgnoreCase))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"'{path}' has no column {string.Join(" and ", missing)} in line 1, expected the header of a tab-separated export.");
        }

        Dictionary<string, ExportedEntry> entries = new(StringComparer.Ordinal);
        List<string> faults = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            string[] cells = lines[i].Split('\t');
            string Cell(string name) =>
                Array.FindIndex(header, one => one.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var column
                    && column < cells.Length
                ? cells[column].Replace("\\n", "\n", StringComparison.Ordinal)
                : "";
            try
            {
                // Without numbers the rows of one answer are one entry.
                string key = Cell("QnaId") is { Length: > 0 } id ? id : Cell("Answer");
                if (entries.TryGetValue(key, out ExportedEntry? entry))
                {
                    entry.Questions.Add(Cell("Question"));
                    continue;
                }

                entries[key] = new ExportedEntry(
                    Cell("QnaId") is { Length: > 0 } number
                        ? number : (entries.Count + 1).ToString(CultureInfo.InvariantCulture), [Cell("Question")], Cell("Answer"))
                {
                    Source = Cell("Source"),
                    Metadata = Metadata(Cell("Metadata")),
                    ContextOnly = Cell("IsContextOnly").Equals("true", StringComparison.OrdinalIgnoreCase),
                    Prompts = Cell("Prompts") is { Length: > 0 } prompts ? Prompts(prompts) : [],
                };
            }
            catch (JsonException)
            {
                faults.Add($"line {i + 1}: the prompts are not valid JSON");
            }
        }

        return faults.Count == 0 ? [.. entries.Values]
            : throw new InvalidDataException($"'{path}' has faults; nothing was written:\n  {string.Join("\n  ", faults)}");
    }

    private static ExportedPrompt[] Prompts(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return ExportedJson.Prompts(document.RootElement);
    }

    private static KeyValuePair<string, string>[] Metadata(string cell) =>
    [
        .. cell.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2)
            .Select(pair => KeyValuePair.Create(pair[0], pair[1])),
    ];
}
