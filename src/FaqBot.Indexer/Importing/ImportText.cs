using System.Globalization;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Indexer.Importing;

/// <summary>A report in lines: what is faulty first, a few notes of each kind, and how many more there are.</summary>
internal static class ImportText
{
    private const int ShownOfEach = 5;

    /// <summary>What was done, in one line.</summary>
    public static string Summary(ImportReport report, KnowledgeBase knowledge)
    {
        (int Count, string Text)[] parts =
        [
            (report.New, "new"), (report.Changed, "changed"), (report.Same, "the same"), (report.Missing, "not in the input"),
            (report.Removed, "removed"), (report.Refused, "refused"),
        ];
        string changes = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Text}"));
        string comments = report.Comments.Count == 0 ? "" : $"; {report.Comments.Count} comments, which --report has";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{knowledge.Entries.Count} entries, {knowledge.Entries.Sum(entry => entry.Questions.Count())} questions ({changes}; "
                + $"{report.Rows} rows read){comments}");
    }

    /// <summary>Writes notes.</summary>
    public static void WriteNotes(ImportReport report, TextWriter writer)
    {
        foreach (IGrouping<string, ImportNote> notes in report.Notes.OrderByDescending(note => note.Kind).GroupBy(note => note.Code))
        {
            foreach (ImportNote note in notes.Take(ShownOfEach))
            {
                writer.WriteLine($"{Sign(note.Kind)}{note}");
            }

            int more = report.NoteCounts[notes.Key] - Math.Min(notes.Count(), ShownOfEach);
            if (more > 0)
            {
                writer.WriteLine($"  … and {more.ToString(CultureInfo.InvariantCulture)} more of '{notes.Key}'; --report has them all");
            }
        }
    }

    private static string Sign(NoteKind kind) => kind switch
    {
        NoteKind.Refused => "refused: ",
        NoteKind.LeftOut => "left out: ",
        _ => "",
    };
}
