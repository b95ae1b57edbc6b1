using System.Globalization;

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
    /// <param name="column">Name of a column in the tab-separated first line, or its number from 1 where there is no header; null: whole
    /// lines.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="InvalidDataException">The column is not there, or nothing is; all faults are reported together.</exception>
    public static IReadOnlyList<ListedLine> Read(string path, string? column)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<ListedLine> lines = [];
        List<string> faults = [];
        int? at = int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number - 1 : null;
        foreach ((int index, string line) in File.ReadLines(path).Index())
        {
            string text = index == 0 ? line.TrimStart('\uFEFF') : line;
            if (column is not null && at is null)
            {
                string[] names = text.Split('\t');
                at = Array.IndexOf(names, column);
                if (at < 0)
                {
                    throw new InvalidDataException($"{path}: found columns {string.Join(", ", names)}, expected '{column}' among them");
                }

                continue;
            }

            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            string[] cells = at is null ? [text] : text.Split('\t');
            if ((at ?? 0) >= cells.Length || (at ?? 0) < 0)
            {
                faults.Add($"{path}: line {index + 1}: found {cells.Length} columns, expected at least {(at ?? 0) + 1}");
            }
            else if (!string.IsNullOrWhiteSpace(cells[at ?? 0]))
            {
                lines.Add(new ListedLine(index + 1, cells[at ?? 0].Trim()));
            }
        }

        if (faults.Count == 0 && lines.Count == 0)
        {
            faults.Add($"{path}: found no line, expected at least 1");
        }

        return faults.Count == 0 ? lines : throw new InvalidDataException(string.Join('\n', faults));
    }
}
