using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaqBot.Core.Importing.Reports;

/// <summary>What an import does to an entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EntryChange>))]
public enum EntryChange
{
    /// <summary>The knowledge base has no such entry yet.</summary>
    [JsonStringEnumMemberName("new")]
    New,

    /// <summary>The entry is there and gets other content.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>The entry is there and stays as it is.</summary>
    [JsonStringEnumMemberName("same")]
    Same,

    /// <summary>The knowledge base has the entry, the input does not; it stays.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>The knowledge base has the entry, the input does not, and it is removed.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>The entry of the input is faulty, or nothing of it is new, and was not taken over.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>What became of an entry.</summary>
/// <param name="EntryId">Its id in the knowledge base; null when it was refused.</param>
/// <param name="Change">What the import does to it.</param>
/// <param name="Fields">What changes of it.</param>
/// <param name="Rows">The rows of the input that speak of it.</param>
public sealed record EntryFate(string? EntryId, EntryChange Change, IReadOnlyList<string> Fields, IReadOnlyList<Place> Rows);

/// <summary>A file that was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">What it was read as.</param>
/// <param name="Encoding">How its text is encoded; null for a workbook.</param>
/// <param name="Guessed">Whether the encoding was guessed.</param>
/// <param name="Sample">Up to three rows, to see whether they were read rightly.</param>
public sealed record ImportedFile(string Name, string Format, string? Encoding, bool Guessed, IReadOnlyList<string> Sample);

/// <summary>A wording that another service suggests for an entry; nobody has decided on it.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="Question">The wording.</param>
/// <param name="UserCount">How often users chose it.</param>
/// <param name="AutoCount">How often it came up by itself.</param>
public sealed record SuggestedWording(string EntryId, string Question, int UserCount, int AutoCount);

/// <summary>What an import read, did and did not do.</summary>
public sealed record ImportReport
{
    /// <summary>Whether the knowledge base that comes with the report is another one: false when a strict import found faults.</summary>
    public bool Applied { get; init; }

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<ImportedFile> Files { get; init; } = [];

    /// <summary>The tables that were read by stated or remembered columns.</summary>
    public IReadOnlyList<MappedTable> Mapped { get; init; } = [];

    /// <summary>The tables whose columns may be named, with what was taken for what.</summary>
    public IReadOnlyList<FoundTable> Tables { get; init; } = [];

    /// <summary>Rows, or records, of the input: each is part of a fate or counted in <see cref="RowsLeftOut"/>.</summary>
    public int Rows { get; init; }

    /// <summary>Rows that became part of no entry; a note says why.</summary>
    public int RowsLeftOut { get; init; }

    /// <summary>How many entries are new.</summary>
    public int New => Entries.Count(fate => fate.Change == EntryChange.New);

    /// <summary>How many entries change.</summary>
    public int Changed => Entries.Count(fate => fate.Change == EntryChange.Changed);

    /// <summary>How many entries stay as they are, among those that the input speaks of.</summary>
    public int Same => Entries.Count(fate => fate.Change == EntryChange.Same);

    /// <summary>How many entries the input does not have.</summary>
    public int Missing => Entries.Count(fate => fate.Change == EntryChange.Missing);

    /// <summary>How many entries are removed.</summary>
    public int Removed => Entries.Count(fate => fate.Change == EntryChange.Removed);

    /// <summary>How many entries of the input were not taken over.</summary>
    public int Refused => Entries.Count(fate => fate.Change == EntryChange.Refused);

    /// <summary>How many questions the imported entries have.</summary>
    public int Questions { get; init; }

    /// <summary>What became of each entry: first those of the input in its order, then the others of the knowledge base.</summary>
    public IReadOnlyList<EntryFate> Entries { get; init; } = [];

    /// <summary>All that is not as it was in the input.</summary>
    public IReadOnlyList<ImportNote> Notes { get; init; } = [];

    /// <summary>How many notes of each code there are, those that are not kept included.</summary>
    public IReadOnlyDictionary<string, int> NoteCounts { get; init; } = new Dictionary<string, int>();

    /// <summary>How many notes there are beyond those that are kept.</summary>
    public int NotesNotKept { get; init; }

    /// <summary>Settings of the export that a knowledge base has no place for, as they were written.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Wordings that another service suggests; a person decides on them.</summary>
    public IReadOnlyList<SuggestedWording> Suggestions { get; init; } = [];

    /// <summary>What reviewers say of entries.</summary>
    public IReadOnlyList<ReviewComment> Comments { get; init; } = [];

    /// <summary>Rows of review sheets that change nothing.</summary>
    public int Untouched { get; init; }

    /// <summary>Whether nothing of the input says anything: no entry, no comment, no row that is to stay as it is.</summary>
    [JsonIgnore]
    public bool IsEmpty => New + Changed + Same + Untouched + Comments.Count == 0;

    /// <summary>The report as JSON.</summary>
    /// <returns>One object, in UTF-8.</returns>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ImportReportJson.Readable.ImportReport);
}

/// <summary>The JSON of reports.</summary>
[JsonSerializable(typeof(ImportReport))]
internal sealed partial class ImportReportJson : JsonSerializerContext
{
    /// <summary>Leaves Chinese readable.</summary>
    public static ImportReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
