using CsvHelper;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Files;

/// <summary>Reads separated values: by commas or semicolons as RFC 4180 says, by tabs as services write them or as spreadsheets
/// do.</summary>
/// <remarks>
/// Exports of QnA Maker quote nothing: a quotation mark is a character, a line a row, and a line break is written <c>\n</c>. Once a
/// spreadsheet has saved such a file, cells are quoted and may hold line breaks. Which of both a file is shows in itself.
/// </remarks>
internal sealed class SeparatedText(ImportLimits limits, NoteLog notes, CancellationToken cancellationToken)
{
    private static readonly char[] Separators = [',', ';'];

    private const int MostUnclosed = 100;
    private const int RowsToWeigh = 50;

    /// <summary>Reads a text as a table.</summary>
    /// <param name="file">Name of its file.</param>
    /// <param name="text">The text.</param>
    /// <returns>The table; every row has at least one cell.</returns>
    /// <exception cref="ImportException">It is too large.</exception>
    public Table Read(string file, string text)
    {
        string first = text.AsSpan().Trim("\r\n").ToString() is var trimmed && trimmed.IndexOfAny(['\r', '\n']) is >= 0 and var end
            ? trimmed[..end] : trimmed;
        if (first.Contains('\t', StringComparison.Ordinal))
        {
            return Tabbed(file, text);
        }

        char separator = first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length == 5 ? first[4] : Separator(text);
        return new Table(file, null, Quoted(file, text, separator)) { MayHaveApostrophes = true };
    }

    private Table Tabbed(string file, string text)
    {
        List<TableRow> raw = Raw(text);
        int columns = raw.Count == 0 ? 0 : raw[0].Cells.Length;
        if (raw.Any(row => row.Cells.Any(IsQuoted)))
        {
            NoteLog aside = new();
            List<TableRow> quoted = new SeparatedText(limits, aside, cancellationToken).Quoted(file, text, '\t');
            bool rawFits = Fits(raw, columns), quotedFits = aside.Refused == 0
                && Fits(quoted, quoted.Count == 0 ? 0 : quoted[0].Cells.Length);
            if (quotedFits && (!rawFits || QuotesWhatSpreadsheetsQuote(raw)))
            {
                notes.Changed(
                    NoteCode.SpreadsheetQuotes, new Place(file), "cells are quoted as a spreadsheet saves them, and were read without the "
                    + "quotation marks");
                return new Table(file, null, quoted) { SpellsBreaks = true, MayHaveApostrophes = true };
            }
        }

        return new Table(file, null, raw) { SpellsBreaks = true, MayHaveApostrophes = true };
    }

    private static bool Fits(List<TableRow> rows, int columns) => rows.TrueForAll(row => row.Cells.Length == columns);

    private static bool IsQuoted(string cell) => cell.Length >= 2 && cell[0] == '"' && cell[^1] == '"';

    /// <summary>A spreadsheet quotes every cell with a comma or a quotation mark, and no other: where one of them stands bare, none
    /// saved it.</summary>
    private static bool QuotesWhatSpreadsheetsQuote(List<TableRow> rows) => rows.TrueForAll(row => Array.TrueForAll(
        row.Cells, cell => IsQuoted(cell) ? cell.AsSpan(1, cell.Length - 2).Replaced().IndexOf('"') < 0
            && cell.AsSpan().ContainsAny(',', '"')
            : !cell.AsSpan().ContainsAny(',', '"')));

    private List<TableRow> Raw(string text)
    {
        List<TableRow> rows = [];
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (!line.IsWhiteSpace())
            {
                Add(rows, new TableRow(number, line.ToString().Split('\t')));
            }
        }

        return rows;
    }

    private List<TableRow> Quoted(string file, string text, char separator)
    {
        List<TableRow> rows = [];
        int skippedLines = 0;
        for (int attempt = 0; ; attempt++)
        {
            int? unclosed = Read(rows, text, separator, skippedLines);
            if (unclosed is not { } line)
            {
                return rows;
            }

            // What follows an open quotation mark to the end of the file would be one cell: its line is faulty, the others are not.
            rows.RemoveAll(row => row.Number >= line);
            notes.Refuse(
                NoteCode.UnclosedQuote, new Place(file, line),
                "a cell begins with a quotation mark that is never closed; close it, or double the quotation marks within the cell");
            notes.RowsLeftOut++;
            text = Below(text, line - skippedLines);
            skippedLines = line;
            if (attempt == MostUnclosed)
            {
                throw new ImportException(
                    ImportFlaw.Unreadable, $"{file} has more than {MostUnclosed} cells whose quotation marks are never closed; save it "
                        + $"anew.");
            }
        }
    }

    private int? Read(List<TableRow> rows, string text, char separator, int skippedLines)
    {
        int? unclosed = null;
        CsvReaderOptions options = new()
        {
            Separator = separator,
            HasHeader = false,
            TrackLineNumbers = true,
            DetectSeparatorHint = true,
            OnMalformedRecord = record =>
            {
                // The next quotation mark of the file closes the cell, in another row.
                if (record.Reason == CsvMalformedReason.UnterminatedQuote
                    || record.Reason == CsvMalformedReason.TextAfterClosingQuote && record.RawRecord.AsSpan().ContainsAny('\r', '\n'))
                {
                    unclosed ??= (int)record.LineNumber + skippedLines;
                }
            },
        };
        using CsvReader reader = CsvReader.FromText(text, options);
        while (reader.Read())
        {
            string[] cells = new string[reader.FieldCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.GetString(i);
            }

            TableRow row = new((int)reader.LineNumber + skippedLines, cells);
            bool isHint = row.Number == 1 && cells.Length <= 2 && cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase);
            if (!row.IsBlank && !isHint)
            {
                Add(rows, row);
            }
        }

        return unclosed;
    }

    private void Add(List<TableRow> rows, TableRow row)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (rows.Count >= limits.Rows)
        {
            throw new ImportException(ImportFlaw.TooLarge, $"The table has more than {limits.Rows} rows; split it.");
        }

        if (row.Cells.Length > limits.Columns)
        {
            throw new ImportException(
                ImportFlaw.TooLarge, $"Line {row.Number} has {row.Cells.Length} cells, at most {limits.Columns} are read.");
        }

        rows.Add(row);
    }

    /// <summary>The separator that gives the first rows the same number of cells, more than one; the comma when none does.</summary>
    private char Separator(string text)
    {
        string sample = text.Length <= 100_000 ? text : text[..100_000];
        NoteLog aside = new();
        return Separators.MaxBy(separator =>
        {
            List<TableRow> rows = new SeparatedText(limits, aside, cancellationToken).Quoted("", sample, separator);
            int[] counts = [.. rows.Take(RowsToWeigh).Select(row => row.Cells.Length)];
            return counts.Length == 0 || counts[0] < 2 ? 0 : (double)counts.Count(count => count == counts[0]) / counts.Length;
        });
    }

    private static string Below(string text, int lines)
    {
        int start = 0;
        for (int line = 0; line < lines; line++)
        {
            int end = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (end < 0)
            {
                return "";
            }

            start += end + (text.AsSpan(start + end).StartsWith("\r\n") ? 2 : 1);
        }

        return text[start..];
    }
}

/// <summary>Doubled quotation marks.</summary>
file static class QuotedCells
{
    /// <summary>The text of a quoted cell without its doubled quotation marks.</summary>
    public static ReadOnlySpan<char> Replaced(this ReadOnlySpan<char> inner) =>
        inner.ToString().Replace("\"\"", "", StringComparison.Ordinal);
}
