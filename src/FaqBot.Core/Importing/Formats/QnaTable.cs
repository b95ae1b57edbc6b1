using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Text;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads tables with a column of questions and one of answers: exports of QnA Maker and Custom Question Answering, FastGPT, Dify,
/// WeKnora, and what people write themselves.</summary>
/// <remarks>Source of the first: <see href="https://github.com/Azure-Samples/cognitive-services-sample-data-files/tree/master/qna-maker"/>.
/// A row is a question; rows of one id are one entry.</remarks>
internal sealed partial class QnaTable
{
    private const int LongAnswer = 40;
    private const int LongBeginning = 12;

    private readonly Table _table;
    private readonly Header _header;
    private readonly ReadingContext _context;
    private readonly ColumnMapping _columns;
    private readonly bool _isQna;
    private readonly bool _isFastGpt;
    private readonly Dictionary<string, FoundEntry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), FoundEntry> _byIdAndAnswer = [];
    private readonly Dictionary<string, FoundEntry> _byAnswer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _shortAnswers = new(StringComparer.Ordinal);
    private readonly Dictionary<FoundEntry, string[]> _otherCells = [];
    private readonly Dictionary<FoundEntry, int> _joined = [];
    private int _breaks, _apostrophes;

    private QnaTable(Table table, Header header, ColumnMapping columns, ReadingContext context)
    {
        _table = table;
        _header = header;
        _context = context;
        _columns = columns;
        _isQna = header.Has("qnaid") || header.Has("suggestedquestions");
        _isFastGpt = IsFastGpt(header);
    }

    /// <summary>The columns whose cells the rows of an entry share.</summary>
    private IEnumerable<string> OtherColumns =>
        [_columns.Source ?? "source", "metadata", "iscontextonly", "prompts", .. _columns.Metadata.Keys];

    private void Read()
    {
        foreach (TableRow row in _table.Rows.Skip(1))
        {
            _context.CountRow();
            ReadRow(row);
        }

        if (_breaks > 0)
        {
            _context.Notes.Changed(NoteCode.LineBreaks, _table.Whole, $"{_breaks} written \\n were read as line breaks");
        }

        TableFormats.NoteApostrophes(_table, _apostrophes, _context.Notes);
        foreach ((FoundEntry entry, int rows) in _joined)
        {
            _context.Notes.Changed(
                NoteCode.RowsJoined, entry.Place, $"{rows + 1} rows without id have this answer and became one entry with as many "
                    + $"wordings");
        }

        foreach (List<int> rows in _shortAnswers.Values.Where(rows => rows.Count > 1))
        {
            _context.Notes.Changed(
                NoteCode.SameAnswer, _table.At(rows[0], _columns.Answer),
                $"{rows.Count} rows without id have the same short answer ({string.Join(", ", rows.Take(10))}) and stay entries of their "
                    + $"own; "
                + "ask for same answers to be joined if they are wordings of one question");
        }

        TableFormats.NoteNotRead(_table, _header, _context.Notes, Needless);
    }

    private void ReadRow(TableRow row)
    {
        if (!_isFastGpt && row.Cells.Length > _header.Width && row.Cells.Skip(_header.Width).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            _context.Refuse(
                NoteCode.CellCount, _table.At(row.Number),
                $"the row has {row.Cells.Length} cells, expected {_header.Width}; a tab or a separator stands within a cell");
            return;
        }

        string question = Cell(row, _columns.Question), answer = Answer(row);
        if (IsHeader(question, _columns.Question) && IsHeader(answer, _columns.Answer))
        {
            _context.LeaveOut(NoteCode.RepeatedHeader, _table.At(row.Number), "the row repeats the header");
            return;
        }

        if (_isFastGpt && answer.Length == 0)
        {
            _context.LeaveOut(NoteCode.NoAnswer, _table.At(row.Number, _columns.Answer),
                "the row has a text and no answer; it is no question");
            return;
        }

        string id = Cell(row, _columns.Id).Trim();
        FoundEntry entry = EntryOf(row, id == "0" ? "" : id, answer);
        entry.Questions.Add(new FoundText(question, _table.At(row.Number, _columns.Question)));
        AddAlternates(entry, row, question, answer);
    }

    private static bool IsHeader(string cell, string column) => Header.Key(cell) == Header.Key(column) && cell.Length > 0;

    private FoundEntry EntryOf(TableRow row, string id, string answer)
    {
        string[] others = [.. OtherColumns.Select(name => Cell(row, name))];
        string key = id.Length > 0 ? id : string.Join('\u0001', others.Prepend(answer));
        FoundEntry? entry;
        if (id.Length > 0)
        {
            if (!_byId.TryGetValue(id, out FoundEntry? first))
            {
                return _byId[id] = _byIdAndAnswer[(id, answer)] = New(row, id, answer, others);
            }

            if (!_byIdAndAnswer.TryGetValue((id, answer), out entry))
            {
                _context.Notes.Changed(
                    NoteCode.SameIdOtherAnswer, _table.At(row.Number, _columns.Answer),
                    $"the id {id} is that of row {first.Place.Row}, which has another answer; the row became an entry of its own");
                return _byIdAndAnswer[(id, answer)] = New(row, null, answer, others);
            }
        }
        else if (answer.Length == 0 || !(IsLong(answer) || _context.Options.JoinsSameAnswers))
        {
            if (answer.Length > 0)
            {
                (_shortAnswers.TryGetValue(key, out List<int>? rows) ? rows : _shortAnswers[key] = []).Add(row.Number);
            }

            return New(row, null, answer, others);
        }
        else if (!_byAnswer.TryGetValue(key, out entry))
        {
            return _byAnswer[key] = New(row, null, answer, others);
        }
        else
        {
            _joined[entry] = _joined.GetValueOrDefault(entry) + 1;
        }

        entry.Rows.Add(_table.At(row.Number));
        Compare(entry, row, others);
        return entry;
    }

    private FoundEntry New(TableRow row, string? id, string answer, string[] others)
    {
        Place place = _table.At(row.Number);
        string ownId = _header.Has("faqbotid") ? Cell(row, "faqbotid").Trim() : "";
        FoundEntry entry = new(place) { Id = ownId.Length > 0 ? ownId : id, IsOwnId = ownId.Length > 0 };
        entry.Answer(answer, _table.At(row.Number, _columns.Answer));
        if (_columns.Source is not null)
        {
            entry.Source = Cell(row, _columns.Source).Trim();
        }

        Fill(entry, row);
        _otherCells[entry] = others;
        _context.Add(entry);
        return entry;
    }

    private void Fill(FoundEntry entry, TableRow row)
    {
        NoteLog notes = _context.Notes;
        if (_header.Has("metadata") || _columns.Metadata.Count > 0)
        {
            entry.Metadata = QnaCells.Metadata(Cell(row, "metadata"), _table.At(row.Number, _header.First("metadata")), notes);
            foreach ((string column, string name) in _columns.Metadata)
            {
                if (Cell(row, column).Trim() is { Length: > 0 } value)
                {
                    entry.Metadata.Add(new FoundPair(name, value, _table.At(row.Number, column)));
                }
            }
        }

        if (_header.Has("iscontextonly"))
        {
            entry.ContextOnly = Cell(row, "iscontextonly").Trim().Equals("true", StringComparison.OrdinalIgnoreCase);
        }

        if (_header.Has("prompts"))
        {
            entry.Prompts = WithJson(row, "prompts", json =>
                QnaCells.Prompts(json, _table.At(row.Number, _header.First("prompts")), _context)) ?? [];
        }

        if (_header.First("suggestedquestions") is not null
            && WithJson(row, "suggestedquestions", json => QnaCells.Suggestions(json).ToArray()) is { } suggestions)
        {
            entry.Suggestions.AddRange(suggestions);
        }

        if (_header.First(NotThisNames) is { } notThis)
        {
            entry.NotThis.AddRange(Lines(Cell(row, notThis)).Select(text => new FoundText(text, _table.At(row.Number, notThis))));
        }
    }

    private T? WithJson<T>(TableRow row, string column, Func<JsonElement, T> read)
        where T : class
    {
        string cell = Cell(row, column).Trim();
        if (cell.Length == 0)
        {
            return null;
        }

        if (QnaCells.TryParse(cell, out JsonDocument? document))
        {
            using (document)
            {
                return read(document.RootElement);
            }
        }

        _context.Notes.Refuse(
            NoteCode.BadPrompts, _table.At(row.Number, _header.First(column)),
            $"'{QnaCells.Shown(cell)}' is not valid JSON; the cell was left out, the row was read without it");
        return null;
    }

    /// <summary>The rows of an entry repeat its other cells; where they do not, that is told. A cell that is empty states
    /// nothing.</summary>
    private void Compare(FoundEntry entry, TableRow row, string[] others)
    {
        string[] first = _otherCells[entry];
        string[] names = [.. OtherColumns];
        for (int i = 0; i < others.Length; i++)
        {
            if (first[i] != others[i] && others[i].Trim() is not ("" or "[]"))
            {
                _context.Notes.LeftOut(
                    NoteCode.CellsDiffer, _table.At(row.Number, _header.First(names[i]) ?? names[i]),
                    $"the cell is '{QnaCells.Shown(others[i])}', row {entry.Place.Row} of the same entry has '{QnaCells.Shown(first[i])}', "
                    + "which stands");
            }
        }
    }

    private string Cell(TableRow row, string? column) => TableFormats.Plain(
        _header.Cell(row, column), _table, ref _apostrophes, guardsBars: _isFastGpt);

    private string Answer(TableRow row)
    {
        string cell = Cell(row, _columns.Answer);
        if (!(_table.SpellsBreaks || _isQna) || !cell.Contains("\\n", StringComparison.Ordinal))
        {
            return cell.Trim();
        }

        if (BreakInPath().IsMatch(cell))
        {
            _context.Notes.Changed(
                NoteCode.BreakInPath, _table.At(row.Number, _columns.Answer),
                "a path holds \\n, which is how such files write a line break, and was read as one; look at the answer");
        }

        _breaks += cell.AsSpan().Count("\\n");
        return cell.Replace("\\r\\n", "\n", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"^\s*\d{1,3}\s*[.、)）]\s*(?=\S)")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"[A-Za-z]:\\|\\\\n")]
    private static partial Regex BreakInPath();
}
