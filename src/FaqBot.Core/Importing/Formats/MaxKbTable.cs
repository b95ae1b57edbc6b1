using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads tables of MaxKB: title, content, questions in lines of a cell.</summary>
/// <remarks>Source: <see href="https://github.com/1Panel-dev/MaxKB/tree/v2/apps/knowledge/template"/>.</remarks>
internal static partial class MaxKbTable
{
    private static readonly string[] Contents = ["分段内容", "分段內容", "sectioncontent"];
    private static readonly string[] Titles = ["分段标题", "分段標題", "sectiontitle"];
    private static readonly string[] Questions = ["问题", "問題", "question"];

    /// <summary>Whether a table has the columns of MaxKB.</summary>
    public static bool IsOne(Header header) => header.First(Contents) is not null;

    /// <summary>Reads a table.</summary>
    public static void Read(Table table, Header header, ReadingContext context)
    {
        string content = header.First(Contents)!;
        string? title = header.First(Titles), questions = header.First(Questions);
        foreach (TableRow row in table.Rows.Skip(1))
        {
            context.CountRow();
            Place place = table.At(row.Number);
            string answer = header.Cell(row, content).Trim(), heading = header.Cell(row, title).Trim();
            if (answer.Length == 0)
            {
                context.LeaveOut(NoteCode.NoAnswer, table.At(row.Number, content), "the row has no content");
                continue;
            }

            FoundEntry entry = new(place);
            entry.Questions.AddRange(
                header.Cell(row, questions).Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => new FoundText(text, table.At(row.Number, questions))));
            if (entry.Questions.Count == 0)
            {
                if (heading.Length == 0)
                {
                    context.LeaveOut(NoteCode.NoQuestion, place,
                        "the row has a content, and neither a question nor a title to be asked by");
                    continue;
                }

                entry.Questions.Add(new FoundText(heading, table.At(row.Number, title)));
            }

            entry.Answer(answer, table.At(row.Number, content));
            if (table.Sheet is { } sheet && !sheet.Equals("Sheet1", StringComparison.OrdinalIgnoreCase))
            {
                entry.Source = sheet;
            }

            foreach (Match image in Image().Matches(answer).Cast<Match>())
            {
                context.Notes.LeftOut(
                    NoteCode.PartNotRead, table.At(row.Number, content),
                    $"the answer shows '{image.Value}', an image that only the service of origin has; put its own address there");
            }

            context.Add(entry);
        }

        TableFormats.NoteNotRead(table, header, context.Notes);
    }

    [GeneratedRegex(@"!\[[^\]]*\]\((?:\./)?(?:api|oss)/[^)]*\)")]
    private static partial Regex Image();
}
