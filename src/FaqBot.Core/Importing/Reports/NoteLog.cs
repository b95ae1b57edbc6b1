namespace FaqBot.Core.Importing.Reports;

/// <summary>Collects notes: all are counted, the first ones kept.</summary>
internal sealed class NoteLog
{
    private readonly List<ImportNote> _notes = [];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Most notes that are kept.</summary>
    public const int MostKept = 20_000;

    /// <summary>The notes that are kept, in the order in which they were made.</summary>
    public IReadOnlyList<ImportNote> Notes => _notes;

    /// <summary>How many notes of each code were made.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>How many notes are counted only.</summary>
    public int NotKept { get; private set; }

    /// <summary>How many notes say that something is faulty.</summary>
    public int Refused { get; private set; }

    /// <summary>Rows of the input that became part of no entry.</summary>
    public int RowsLeftOut { get; set; }

    /// <summary>Notes something that was read in another way.</summary>
    public void Changed(string code, Place place, string text) => Add(new ImportNote(code, NoteKind.Changed, place, text));

    /// <summary>Notes something that was left out.</summary>
    public void LeftOut(string code, Place place, string text) => Add(new ImportNote(code, NoteKind.LeftOut, place, text));

    /// <summary>Notes a fault.</summary>
    public void Refuse(string code, Place place, string text) => Add(new ImportNote(code, NoteKind.Refused, place, text));

    /// <summary>Takes the notes of another log over.</summary>
    public void Append(NoteLog other)
    {
        foreach (ImportNote note in other._notes)
        {
            Add(note);
        }

        // What the other one only counted is counted here, too.
        foreach ((string code, int count) in other._counts)
        {
            int more = count - other._notes.Count(note => note.Code == code);
            _counts[code] = _counts.GetValueOrDefault(code) + more;
            NotKept += more;
        }

        Refused += other.Refused - other._notes.Count(note => note.Kind == NoteKind.Refused);
        RowsLeftOut += other.RowsLeftOut;
    }

    private void Add(ImportNote note)
    {
        _counts[note.Code] = _counts.GetValueOrDefault(note.Code) + 1;
        Refused += note.Kind == NoteKind.Refused ? 1 : 0;
        if (_notes.Count < MostKept)
        {
            _notes.Add(note);
        }
        else
        {
            NotKept++;
        }
    }
}
