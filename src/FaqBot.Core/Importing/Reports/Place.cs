namespace FaqBot.Core.Importing.Reports;

/// <summary>Where something stands in what was imported.</summary>
/// <param name="File">The file; within an archive its path there, behind the archive's name.</param>
/// <param name="Row">Line of a text, row of a sheet, from 1; null for the whole file.</param>
/// <param name="Column">Name of the column or member, or null.</param>
/// <param name="Sheet">The sheet, or null.</param>
public readonly record struct Place(string File, int? Row = null, string? Column = null, string? Sheet = null)
{
    /// <inheritdoc />
    public override string ToString()
    {
        string sheet = Sheet is null ? "" : $", sheet '{Sheet}'";
        string row = Row is null ? "" : Sheet is null ? $", line {Row}" : $", row {Row}";
        string column = Column is null ? "" : $", {Column}";
        return $"{File}{sheet}{row}{column}";
    }
}
