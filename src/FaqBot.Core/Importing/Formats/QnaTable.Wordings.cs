using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
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
        for (int i = _isFastGpt ? 2 : row.Cells.Length; i < row.Cells.Length; i++)
        {
            if ((i >= _header.Width || string.IsNullOrWhiteSpace(_header.Names[i])) && _header.Cell(row, i).Trim().Length > 0)
            {
                string cell = TableFormats.Plain(row.Cells[i], _table, ref _apostrophes, guardsBars: true);
                Place place = _table.At(row.Number, $"column {(i + 1).ToString(CultureInfo.InvariantCulture)}");
                AddAlternates(entry, cell, place, question, answer);
            }
        }
    }

    private void AddAlternates(FoundEntry entry, string cell, Place place, string question, string answer)
    {
        // An index over question and answer is none of a question: of older versions in lines of one cell.
        foreach (string text in _isFastGpt && HoldsAnswer(cell, question, answer) ? [cell] : Lines(cell))
        {
            if (_isFastGpt && HoldsAnswer(text, question, answer))
            {
                NoteAnswer(text, place);
            }
            else
            {
                entry.Questions.Add(new FoundText(text, place) { IsAlternate = true });
            }
        }
    }

    private void NoteAnswer(string text, Place place) => _context.Notes.LeftOut(
        NoteCode.PartNotRead, place, $"'{QnaCells.Shown(text)}' holds the answer, or its beginning; it is no wording of the question");

    /// <summary>Whether an index is question and answer in one, or the answer, or as much of it as no question has of its
    /// answer.</summary>
    private static bool HoldsAnswer(string index, string question, string answer)
    {
        string whole = Squeezed(index), asked = Squeezed(question), answered = Squeezed(answer);
        string text = Ellipsis().Match(whole) is { Success: true, Index: > 0 } cut ? whole[..cut.Index] : whole;
        if (text.Length == 0 || answered.Length == 0)
        {
            return false;
        }

        if (asked.Length > 0 && text.Length > asked.Length && text.StartsWith(asked, StringComparison.Ordinal))
        {
            string rest = text[asked.Length..];
            return answered.StartsWith(rest, StringComparison.Ordinal) || rest.StartsWith(answered, StringComparison.Ordinal)
                || answered.Length >= 4 && !index.Trim().Contains('\n', StringComparison.Ordinal)
                    && rest.Contains(answered[..4], StringComparison.Ordinal);
        }

        return answered == whole
            || answered.StartsWith(text, StringComparison.Ordinal) && (text.Length < whole.Length || Weight(text) >= LongBeginning);
    }

    [GeneratedRegex(@"\.{3,}|…")]
    private static partial Regex Ellipsis();

    private static string Squeezed(string text) =>
        string.Concat(text.Replace("\\n", "", StringComparison.Ordinal).Where(character => !char.IsWhiteSpace(character)));

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
    internal static bool IsLong(string answer) => Weight(answer) >= LongAnswer;

    private static int Weight(string text)
    {
        int length = 0;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            length += LanguageGuess.IsHan(rune) ? 2 : 1;
        }

        return length;
    }
}
