using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing.Formats;

/// <content>Further wordings of a question, and what is the same answer.</content>
internal sealed partial class QnaTable
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private void AddAlternates(FoundEntry entry, TableRow row, string question, string answer)
    {
        foreach (string column in _columns.Alternates)
        {
            AddAlternates(entry, Cell(row, column), _table.At(row.Number, column), question, answer);
        }

        // FastGPT writes further wordings to the right, without a header.
        for (int i = _isFastGpt ? 3 : row.Cells.Length; i < row.Cells.Length; i++)
        {
            if ((i >= _header.Width || string.IsNullOrWhiteSpace(_header.Names[i])) && row.Cells[i].Trim().Length > 0)
            {
                AddAlternates(
                    entry, row.Cells[i], _table.At(row.Number, $"column {(i + 1).ToString(CultureInfo.InvariantCulture)}"), question,
                        answer);
            }
        }
    }

    private void AddAlternates(FoundEntry entry, string cell, Place place, string question, string answer)
    {
        foreach (string text in Lines(cell))
        {
            // An index over question and answer is none of a question.
            if (_isFastGpt && answer.Length >= 4 && text.Length > question.Length
                && text.StartsWith(question.Trim(), StringComparison.Ordinal)
                && text.Contains(answer[..4], StringComparison.Ordinal))
            {
                _context.Notes.LeftOut(
                    NoteCode.PartNotRead, place, $"'{QnaCells.Shown(text)}' holds the answer too; it is no wording of the question");
            }
            else
            {
                entry.Questions.Add(new FoundText(text, place));
            }
        }
    }

    /// <summary>The texts of a cell that holds several: a JSON list, in lines, behind <c>##</c>, numbered when every line is.</summary>
    internal static string[] Lines(string cell)
    {
        if (cell.TrimStart().StartsWith('[') && QnaCells.TryParse(cell, out JsonDocument? document))
        {
            using (document)
            {
                return [.. document.RootElement.Items().Select(item => item.AsText() ?? item.Find("text").AsText()).OfType<string>()];
            }
        }

        string[] lines = cell.Replace("\\n", "\n", StringComparison.Ordinal).Replace("##", "\n", StringComparison.Ordinal)
            .Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 && Array.TrueForAll(lines, line => Numbered().IsMatch(line))
            ? [.. lines.Select(line => Numbered().Replace(line, ""))]
            : lines;
    }

    /// <summary>Texts as one cell from which <see cref="Lines"/> reads them: in lines; as JSON where lines would not be read as they are
    /// written.</summary>
    internal static string Written(IReadOnlyList<string> texts)
    {
        string lines = string.Join('\n', texts);
        return Lines(lines).SequenceEqual(texts) ? lines : JsonSerializer.Serialize(texts, Readable);
    }

    /// <summary>Short answers, such as "No.", fit many questions; a long one fits one. A Chinese character says about twice as
    /// much.</summary>
    internal static bool IsLong(string answer)
    {
        int length = 0;
        foreach (System.Text.Rune rune in answer.EnumerateRunes())
        {
            length += LanguageGuess.IsHan(rune) ? 2 : 1;
        }

        return length >= LongAnswer;
    }
}
