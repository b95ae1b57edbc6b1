using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Files;

/// <summary>A row of a table.</summary>
/// <param name="Number">Line of the text, or row of the sheet, from 1.</param>
/// <param name="Cells">The cells.</param>
internal sealed record TableRow(int Number, string[] Cells)
{
    /// <summary>Whether no cell holds anything.</summary>
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>A table of texts: a sheet of a workbook, or a file of separated values.</summary>
/// <param name="File">Its file.</param>
/// <param name="Sheet">Its sheet, or null.</param>
/// <param name="Rows">Its rows, blank ones left out.</param>
internal sealed record Table(string File, string? Sheet, IReadOnlyList<TableRow> Rows)
{
    /// <summary>Whether line breaks within cells are written as <c>\n</c>, since a line is a row.</summary>
    public bool SpellsBreaks { get; init; }

    /// <summary>Whether cells may have an apostrophe before what would be a formula.</summary>
    public bool MayHaveApostrophes { get; init; }

    /// <summary>The place of a cell.</summary>
    public Place At(int row, string? column = null) => new(File, row, column, Sheet);

    /// <summary>The place of the table.</summary>
    public Place Whole => new(File, null, null, Sheet);
}
