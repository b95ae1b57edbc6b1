using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>Writes tables as Custom Question Answering exports them: a row a question; as text, as workbook, as replica.</summary>
internal static class CqaTable
{
    /// <summary>Most characters of a cell of a workbook.</summary>
    public const int LongestCell = 32_767;

    private static readonly string[] Columns =
        ["Question", "Answer", "Source", "Metadata", "SuggestedQuestions", "IsContextOnly", "Prompts", "QnaId", "SourceDisplayName"];

    // Archives that hold the same are the same.
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes text: nothing is quoted, a line is a row.</summary>
    public static byte[] WriteTsv(ExportedRows rows, bool raw)
    {
        using MemoryStream stream = new();
        using (CsvWriter writer = CsvWriter.Create(stream, new CsvWriterOptions
        {
            Separator = '\t',
            Mode = CsvMode.NoEscape,
            WriteByteOrderMark = true,
            NewLine = "\n",
            Injection = raw ? CsvInjection.None : CsvInjection.Escape,
        }))
        {
            writer.WriteRecord(Columns);
            foreach (string[] cells in Rows(rows, int.MaxValue))
            {
                writer.WriteRecord([.. cells.Select(cell => cell.Replace('\t', ' '))]);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Writes a workbook of one sheet; cells are typed as texts.</summary>
    /// <param name="name">Name of the sheet.</param>
    /// <param name="rows">Its rows.</param>
    public static byte[] WriteSheet(string name, IEnumerable<string[]> rows)
    {
        using MemoryStream stream = new();
        using (SpreadsheetDocument document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            AddSheet(workbook, 1, name, rows);
            workbook.Workbook.Save();
        }

        return stream.ToArray();
    }

    /// <summary>Writes a workbook: cells are typed as texts, which no spreadsheet computes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="withSettings">Whether synonyms and settings have their sheets, too.</param>
    public static byte[] WriteXlsx(ExportedRows rows, bool withSettings)
    {
        using MemoryStream stream = new();
        using (SpreadsheetDocument document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            AddSheet(workbook, 1, "QnAs", Rows(rows, LongestCell).Prepend(Columns));
            if (withSettings)
            {
                AddSheet(workbook, 2, "Synonyms", Synonyms(rows.Knowledge));
                AddSheet(workbook, 3, "Settings", Settings(rows));
            }

            workbook.Workbook.Save();
        }

        return stream.ToArray();
    }

    /// <summary>Writes a replica.</summary>
    public static byte[] WriteZip(ExportedRows rows)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.CreateEntry("KnowledgeBaseReplica.xlsx");
            entry.LastWriteTime = Stamp;
            using Stream part = entry.Open();
            part.Write(WriteXlsx(rows, withSettings: true));
        }

        return stream.ToArray();
    }

    /// <summary>A group a row, written as CSV within one cell.</summary>
    private static IEnumerable<string[]> Synonyms(KnowledgeBase knowledge) => knowledge.Synonyms
        .Select(group => (string[])[string.Join(',', group.Select(word => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))])
        .Prepend(["Synonyms"]);

    private static IEnumerable<string[]> Settings(ExportedRows rows) =>
    [
        ["Key", "Value"],
        ["Language", rows.LanguageName],
        ["DefaultAnswerForKB", Broken(rows.Knowledge.DefaultAnswer.For(rows.Language))],
    ];

    private static IEnumerable<string[]> Rows(ExportedRows rows, int longest)
    {
        foreach (FaqEntry entry in rows.Entries)
        {
            string written = entry.Answer.For(rows.Language);
            if (written.Contains("\\n", StringComparison.Ordinal))
            {
                rows.Notes.Changed(NoteCode.NotInFormat, rows.At(entry, "answer"),
                    "the answer holds a written \\n, which the format reads as a line break");
            }

            string source = entry.Source ?? "";
            string[] shared =
            [
                Broken(written), source, rows.MetadataCell(entry, withId: true), ExportedRows.SuggestionsCell(entry),
                entry.ContextOnly ? "True" : "False", rows.PromptsCell(entry),
                rows.NumberOf(entry.Id).ToString(CultureInfo.InvariantCulture), source,
            ];
            if (shared.Any(cell => cell.Length > longest))
            {
                rows.Notes.LeftOut(NoteCode.NotInFormat, rows.At(entry),
                    $"a cell has more than {longest} characters, which no workbook holds");
                continue;
            }

            foreach (string question in entry.Questions)
            {
                yield return [question, .. shared];
            }
        }
    }

    private static string Broken(string text) => text.ReplaceLineEndings("\n").Replace("\n", "\\n", StringComparison.Ordinal);

    private static void AddSheet(WorkbookPart workbook, uint number, string name, IEnumerable<string[]> rows)
    {
        WorksheetPart part = workbook.AddNewPart<WorksheetPart>();
        using (OpenXmlWriter writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            foreach (string[] cells in rows)
            {
                writer.WriteStartElement(new Row());
                foreach (string cell in cells)
                {
                    writer.WriteElement(new Cell { DataType = CellValues.String, CellValue = new CellValue(cell) });
                }

                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        workbook.Workbook!.Sheets!.AppendChild(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = number, Name = name });
    }
}
