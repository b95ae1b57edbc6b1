using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads tables without a header, as RAGFlow and Dialogflow take them: the first two cells of a row that hold something are
/// question and answer; a row with one only goes on with the answer before it.</summary>
internal static class PairTable
{
    /// <summary>Whether most rows of a table have two cells that hold something.</summary>
    public static bool IsOne(Table table)
    {
        // Names of things are no questions: the table of another program.
        bool isNamed = new Header(table.Rows[0]) is var header && header.Has("scenario") && header.Has("response");
        return !isNamed && table.Rows.Count(row => Filled(row).Count() >= 2) * 2 > table.Rows.Count
            && table.Rows.Count(row => Filled(row).Count() > 3) * 2 < table.Rows.Count;
    }

    /// <summary>Reads a table.</summary>
    public static void Read(Table table, ReadingContext context)
    {
        context.Notes.Changed(
            NoteCode.NoHeader, table.Whole, "the table has no header that is known; the first two columns were read as question and "
                + "answer");
        FoundEntry? entry = null;
        int apostrophes = 0, further = 0;
        int usual = table.Rows.Select(row => Filled(row).Count()).CountBy(count => count).MaxBy(pair => pair.Value).Key;
        foreach (TableRow row in table.Rows)
        {
            context.CountRow();
            Place place = table.At(row.Number);
            string[] cells = [.. Filled(row)];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = TableFormats.Plain(cells[i].Trim(), table, ref apostrophes);
            }

            if (cells.Length == 1)
            {
                if (entry is null)
                {
                    context.Refuse(
                        NoteCode.NoAnswer, place, $"'{QnaCells.Shown(cells[0])}' stands alone, expected a question and an answer, or an "
                            + $"answer before it");
                    continue;
                }

                FoundText former = entry.Answers.Values.First();
                entry.Answer($"{former.Text}\n{cells[0]}", former.Place);
                entry.Rows.Add(place);
                continue;
            }

            if (cells.Length > Math.Max(usual, 2))
            {
                // A separator within an answer that nobody quoted: what stands before it is half an answer.
                entry = null;
                context.Refuse(
                    NoteCode.CellCount, place,
                    $"the row has {cells.Length} cells, expected {usual}; quote a cell that holds a separator");
                continue;
            }

            further += cells.Length > 2 ? 1 : 0;

            entry = new FoundEntry(place);
            entry.Questions.Add(new FoundText(cells[0], table.At(row.Number, "column 1")));
            string answer = table.SpellsBreaks ? cells[1].Replace("\\n", "\n", StringComparison.Ordinal) : cells[1];
            entry.Answer(answer, table.At(row.Number, "column 2"));
            context.Add(entry);
        }

        if (further > 0)
        {
            context.Notes.LeftOut(
                NoteCode.ColumnNotRead, table.At(table.Rows[0].Number, "column 3"),
                $"{further} rows have a third cell, which was left out; write a header, or name the columns yourself to keep it");
        }

        TableFormats.NoteApostrophes(table, apostrophes, context.Notes);
    }

    private static IEnumerable<string> Filled(TableRow row) => row.Cells.Where(cell => !string.IsNullOrWhiteSpace(cell));
}
