using System.Globalization;
using Spectre.Console;

namespace FaqBot.Indexer.CommandLine;

/// <summary>Prints tables; into a file or a pipe without frames and as wide as they are.</summary>
internal static class ConsoleTable
{
    private const int WidePipe = 240;

    /// <summary>Prints a table.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="columns">Names of its columns; one that begins with <c>#</c> holds numbers.</param>
    /// <param name="rows">A cell a column.</param>
    public static void Print(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new() { Border = Console.IsOutputRedirected ? TableBorder.Minimal : TableBorder.Rounded };
        foreach (string column in columns)
        {
            TableColumn header = new(Markup.Escape(column.TrimStart('#')));
            table.AddColumn(column.StartsWith('#') ? header.RightAligned() : header);
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow([.. row.Select(cell => new Spectre.Console.Text(cell))]);
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidePipe;
        }

        Console.Out.WriteLine(title);
        AnsiConsole.Write(table);
    }

    /// <summary>A number in invariant form.</summary>
    public static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
