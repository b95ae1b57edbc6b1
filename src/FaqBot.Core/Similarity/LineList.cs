using System.Globalization;
using FaqBot.Core.Files;

namespace FaqBot.Core.Similarity;

/// <summary>A line of a list.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Text">Its text.</param>
public sealed record ListedLine(int Line, string Text);

/// <summary>Reads lists of any texts.</summary>
public static class LineList
{
    /// <summary>Reads a file; blank lines are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">Name of a column in the first line of a tab-separated or comma-separated file, or its number from 1 where there
    /// is no header; null: whole lines.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="InvalidDataException">The column is not there, or nothing is; all faults are reported together.</exception>
    public static IReadOnlyList<ListedLine> Read(string path, string? column)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<string> faults = [];
        List<ListedLine> lines = column is null
            ? [.. File.ReadLines(path).Select((line, index) => new ListedLine(index + 1, line.TrimStart('\uFEFF').Trim()))]
            : Cells(path, column, faults);
        lines.RemoveAll(line => string.IsNullOrWhiteSpace(line.Text));
        if (faults.Count == 0 && lines.Count == 0)
        {
            faults.Add($"{path}: found no line, expected at least 1");
        }

        return faults.Count == 0 ? lines : throw new InvalidDataException(FaultLines.Join(faults));
    }

    private static List<ListedLine> Cells(string path, string column, List<string> faults)
    {
        IEnumerable<SeparatedRow> rows = SeparatedRows.Read(path);
        if (!int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            string[] names = rows.FirstOrDefault().Cells ?? [];
            number = Array.IndexOf(names, column) + 1;
            string near = NearestName.Of(column, names) is { } name ? $"; is '{name}' meant?" : "";
            rows = number > 0 ? rows.Skip(1) : throw new InvalidDataException(
                $"{path}: found columns {string.Join(", ", names)}, expected '{column}' among them{near}");
        }

        List<ListedLine> lines = [];
        foreach ((int line, string[] cells) in rows)
        {
            if (number < 1 || number > cells.Length)
            {
                faults.Add($"{path}: line {line}: found {cells.Length} columns, expected at least {Math.Max(1, number)}");
            }
            else
            {
                lines.Add(new ListedLine(line, cells[number - 1].Trim()));
            }
        }

        return lines;
    }
}
