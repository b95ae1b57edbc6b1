using CsvHelper;
using FaqBot.Core.Importing.Formats;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>Writes a table for spreadsheets: question and answer first, where other services look for them; with a byte order mark, without
/// which Excel shows Chinese wrongly.</summary>
internal static class PlainCsv
{
    /// <summary>The columns.</summary>
    private static readonly string[] Columns =
        ["Question", "Answer", "Alternates", "Source", "Metadata", "IsContextOnly", EntryNormalizer.IdMetadata];

    /// <summary>Writes the table.</summary>
    public static byte[] Write(ExportedRows rows, bool raw) => Write(Rows(rows), raw);

    /// <summary>Writes rows.</summary>
    /// <param name="rows">The rows, the header first.</param>
    /// <param name="raw">Whether cells go out as they are, be they formulas.</param>
    public static byte[] Write(IEnumerable<string[]> rows, bool raw)
    {
        using MemoryStream stream = new();
        using (CsvWriter writer = CsvWriter.Create(stream, new CsvWriterOptions
        {
            WriteByteOrderMark = true,
            Injection = raw ? CsvInjection.None : CsvInjection.Escape,
        }))
        {
            foreach (string[] row in rows)
            {
                writer.WriteRecord(row);
            }
        }

        return stream.ToArray();
    }

    private static IEnumerable<string[]> Rows(ExportedRows rows)
    {
        yield return Columns;
        foreach (FaqEntry entry in rows.Entries)
        {
            if (entry.Prompts.Count > 0)
            {
                rows.Notes.LeftOut(NoteCode.NotInFormat, rows.At(entry, "prompts"), "prompts have no place in the format");
            }

            yield return
            [
                entry.Question, entry.Answer.For(rows.Language), QnaTable.Written(entry.Alternates), entry.Source ?? "",
                rows.MetadataCell(entry, withId: false), entry.ContextOnly ? "True" : "False", entry.Id,
            ];
        }
    }
}
