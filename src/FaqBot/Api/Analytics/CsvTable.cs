using System.Globalization;
using System.Text;

namespace FaqBot.Api.Analytics;

/// <summary>A table as a spreadsheet opens it: UTF-8 with its mark, quoted where needed, without a cell that runs as a formula.</summary>
internal sealed class CsvTable(params string[] header)
{
    private const string FormulaStarts = "=+-@\t\r";

    private readonly StringBuilder _text = new StringBuilder().Append('\uFEFF').AppendJoin(',', header).Append("\r\n");

    /// <summary>Makes a table of rows.</summary>
    public static CsvTable Of<T>(IEnumerable<T> rows, Func<T, object?[]> cells, params string[] header)
    {
        CsvTable table = new(header);
        foreach (T row in rows)
        {
            table.Add(cells(row));
        }

        return table;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="cells">Texts, numbers, days, truth values; null is empty.</param>
    public void Add(params object?[] cells) => _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>The whole table.</summary>
    public override string ToString() => _text.ToString();

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text),
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
