using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <content>What was changed.</content>
internal sealed partial class WorkingCopyRows
{
    private const string SetColumns =
        "s.knowledge_base_id, s.number, s.author, s.origin, s.note, s.at, s.undoes, s.change_count";

    /// <summary>Reads a change set, or null.</summary>
    public ChangeSet? Set(string kb, int number) => connection.Query(
        $"SELECT {SetColumns} FROM change_sets s WHERE s.knowledge_base_id = $kb AND s.number = $number", ReadSet,
        ("$kb", kb), ("$number", number)).FirstOrDefault();

    /// <summary>Lists change sets, latest first.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="before">Only those of lower numbers.</param>
    /// <param name="most">Most to give.</param>
    /// <param name="author">Only those of this author; or null.</param>
    /// <param name="origin">Only those of this origin; or null.</param>
    public List<ChangeSet> Sets(string kb, int before, int most, string? author, string? origin) => connection.Query(
        $"""
        SELECT {SetColumns} FROM change_sets s WHERE s.knowledge_base_id = $kb AND s.number < $before
            AND (CAST($author AS TEXT) IS NULL OR s.author = $author) AND (CAST($origin AS TEXT) IS NULL OR s.origin = $origin)
        ORDER BY s.number DESC LIMIT $most
        """,
        ReadSet, ("$kb", kb), ("$before", before), ("$most", most), ("$author", author), ("$origin", origin));

    /// <summary>Reads changes of a change set.</summary>
    public List<Change> Changes(string kb, int number, int skip = 0, int most = int.MaxValue) => connection.Query(
        """
        SELECT kind, entry_id, before, after FROM changes WHERE knowledge_base_id = $kb AND number = $number
        ORDER BY ordinal LIMIT $most OFFSET $skip
        """,
        ReadChange, ("$kb", kb), ("$number", number), ("$skip", skip), ("$most", most));

    /// <summary>Whether something was said of an entry before.</summary>
    public bool HasComment(string kb, string entry, string text) => connection.Number(
        """
        SELECT COUNT(*) FROM changes WHERE knowledge_base_id = $kb AND entry_id = $entry AND kind = $kind AND after = $text
        """,
        ("$kb", kb), ("$entry", entry), ("$kind", nameof(ChangeKind.Comment)), ("$text", text)) > 0;

    /// <summary>Lists the changes of one entry, latest first.</summary>
    public List<(ChangeSet Set, Change Change)> History(string kb, string entry, int before, int most) => connection.Query(
        $"""
        SELECT {SetColumns}, c.kind, c.entry_id, c.before, c.after
        FROM changes c JOIN change_sets s ON s.knowledge_base_id = c.knowledge_base_id AND s.number = c.number
        WHERE c.knowledge_base_id = $kb AND c.entry_id = $entry AND c.number < $before ORDER BY c.number DESC, c.ordinal DESC LIMIT $most
        """,
        reader => (ReadSet(reader), ReadChange(reader, 8)), ("$kb", kb), ("$entry", entry), ("$before", before), ("$most", most));

    private static ChangeSet ReadSet(DbDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), new Authorship(reader.GetString(2), reader.GetString(3), reader.Text(4)),
        reader.Instant(5), reader.Integer(6), reader.GetInt32(7));

    private static Change ReadChange(DbDataReader reader) => ReadChange(reader, 0);

    private static Change ReadChange(DbDataReader reader, int first) => new(
        Enum.Parse<ChangeKind>(reader.GetString(first)), reader.Text(first + 1), reader.Text(first + 2), reader.Text(first + 3));
}
