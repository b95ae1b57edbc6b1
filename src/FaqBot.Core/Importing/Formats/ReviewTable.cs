using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>Reads a review sheet that comes back: only rows that the reviewer changed count, and none whose entry was changed by somebody
/// else since the sheet was made.</summary>
internal sealed class ReviewTable
{
    /// <summary>What the format is called.</summary>
    public const string Format = "review sheet";

    private static readonly string[] Off = ["disabled", "inactive", "false", "no", "停用", "禁用", "关闭", "關閉", "删除", "刪除"];
    private static readonly string[] On = ["active", "enabled", "true", "yes", "启用", "啟用", "开启", "開啟"];

    private static readonly string[] Languages = ["zh-Hans", "zh-Hant", "en"];

    private readonly Table _table;
    private readonly Header _header;
    private readonly ReadingContext _context;
    private readonly Dictionary<string, string> _answers;
    private int _apostrophes, _untouched;

    private ReviewTable(Table table, Header header, ReadingContext context)
    {
        (_table, _header, _context) = (table, header, context);
        string[] languages =
        [
            .. context.PresentById.Values.SelectMany(entry => entry.Answer.Texts.Keys).Concat(Languages).Distinct(StringComparer.Ordinal),
        ];
        _answers = header.Names.Select(name => (Name: name, Language: ReviewCells.LanguageOf(name, languages)))
            .Where(column => column.Language is not null)
            .DistinctBy(column => column.Language).ToDictionary(column => column.Name, column => column.Language!, StringComparer.Ordinal);
    }

    /// <summary>Whether a table is one.</summary>
    public static bool IsOne(Header header) => header.Has(Header.Key(ReviewCells.Mark)) && header.Has(Header.Key(ReviewCells.Id))
        && header.Has(Header.Key(ReviewCells.Question));

    /// <summary>Reads it.</summary>
    /// <exception cref="ImportException">Entries that it does not name would be removed.</exception>
    public static void Read(Table table, Header header, ReadingContext context)
    {
        if (!context.RemovesNothing)
        {
            throw new ImportException(
                ImportFlaw.BadOptions, $"{table.Whole} is a review sheet, which changes what it names and removes nothing; import it with "
                    + "mode merge.");
        }

        new ReviewTable(table, header, context).Read();
    }

    private void Read()
    {
        foreach (TableRow row in _table.Rows.Skip(1))
        {
            _context.CountRow();
            ReadRow(row);
        }

        if (_untouched > 0)
        {
            _context.Notes.RowsLeftOut += _untouched;
            _context.Found.Untouched += _untouched;
            _context.Notes.LeftOut(
                NoteCode.ReviewUntouched, _table.Whole, $"{_untouched} rows are as they were handed out, and change nothing");
        }

        TableFormats.NoteApostrophes(_table, _apostrophes, _context.Notes);
        TableFormats.NoteNotRead(_table, _header, _context.Notes);
    }

    private void ReadRow(TableRow row)
    {
        string id = Cell(row, ReviewCells.Id).Trim(), mark = Cell(row, ReviewCells.Mark).Trim();
        string comment = Cell(row, ReviewCells.Comment).Trim();
        FaqEntry? present = id.Length == 0 ? null : _context.PresentById.GetValueOrDefault(id);
        ReviewedRow said = Said(row, present);
        if (comment.Length > ReviewCells.LongestComment)
        {
            _context.Notes.Changed(
                NoteCode.CommentCut, _table.At(row.Number, ReviewCells.Comment),
                $"the comment has {comment.Length} characters, of which the first {ReviewCells.LongestComment} are kept");
            comment = comment[..ReviewCells.LongestComment];
        }

        if (comment.Length > 0 && present is not null)
        {
            _context.Found.Comments.Add(new ReviewComment(id, comment, _table.At(row.Number)));
        }

        if (mark.Length > 0 && said.Mark == mark)
        {
            _untouched++;
        }
        else if (id.Length > 0 && (present is null || (mark.Length > 0 && ReviewCells.Of(present).Mark != mark)))
        {
            _context.Refuse(
                NoteCode.ReviewConflict, _table.At(row.Number),
                present is null ? $"entry {id}, which the row changes, is not there any more"
                    : $"entry {id}, which the row changes, was changed by somebody else since the sheet was made; compare, and edit it");
        }
        else
        {
            Add(row, id, said, comment, present);
        }
    }

    private void Add(TableRow row, string id, ReviewedRow said, string comment, FaqEntry? present)
    {
        FoundEntry entry = new(_table.At(row.Number))
        {
            Id = id,
            IsOwnId = id.Length > 0,
            StatesWordings = true,
            Enabled = present?.Enabled == said.Enabled ? null : said.Enabled,
            Comment = present is null && comment.Length > 0 ? comment : null,
        };
        entry.Questions.Add(new FoundText(said.Question, _table.At(row.Number, ReviewCells.Question)));
        entry.Questions.AddRange(
            QnaTable.Lines(said.Alternates).Select(text => new FoundText(text, _table.At(row.Number, ReviewCells.Alternates))));
        foreach ((string language, string text) in said.Answers.Where(answer => answer.Value.Trim().Length > 0))
        {
            entry.Answers[language] = new FoundText(text, _table.At(row.Number, ReviewCells.AnswerColumn(language)));
        }

        _context.Add(entry);
    }

    private ReviewedRow Said(TableRow row, FaqEntry? present)
    {
        string state = Cell(row, ReviewCells.State).Trim();
        bool isOff = Off.Contains(state, StringComparer.OrdinalIgnoreCase);
        if (!isOff && state.Length > 0 && !On.Contains(state, StringComparer.OrdinalIgnoreCase))
        {
            _context.Notes.Changed(
                NoteCode.BadState, _table.At(row.Number, ReviewCells.State),
                $"'{QnaCells.Shown(state)}' is no state, expected {ReviewCells.Active} or {ReviewCells.Disabled}; it stays as it is");
            (isOff, state) = (present?.Enabled == false, "");
        }

        return new ReviewedRow(
            Cell(row, ReviewCells.Question), Cell(row, ReviewCells.Alternates),
            new SortedDictionary<string, string>(
                _answers.ToDictionary(answer => answer.Value, answer => Cell(row, answer.Key)), StringComparer.Ordinal),
            state.Length == 0 && present is not null ? present.Enabled : !isOff);
    }

    private string Cell(TableRow row, string column) => TableFormats.Plain(_header.Cell(row, column), _table, ref _apostrophes);
}
