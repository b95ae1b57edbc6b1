using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads tables without a header, as RAGFlow and Dialogflow take them: the first two cells of a row that hold something are
/// question and answer; a row with one only goes on with the answer before it.</summary>
internal static partial class PairTable
{
    /// <summary>Whether most rows of a table have two cells that hold something; or some of them, where tabs or labels say that the others
    /// go on with an answer: text has commas of its own.</summary>
    public static bool IsOne(Table table)
    {
        // Names of things are no questions: the table of another program.
        bool isNamed = new Header(table.Rows[0]) is var header && header.Has("scenario") && header.Has("response");
        int[] counts = [.. table.Rows.Select(row => Filled(row).Count())];
        bool mostArePairs = counts.Count(count => count >= 2) * 2 > counts.Length && counts.Count(count => count > 3) * 2 < counts.Length;
        return !isNamed && (mostArePairs || HaveLongAnswers(table, counts));
    }

    private static bool HaveLongAnswers(Table table, int[] counts) =>
        counts[0] == 2 && counts.Count(count => count == 2) >= 2 && counts.All(count => count <= 2)
        && (table.SpellsBreaks || IsLabelled(table.Rows[0]));

    private static bool IsLabelled(TableRow row) =>
        Filled(row).ToArray() is [var question, var answer] && QuestionLabel().IsMatch(question) && AnswerLabel().IsMatch(answer);

    /// <summary>Reads a table.</summary>
    public static void Read(Table table, ReadingContext context)
    {
        context.Notes.Changed(
            NoteCode.NoHeader, table.Whole, "the table has no header that is known; the first two columns were read as question and "
                + "answer");
        FoundEntry? entry = null;
        int apostrophes = 0, further = 0, labels = 0;
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
            string question = QuestionLabel().Replace(cells[0], ""), answer = AnswerLabel().Replace(cells[1], "");
            labels += (question.Length < cells[0].Length ? 1 : 0) + (answer.Length < cells[1].Length ? 1 : 0);
            entry.Questions.Add(new FoundText(question, table.At(row.Number, "column 1")));
            answer = table.SpellsBreaks ? answer.Replace("\\n", "\n", StringComparison.Ordinal) : answer;
            entry.Answer(answer, table.At(row.Number, "column 2"));
            context.Add(entry);
        }

        if (further > 0)
        {
            context.Notes.LeftOut(
                NoteCode.ColumnNotRead, table.At(table.Rows[0].Number, "column 3"),
                $"{further} rows have a third cell, which was left out; write a header, or name the columns yourself to keep it");
        }

        if (labels > 0)
        {
            context.Notes.Changed(
                NoteCode.Labels, table.Whole, $"{labels} cells begin with a label such as 'Q:' or '答案：'; it was taken away");
        }

        TableFormats.NoteApostrophes(table, apostrophes, context.Notes);
    }

    [GeneratedRegex(@"^(?:问题|問題|问|問|question|user|q)\s*[:：]\s*(?=\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuestionLabel();

    [GeneratedRegex(@"^(?:答案|回答|答|answer|assistant|a)\s*[:：]\s*(?=\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AnswerLabel();

    private static IEnumerable<string> Filled(TableRow row) => row.Cells.Where(cell => !string.IsNullOrWhiteSpace(cell));
}
