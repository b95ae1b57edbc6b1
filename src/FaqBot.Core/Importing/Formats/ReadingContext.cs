using FaqBot.Core.Importing.Files;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Importing.Formats;

/// <summary>What every reader of a format is given.</summary>
internal sealed class ReadingContext(ReadingOptions options, ImportLimits limits, NoteLog notes, CancellationToken cancellationToken)
{
    /// <summary>What the owner of the files asks for.</summary>
    public ReadingOptions Options { get; } = options;

    /// <summary>What the import may cost.</summary>
    public ImportLimits Limits { get; } = limits;

    /// <summary>Whether entries that the input does not have stay.</summary>
    public bool RemovesNothing { get; init; } = true;

    /// <summary>Entries that are there already.</summary>
    public IReadOnlyDictionary<string, FaqEntry> PresentById { get; init; } = new Dictionary<string, FaqEntry>();

    /// <summary>Takes notes.</summary>
    public NoteLog Notes { get; } = notes;

    /// <summary>Stops the import.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What was found so far.</summary>
    public FoundKnowledge Found { get; } = new();

    /// <summary>Tables that were read by stated columns.</summary>
    public List<MappedTable> Mapped { get; } = [];

    /// <summary>Tables whose columns may be named.</summary>
    public List<FoundTable> Tables { get; } = [];

    /// <summary>Languages that are not told apart, and were read where they are the only one.</summary>
    public HashSet<string> OtherLanguages { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Articles of help centres by their ids: a list of another language has them once more.</summary>
    public Dictionary<string, FoundEntry> Articles { get; } = new(StringComparer.Ordinal);

    /// <summary>What an archive may still become.</summary>
    public UnpackBudget Budget { get; } = new(limits.UnpackedBytes);

    /// <summary>Counts a row, or record, that was read.</summary>
    /// <exception cref="ImportException">There are too many.</exception>
    public void CountRow()
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (++Found.Rows > Limits.Rows)
        {
            throw new ImportException(ImportFlaw.TooLarge, $"There are more than {Limits.Rows} rows; import them in parts.");
        }
    }

    /// <summary>Adds an entry, unless the input holds more than can be.</summary>
    public void Add(FoundEntry entry) => Found.Entries.Add(entry);

    /// <summary>Leaves a row out.</summary>
    public void LeaveOut(string code, Place place, string text)
    {
        Notes.RowsLeftOut++;
        Notes.LeftOut(code, place, text);
    }

    /// <summary>Refuses a row.</summary>
    public void Refuse(string code, Place place, string text)
    {
        Notes.RowsLeftOut++;
        Notes.Refuse(code, place, text);
    }
}

/// <summary>How the owner of the files wants them to be read.</summary>
public sealed record ReadingOptions
{
    /// <summary>The encoding of texts; null: it is found.</summary>
    public string? Encoding { get; init; }

    /// <summary>Which columns of a table mean what; null: as they are remembered, else found by their names.</summary>
    public ColumnMapping? Columns { get; init; }

    /// <summary>Finds which columns meant what when a table of a header was read before; null: nothing is remembered.</summary>
    public Func<string, RememberedColumns?>? Remembered { get; init; }

    /// <summary>Whether rows without ids that have one answer become one entry however short it is.</summary>
    public bool JoinsSameAnswers { get; init; }

    /// <summary>Whether drafts, and articles that are not for everybody, are taken over too, switched off.</summary>
    public bool IncludesDrafts { get; init; }
}

/// <summary>What somebody said of a table's columns when one of the same header was imported.</summary>
/// <param name="Pairs">Each <c>meaning=column</c>.</param>
/// <param name="Author">Who said it.</param>
/// <param name="At">When it was used last.</param>
public sealed record RememberedColumns(IReadOnlyList<string> Pairs, string Author, DateTimeOffset At);

/// <summary>Which columns of a table mean what, by their names in the header, or as numbers from 1.</summary>
public sealed record ColumnMapping
{
    /// <summary>The column of questions.</summary>
    public required string Question { get; init; }

    /// <summary>The column of answers.</summary>
    public required string Answer { get; init; }

    /// <summary>Columns of further wordings; a cell may hold several, each in a line or behind <c>##</c>.</summary>
    public IReadOnlyList<string> Alternates { get; init; } = [];

    /// <summary>The column of ids, or null.</summary>
    public string? Id { get; init; }

    /// <summary>The column of sources, or null.</summary>
    public string? Source { get; init; }

    /// <summary>It as it was stated: each <c>meaning=column</c>.</summary>
    public IReadOnlyList<string> Pairs { get; init; } = [];

    /// <summary>Columns that become metadata, each under its own name or another one: column → name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether all columns are stated as numbers.</summary>
    internal bool IsByNumber => ToPairs().All(pair => pair.AsSpan(pair.LastIndexOf('=') + 1).ContainsAnyExceptInRange('0', '9') is false);

    /// <summary>It as it would be stated.</summary>
    internal IEnumerable<string> ToPairs() =>
        from pair in ((string Meaning, string? Column)[])
        [
            ("question", Question), ("answer", Answer), .. Alternates.Select(column => ("alternates", (string?)column)), ("id", Id),
            ("source", Source), .. Metadata.Select(pair => (pair.Value, (string?)pair.Key)),
        ]
        where pair.Column is not null
        select $"{pair.Meaning}={pair.Column}";

    private static readonly string[] Known = ["question", "answer", "alternates", "id", "source"];

    /// <summary>Reads a mapping.</summary>
    /// <param name="pairs">Each <c>meaning=column</c>, such as <c>question=提问</c>; a meaning that is none of ours is the name of
    /// metadata.</param>
    /// <returns>The mapping; null where there are no pairs.</returns>
    /// <exception cref="FormatException">A pair is none.</exception>
    public static ColumnMapping? Of(IReadOnlyCollection<string> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
        {
            return null;
        }

        if (pairs.FirstOrDefault(pair => pair.IndexOf('=', StringComparison.Ordinal) is var sign && (sign <= 0 || sign == pair.Length - 1))
            is { } wrong)
        {
            throw new FormatException($"'{wrong}' is no meaning=column, such as question=提问.");
        }

        ILookup<string, string> columns = pairs.Select(pair => pair.Split('=', 2)).ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim());
        return new ColumnMapping
        {
            Question = columns["question"].FirstOrDefault() ?? "question",
            Answer = columns["answer"].FirstOrDefault() ?? "answer",
            Alternates = [.. columns["alternates"]],
            Pairs = [.. pairs],
            Id = columns["id"].FirstOrDefault(),
            Source = columns["source"].FirstOrDefault(),
            Metadata = columns.Where(group => !Known.Contains(group.Key)).ToDictionary(group => group.First(), group => group.Key),
        };
    }
}
