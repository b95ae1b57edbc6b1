using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>Writes a sheet for people who know the matter and not the program: they correct what is wrong and comment on it, and what they
/// did comes back by import as one change set.</summary>
internal static class ReviewSheet
{
    /// <summary>Writes a workbook.</summary>
    public static byte[] WriteXlsx(KnowledgeBase knowledge, NoteLog notes) => CqaTable.WriteSheet("Review", Rows(knowledge, notes));

    /// <summary>Writes a table separated by commas.</summary>
    public static byte[] WriteCsv(KnowledgeBase knowledge, NoteLog notes, bool raw) => PlainCsv.Write(Rows(knowledge, notes), raw);

    private static IEnumerable<string[]> Rows(KnowledgeBase knowledge, NoteLog notes)
    {
        string[] languages =
        [
            .. knowledge.Entries.SelectMany(entry => entry.Answer.Texts.Keys).Distinct(StringComparer.Ordinal)
                .OrderBy(language => language == LocalizedText.AnyLanguage ? -1 : IndexOf(knowledge.Languages, language)),
        ];
        yield return
        [
            ReviewCells.Question, ReviewCells.Alternates, .. languages.Select(ReviewCells.AnswerColumn), ReviewCells.State,
            ReviewCells.Comment, ReviewCells.Id, ReviewCells.Mark,
        ];
        foreach (FaqEntry entry in knowledge.Entries)
        {
            ReviewedRow row = ReviewCells.Of(entry);
            string[] cells =
            [
                row.Question, row.Alternates, .. languages.Select(language => row.Answers.GetValueOrDefault(language, "")),
                row.Enabled ? ReviewCells.Active : ReviewCells.Disabled, "", entry.Id, row.Mark,
            ];
            if (cells.Any(cell => cell.Length > CqaTable.LongestCell))
            {
                notes.LeftOut(
                    NoteCode.NotInFormat, new Place(knowledge.Id, null, entry.Id),
                    $"a cell has more than {CqaTable.LongestCell} characters, which no spreadsheet holds");
                continue;
            }

            yield return cells;
        }
    }

    private static int IndexOf(IReadOnlyList<string> languages, string language) =>
        languages.Index().Where(one => one.Item == language).Select(one => one.Index).DefaultIfEmpty(languages.Count).First();
}
