using System.Text;

namespace FaqBot.Core.Files;

/// <summary>A row of a table.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Cells">Its cells, without the quotation marks around them.</param>
public readonly record struct SeparatedRow(int Line, string[] Cells);

/// <summary>Reads tables of tab-separated or comma-separated values.</summary>
/// <remarks>
/// The first line decides: with a tab in it tabs separate, else with a comma commas do. A cell within quotation marks may hold
/// separators, line breaks and doubled marks (RFC 4180), as spreadsheets write them; where a mark at the beginning of a cell has no
/// counterpart at the end of one, it is part of the text, as owners write it.
/// </remarks>
public static class SeparatedRows
{
    private const char Tab = '\t', Comma = ',', Mark = '"';

    /// <summary>Reads a file; blank lines are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onlyTabs">Whether commas never separate.</param>
    /// <returns>The rows.</returns>
    public static IEnumerable<SeparatedRow> Read(string path, bool onlyTabs = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Of(File.ReadAllText(path), onlyTabs);
    }

    /// <summary>Reads a text; blank lines are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="onlyTabs">Whether commas never separate.</param>
    /// <returns>The rows.</returns>
    public static IEnumerable<SeparatedRow> Of(string text, bool onlyTabs = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        char separator = SeparatorOf(text, onlyTabs);
        List<string> cells = [];
        int line = 1, begins = 1;
        for (int at = 0; at <= text.Length;)
        {
            (string cell, int end) = Quoted(text, at, separator) ?? Plain(text, at, separator);
            cells.Add(cell);
            line += text.AsSpan(at, end - at).Count('\n');
            if (end < text.Length && text[end] == separator)
            {
                at = end + 1;
                continue;
            }

            if (!cells.TrueForAll(string.IsNullOrWhiteSpace))
            {
                yield return new SeparatedRow(begins, [.. cells]);
            }

            cells.Clear();
            at = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
            begins = ++line;
        }
    }

    private static char SeparatorOf(string text, bool onlyTabs)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        ReadOnlySpan<char> first = end < 0 ? text : text.AsSpan(0, end);
        return !onlyTabs && !first.Contains(Tab) && first.Contains(Comma) ? Comma : Tab;
    }

    /// <summary>A cell within quotation marks, and where it ends; null where there is none.</summary>
    private static (string Cell, int End)? Quoted(string text, int start, char separator)
    {
        if (start >= text.Length || text[start] != Mark)
        {
            return null;
        }

        StringBuilder cell = new();
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] != Mark)
            {
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == Mark)
            {
                cell.Append(Mark);
                at++;
            }
            else
            {
                return at + 1 == text.Length || text[at + 1] == separator || text[at + 1] is '\r' or '\n'
                    ? (cell.ToString(), at + 1) : null;
            }
        }

        return null;
    }

    private static (string Cell, int End) Plain(string text, int start, char separator)
    {
        int length = text.AsSpan(start).IndexOfAny(separator, '\r', '\n');
        int end = length < 0 ? text.Length : start + length;
        return (text[start..end], end);
    }
}
