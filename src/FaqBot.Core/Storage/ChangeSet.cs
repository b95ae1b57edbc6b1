namespace FaqBot.Core.Storage;

/// <summary>What somebody changed at once in the working copy of a knowledge base.</summary>
/// <param name="KnowledgeBaseId">The knowledge base.</param>
/// <param name="Number">Its number, growing from 1: the revision of the working copy, and of every entry in it, from then on.</param>
/// <param name="By">Who, from where, and why.</param>
/// <param name="At">When.</param>
/// <param name="Undoes">Number of the change set that it undoes, or null.</param>
/// <param name="Count">How many changes it has.</param>
public sealed record ChangeSet(string KnowledgeBaseId, int Number, Authorship By, DateTimeOffset At, int? Undoes, int Count);

/// <summary>What a change is about.</summary>
public enum ChangeKind
{
    /// <summary>An entry: its content as JSON of the knowledge file; null before it was there, or after it was deleted.</summary>
    Entry,

    /// <summary>Everything but the entries: JSON of a knowledge file without any.</summary>
    Settings,

    /// <summary>The place of an entry: id of the entry that it stands behind; null: it is the first.</summary>
    Place,

    /// <summary>The place of every entry: a list of their ids as JSON.</summary>
    Order,

    /// <summary>What somebody said of an entry, which changes nothing of it.</summary>
    Comment,
}

/// <summary>A change of a change set.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="EntryId">The entry, where it is about one.</param>
/// <param name="Before">What was there before: see <see cref="ChangeKind"/>.</param>
/// <param name="After">What is there after it.</param>
public sealed record Change(ChangeKind Kind, string? EntryId, string? Before, string? After);
