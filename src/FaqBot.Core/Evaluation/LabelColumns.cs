namespace FaqBot.Core.Evaluation;

/// <summary>Where a file of labelled questions holds what: numbers of columns from 0, −1 for none.</summary>
/// <param name="Question">The question.</param>
/// <param name="Entry">What answers it.</param>
/// <param name="Language">Its language tag.</param>
/// <param name="Kind">How it is worded or what it changes.</param>
internal readonly record struct LabelColumns(int Question, int Entry, int Language, int Kind)
{
    private static readonly string[] Questions = ["question", "text"], Entries = ["entry", "entryid", "entry id"],
        Languages = ["language", "lang"], Kinds = ["kind"];

    /// <summary>Finds the columns by their names.</summary>
    /// <param name="header">The cells of a file's first line.</param>
    /// <returns>The columns; null when the line names no question: it is no header of FaqBot's own format.</returns>
    public static LabelColumns? Find(string[] header)
    {
        string[] names = [.. header.Select(cell => cell.Trim().ToLowerInvariant())];
        int question = IndexOf(Questions), entry = IndexOf(Entries), language = IndexOf(Languages), kind = IndexOf(Kinds);
        if (question < 0 || (question > 0 && entry < 0))
        {
            return null;
        }

        // Headers of other names: entry and language lie behind the question, in this order.
        return new LabelColumns(
            question,
            entry >= 0 ? entry : question + 1,
            language >= 0 ? language : names.Length > 2 && kind != 2 && entry != 2 && question != 2 ? 2 : -1,
            kind);

        int IndexOf(string[] known) => Array.FindIndex(names, known.Contains);
    }

    /// <summary>The cell of a row, without blanks around it; null where the row or the file has none.</summary>
    public static string? Cell(string[] row, int column) =>
        column >= 0 && column < row.Length && row[column].Trim() is { Length: > 0 } cell ? cell : null;
}
