using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>Writes a knowledge base in the formats of other services: the one way out, for commands and interfaces alike.</summary>
public static class KnowledgeExport
{
    /// <summary>Writes a knowledge base.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="options">How.</param>
    /// <returns>The file, and what the format cannot hold.</returns>
    public static ExportedFile Write(KnowledgeBase knowledge, ExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Format == ExportFormat.Knowledge)
        {
            return new ExportedFile(FaqFileWriter.Write(knowledge), ".json", knowledge.Entries.Count, []);
        }

        NoteLog notes = new();
        if (options.Format is ExportFormat.Review or ExportFormat.ReviewCsv)
        {
            bool isCsv = options.Format == ExportFormat.ReviewCsv;
            byte[] sheet = isCsv ? ReviewSheet.WriteCsv(knowledge, notes, options.Raw) : ReviewSheet.WriteXlsx(knowledge, notes);
            return new ExportedFile(sheet, isCsv ? ".csv" : ".xlsx", knowledge.Entries.Count - notes.Notes.Count, notes.Notes);
        }

        ExportedRows rows = new(knowledge, options, notes);
        (byte[] content, string extension) = options.Format switch
        {
            ExportFormat.CqaJson => (CqaDocument.Write(rows), ".json"),
            ExportFormat.CqaTsv => (CqaTable.WriteTsv(rows, options.Raw), ".tsv"),
            ExportFormat.CqaXlsx => (CqaTable.WriteXlsx(rows, withSettings: false), ".xlsx"),
            ExportFormat.CqaZip => (CqaTable.WriteZip(rows), ".zip"),
            ExportFormat.Qna => (QnaText.Write(rows), ".qna"),
            ExportFormat.Csv => (PlainCsv.Write(rows, options.Raw), ".csv"),
            ExportFormat.BatchTest => (BatchTest.Write(rows, options), ".tsv"),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
        return new ExportedFile(content, extension, rows.Entries.Count, notes.Notes);
    }
}
