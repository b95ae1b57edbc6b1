using System.Data.Common;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Working copies and change sets, within their caller's transaction.</summary>
/// <remarks>Not thread-safe; errors of SQLite are its caller's to translate.</remarks>
internal sealed partial class WorkingCopyRows(StoreConnection connection)
{
    /// <summary>Most change sets of a knowledge base; the oldest go, and can no longer be undone.</summary>
    public const int MostChangeSets = 50_000;

    private const string HeadColumns =
        "knowledge_base_id, revision, started_from, settings, settings_revision, published_revision, draft_revision, policy";

    /// <summary>Reads a working copy without its entries, or null.</summary>
    public WorkingCopyHead? Head(string kb) => connection.Query(
        $"SELECT {HeadColumns} FROM working_copies WHERE knowledge_base_id = $kb", ReadHead, ("$kb", kb)).FirstOrDefault();

    /// <summary>Reads all working copies without their entries, ordered by id.</summary>
    public List<WorkingCopyHead> Heads() =>
        connection.Query($"SELECT {HeadColumns} FROM working_copies ORDER BY knowledge_base_id", ReadHead);

    /// <summary>Adds a working copy, and its knowledge base where that is new.</summary>
    public void Add(WorkingCopyHead head)
    {
        connection.Execute(
            "INSERT INTO knowledge_bases (id, last_number) VALUES ($kb, 0) ON CONFLICT DO NOTHING", ("$kb", head.KnowledgeBaseId));
        connection.Execute(
            $"INSERT INTO working_copies ({HeadColumns}) VALUES ($kb, $revision, $from, $settings, $settingsRevision, $published, $draft, "
            + "$policy)",
            ("$kb", head.KnowledgeBaseId), ("$revision", head.Revision), ("$from", head.StartedFrom), ("$settings", head.Settings),
            ("$settingsRevision", head.SettingsRevision), ("$published", head.PublishedRevision), ("$draft", head.DraftRevision),
            ("$policy", head.Policy));
    }

    /// <summary>Moves a working copy on to the next change set.</summary>
    public void MoveOn(string kb, int revision, string? settings)
    {
        connection.Execute(
            "UPDATE working_copies SET revision = $revision WHERE knowledge_base_id = $kb", ("$kb", kb), ("$revision", revision));
        if (settings is not null)
        {
            connection.Execute(
                "UPDATE working_copies SET settings = $settings, settings_revision = $revision WHERE knowledge_base_id = $kb",
                ("$kb", kb), ("$revision", revision), ("$settings", settings));
        }
    }

    /// <summary>Notes which revision answers customers; null: none does.</summary>
    public void NotePublished(string kb, int? revision) => connection.Execute(
        "UPDATE working_copies SET published_revision = $revision, draft_revision = NULL WHERE knowledge_base_id = $kb", ("$kb", kb),
        ("$revision", revision));

    /// <summary>Notes which revision the test deployment answers from.</summary>
    public void NoteDraft(string kb, int revision) => connection.Execute(
        "UPDATE working_copies SET draft_revision = $revision WHERE knowledge_base_id = $kb", ("$kb", kb), ("$revision", revision));

    /// <summary>Keeps what must be kept when it is published.</summary>
    public void SetPolicy(string kb, string? policy) => connection.Execute(
        "UPDATE working_copies SET policy = $policy WHERE knowledge_base_id = $kb", ("$kb", kb), ("$policy", policy));

    /// <summary>Reads all entries, the deleted ones too, in their order.</summary>
    public List<StoredEntry> Entries(string kb) => connection.Query(
        "SELECT entry_id, position, revision, content, deleted_at FROM working_entries WHERE knowledge_base_id = $kb ORDER BY position",
        reader => new StoredEntry(
            reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.Instant(4)),
        ("$kb", kb));

    /// <summary>Writes entries over what they were.</summary>
    public void Put(string kb, IEnumerable<StoredEntry> entries)
    {
        using Prepared put = new(
            connection,
            """
            INSERT INTO working_entries (knowledge_base_id, entry_id, position, revision, content, deleted_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (knowledge_base_id, entry_id) DO UPDATE SET
                position = excluded.position, revision = excluded.revision, content = excluded.content, deleted_at = excluded.deleted_at
            """);
        foreach (StoredEntry entry in entries)
        {
            put.Run(kb, entry.EntryId, entry.Position, entry.Revision, entry.Content, entry.DeletedAt?.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Forgets entries that were deleted by a time.</summary>
    public void Purge(string kb, DateTimeOffset before) => connection.Execute(
        "DELETE FROM working_entries WHERE knowledge_base_id = $kb AND deleted_at <= $before",
        ("$kb", kb), ("$before", before.ToUnixTimeMilliseconds()));

    /// <summary>Adds a change set; the oldest beyond <see cref="MostChangeSets"/> goes.</summary>
    public void Add(ChangeSet set, IReadOnlyList<Change> changes)
    {
        connection.Execute(
            """
            INSERT INTO change_sets (knowledge_base_id, number, author, at, origin, note, undoes, change_count)
            VALUES ($kb, $number, $author, $at, $origin, $note, $undoes, $count)
            """,
            ("$kb", set.KnowledgeBaseId), ("$number", set.Number), ("$author", set.By.Author), ("$at", set.At.ToUnixTimeMilliseconds()),
            ("$origin", set.By.Origin), ("$note", set.By.Note), ("$undoes", set.Undoes), ("$count", set.Count));
        connection.Insert(
            "changes",
            ["knowledge_base_id", "number", "ordinal", "kind", "entry_id", "before", "after"],
            changes.Select((change, ordinal) => new object?[]
            {
                set.KnowledgeBaseId, set.Number, ordinal, change.Kind.ToString(), change.EntryId, change.Before, change.After,
            }));
        connection.Execute(
            "DELETE FROM change_sets WHERE knowledge_base_id = $kb AND number <= $oldest",
            ("$kb", set.KnowledgeBaseId), ("$oldest", set.Number - MostChangeSets));
    }

    private static WorkingCopyHead ReadHead(DbDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), reader.Integer(2), reader.GetString(3), reader.GetInt32(4), reader.Integer(5),
        reader.Integer(6), reader.Text(7));
}
