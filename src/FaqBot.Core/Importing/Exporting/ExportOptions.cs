using FaqBot.Core.Importing.Reports;

namespace FaqBot.Core.Importing.Exporting;

/// <summary>The formats of exports.</summary>
public enum ExportFormat
{
    /// <summary>A knowledge file: everything.</summary>
    Knowledge,

    /// <summary>The document that Custom Question Answering exports and imports.</summary>
    CqaJson,

    /// <summary>The table of Custom Question Answering and QnA Maker, separated by tabs.</summary>
    CqaTsv,

    /// <summary>The same as a workbook.</summary>
    CqaXlsx,

    /// <summary>The replica that Language Studio exports: a workbook with entries, synonyms and settings in an archive.</summary>
    CqaZip,

    /// <summary>A file of the Bot Framework.</summary>
    Qna,

    /// <summary>A table for spreadsheets and other services: question and answer first, separated by commas.</summary>
    Csv,

    /// <summary>Questions with the ids that are expected, for the batch test of QnA Maker.</summary>
    BatchTest,

    /// <summary>A workbook for reviewers, whose corrections and comments come back by import.</summary>
    Review,

    /// <summary>The same, separated by commas.</summary>
    ReviewCsv,
}

/// <summary>How formats of exports are written.</summary>
public static class ExportFormatName
{
    /// <summary>The names, in the order of the formats.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["json", "cqa-json", "cqa-tsv", "cqa-xlsx", "cqa-zip", "qna", "csv", "batch-test", "review", "review-csv"];

    /// <summary>Reads a name, in any case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="format">The format.</param>
    /// <returns>Whether there is one of this name.</returns>
    public static bool TryParse(string? name, out ExportFormat format)
    {
        int index = All.Index().Where(one => one.Item.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(one => one.Index).DefaultIfEmpty(-1).First();
        format = (ExportFormat)Math.Max(0, index);
        return index >= 0;
    }
}

/// <summary>How an export is written.</summary>
public sealed record ExportOptions
{
    /// <summary>The format.</summary>
    public required ExportFormat Format { get; init; }

    /// <summary>The language of answers, in formats that have one text for each: a tag; null: the first of the knowledge base.</summary>
    public string? Language { get; init; }

    /// <summary>Whether cells that a spreadsheet would compute go out as they are, without an apostrophe before them.</summary>
    public bool Raw { get; init; }

    /// <summary>Numbers by which clients know entries whose ids are none, by id; an entry without one gets the next free number.</summary>
    public IReadOnlyDictionary<string, int> Numbers { get; init; } = new Dictionary<string, int>();

    /// <summary>Questions of a batch test, each with the id of the entry that is expected; empty: the wordings of the entries.</summary>
    public IReadOnlyList<(string Question, string EntryId)> TestQuestions { get; init; } = [];
}

/// <summary>An export.</summary>
/// <param name="Content">The file.</param>
/// <param name="Extension">How its name ends, with the dot.</param>
/// <param name="Entries">How many entries it holds.</param>
/// <param name="Notes">What the format cannot hold.</param>
public sealed record ExportedFile(byte[] Content, string Extension, int Entries, IReadOnlyList<ImportNote> Notes);
