namespace FaqBot.Core.Importing.Files;

/// <summary>What an import may cost; what is beyond is refused before it is read.</summary>
public sealed record ImportLimits
{
    /// <summary>Most bytes of one file.</summary>
    public long FileBytes { get; init; } = 100L * 1024 * 1024;

    /// <summary>Most bytes of all that an archive or a workbook holds, unpacked.</summary>
    public long UnpackedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How many times its own size a part of an archive may become. Text shrinks to a tenth, sheets to a hundredth.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Most files of an archive, or of one import.</summary>
    public int Files { get; init; } = 2_000;

    /// <summary>How deep archives may lie in archives; a workbook counts as a file.</summary>
    public int ArchiveDepth { get; init; } = 2;

    /// <summary>Most rows, or records, of one import.</summary>
    public int Rows { get; init; } = 500_000;

    /// <summary>Most columns of a table.</summary>
    public int Columns { get; init; } = 500;

    /// <summary>Most UTF-16 units of one cell.</summary>
    public int CellLength { get; init; } = 200_000;

    /// <summary>How deep a document of JSON, YAML or HTML may be nested.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Most references to other places of a YAML document.</summary>
    public int Aliases { get; init; } = 100;
}
