using System.Globalization;
using CsvHelper;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>Writes questions for the batch test of QnA Maker.</summary>
/// <remarks>Source: <see href="https://learn.microsoft.com/azure/ai-services/qnamaker/reference-tsv-format-batch-testing"/>: id of the
/// knowledge base, question, metadata, number of answers, id that is expected; without a header.</remarks>
internal static class BatchTest
{
    /// <summary>Writes the table.</summary>
    public static byte[] Write(ExportedRows rows, ExportOptions options)
    {
        HashSet<string> ids = [.. rows.Entries.Select(entry => entry.Id)];
        IEnumerable<(string Question, string EntryId)> questions = options.TestQuestions.Count > 0 ? options.TestQuestions
            : rows.Entries.SelectMany(entry => entry.Questions.Select(question => (question, entry.Id)));
        using MemoryStream stream = new();
        using (CsvWriter writer = CsvWriter.Create(stream, new CsvWriterOptions
        {
            Separator = '\t',
            Mode = CsvMode.NoEscape,
            NewLine = "\n",
            Injection = options.Raw ? CsvInjection.None : CsvInjection.Escape,
        }))
        {
            foreach ((string question, string id) in questions)
            {
                if (!ids.Contains(id))
                {
                    rows.Notes.LeftOut(NoteCode.NotInFormat, new Place(rows.Knowledge.Id, null, id),
                        "a question expects an entry that does not go out");
                    continue;
                }

                writer.WriteRecord([
                    rows.Knowledge.Id, question.ReplaceLineEndings(" ").Replace('\t', ' '), "", "1",
                    rows.NumberOf(id).ToString(CultureInfo.InvariantCulture)]);
            }
        }

        return stream.ToArray();
    }
}
