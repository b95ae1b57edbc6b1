using System.Security.Cryptography;
using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;

namespace FaqBot.Core.Importing.Formats;

/// <summary>The first row of a table, by the names of its columns: case, blanks, signs and what stands in brackets do not count.</summary>
internal sealed partial class Header
{
    private readonly string[] _names;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _found = new(StringComparer.Ordinal);
    private readonly HashSet<int> _read = [];

    /// <summary>Reads a header.</summary>
    /// <param name="row">The row.</param>
    public Header(TableRow row)
    {
        _names = row.Cells;
        for (int i = 0; i < _names.Length; i++)
        {
            _columns.TryAdd(Key(_names[i]), i);
        }
    }

    /// <summary>Gives a table without header one, whose columns are called by their numbers from 1.</summary>
    public static (Table Table, Header Header) OfNumbers(Table table)
    {
        int width = table.Rows.Max(row => row.Cells.Length);
        TableRow numbers = new(0, [.. Enumerable.Range(1, width).Select(
            number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        return (table with { Rows = [numbers, .. table.Rows] }, new Header(numbers));
    }

    /// <summary>How many columns have a name.</summary>
    public int Count => _names.Count(name => !string.IsNullOrWhiteSpace(name));

    /// <summary>What tells this header from others, whatever case, blanks and signs its names are written with; null where it names
    /// none.</summary>
    public string? Signature => Count < 2 ? null : Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', _names.Select(Key)))));

    /// <summary>How many columns there are.</summary>
    public int Width => _names.Length;

    /// <summary>Whether there is a column, by its name as <see cref="Key"/> gives it.</summary>
    public bool Has(string key) => _columns.ContainsKey(key);

    /// <summary>The first of several columns that is there, as it is written; null where none is.</summary>
    public string? First(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (_columns.TryGetValue(key, out int column))
            {
                return _names[column];
            }
        }

        return null;
    }

    /// <summary>All columns of some names, as <see cref="Find"/> finds them: a name that occurs more than once by its number.</summary>
    public IEnumerable<string> All(params IEnumerable<string> keys) =>
        from column in Enumerable.Range(0, _names.Length)
        where keys.Contains(Key(_names[column]))
        select Find(_names[column]) == column ? _names[column]
            : (column + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The column of a name as it was written, or of a number from 1; -1 where there is none.</summary>
    public int Find(string name) => _columns.TryGetValue(Key(name), out int column) ? column
        : int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
            && number >= 1 && number <= _names.Length ? number - 1
        : -1;

    /// <summary>The cell of a column; empty where there is none.</summary>
    public string Cell(TableRow row, string? name)
    {
        if (name is null)
        {
            return "";
        }

        if (!_found.TryGetValue(name, out int column))
        {
            _found[name] = column = Find(name);
        }

        if (column < 0)
        {
            return "";
        }

        _read.Add(column);
        return column < row.Cells.Length ? row.Cells[column] : "";
    }

    /// <summary>The cell of a column without a name.</summary>
    public string Cell(TableRow row, int column)
    {
        _read.Add(column);
        return row.Cells[column];
    }

    /// <summary>The columns that nobody asked for, with the number of their cells that hold something.</summary>
    public IEnumerable<(string Name, int Cells)> NotRead(Table table) =>
        from column in Enumerable.Range(0, _names.Length)
        where !_read.Contains(column)
        let cells = table.Rows.Skip(1).Count(row => column < row.Cells.Length && !string.IsNullOrWhiteSpace(row.Cells[column]))
        where cells > 0
        select (_names[column], cells);

    /// <summary>Names as they are written.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>What counts of a name.</summary>
    public static string Key(string name) => Signs().Replace(Brackets().Replace(name, ""), "").ToLowerInvariant();

    [GeneratedRegex(@"[（(\[【].*\z", RegexOptions.Singleline)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"[\s_\-:：*\uFEFF]+")]
    private static partial Regex Signs();
}
