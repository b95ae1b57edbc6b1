namespace FaqBot.Core.Storage;

/// <summary>A working copy without its entries.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Revision">Number of the last change set; 0 before the first.</param>
/// <param name="StartedFrom">Number of the version that it started from; null: from nothing.</param>
/// <param name="Settings">Everything but the entries, as JSON of a knowledge file without any.</param>
/// <param name="SettingsRevision">Number of the change set that changed them last.</param>
/// <param name="PublishedRevision">The revision that answers customers; null: none does.</param>
/// <param name="DraftRevision">The revision that the test deployment answers from; null: it has no draft.</param>
/// <param name="Policy">What must be kept when it is published, as JSON; null: nothing.</param>
public sealed record WorkingCopyHead(
    string KnowledgeBaseId,
    int Revision,
    int? StartedFrom,
    string Settings,
    int SettingsRevision,
    int? PublishedRevision,
    int? DraftRevision,
    string? Policy)
{
    /// <summary>Whether it holds what customers are not answered by yet.</summary>
    public bool HasUnpublished => PublishedRevision != Revision;

    /// <summary>Whether the test deployment has to be brought up to it.</summary>
    public bool NeedsDraft => HasUnpublished && DraftRevision != Revision;
}

/// <summary>An entry of a working copy as it is stored.</summary>
/// <param name="EntryId">Its id.</param>
/// <param name="Position">Its place: entries stand in ascending order.</param>
/// <param name="Revision">Number of the change set that changed it last.</param>
/// <param name="Content">JSON of the knowledge file.</param>
/// <param name="DeletedAt">When it was deleted; null: it is there.</param>
public sealed record StoredEntry(string EntryId, long Position, int Revision, string Content, DateTimeOffset? DeletedAt);

/// <summary>A working copy is not what somebody looked at any more: another change came between.</summary>
/// <param name="knowledgeBaseId">The knowledge base.</param>
/// <param name="expected">The revision that was looked at.</param>
/// <param name="found">The present one.</param>
public sealed class WorkingCopyMovedException(string knowledgeBaseId, int expected, int found) : Exception(
    $"Found revision {found} of the working copy of '{knowledgeBaseId}', expected {expected}: another change came between; look at it, "
        + $"then try again with {found}.")
{
    /// <summary>The present revision.</summary>
    public int Found { get; } = found;
}
