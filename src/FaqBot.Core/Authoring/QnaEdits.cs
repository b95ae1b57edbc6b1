using System.Globalization;
using System.Text.Json;
using FaqBot.Core.Importing;
using FaqBot.Core.Importing.Reports;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

/// <summary>What is done to an entry.</summary>
public enum QnaChangeKind
{
    /// <summary>A new entry is written.</summary>
    Add,

    /// <summary>An entry is written over what it was; what the client has no member for stays.</summary>
    Replace,

    /// <summary>Parts of an entry are changed, as QnA Maker's updates say: lists of what to add and to delete.</summary>
    Update,

    /// <summary>An entry is deleted, with the prompts that lead to it.</summary>
    Delete,

    /// <summary>All entries of a source are deleted, with the prompts that lead to them.</summary>
    DeleteSource,
}

/// <summary>One change that a client of QnA Maker or Custom Question Answering sends.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Path">Where it stands in the request.</param>
public sealed record QnaChange(QnaChangeKind Kind, string Path)
{
    /// <summary>Number of the entry; 0: none is stated.</summary>
    public int Number { get; init; }

    /// <summary>The entry, or the parts of it, as JSON.</summary>
    public JsonElement Value { get; init; }

    /// <summary>The source.</summary>
    public string? Source { get; init; }
}

/// <summary>What became of changes.</summary>
/// <param name="Copy">The working copy afterwards.</param>
/// <param name="Set">The change set; null when nothing differs.</param>
/// <param name="Faults">Why changes were left out, each with its path; none where all or nothing was asked for.</param>
public sealed record QnaEdited(WorkingCopy Copy, ChangeSet? Set, IReadOnlyList<Fault> Faults);

/// <summary>Edits working copies as clients of QnA Maker and Custom Question Answering do: entries by numbers, many at once, the last
/// one to write wins.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="copies">The working copies.</param>
public sealed class QnaEdits(WorkingCopies copies)
{
    /// <summary>Most changes of one call.</summary>
    public const int MostChanges = 5_000;

    private const int MostAttempts = 20;

    /// <summary>Replaces the synonyms of a knowledge base.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="groups">The groups; those that share a word become one.</param>
    /// <param name="by">Who does it.</param>
    /// <returns>The working copy afterwards.</returns>
    /// <exception cref="Answering.UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="InvalidEditException">A group breaks rules; all faults are told together, and nothing was changed.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public WorkingCopy PutSynonyms(string kb, IReadOnlyList<IReadOnlyList<string>> groups, Authorship by) =>
        copies.Edit(kb, by, edit => edit.PutSettings(edit.From.Settings with { Synonyms = Synonyms(edit.From.Settings, groups) })).Copy;

    /// <summary>Looks whether synonyms can be those of a knowledge base, and changes nothing.</summary>
    /// <inheritdoc cref="PutSynonyms" path="/param | /exception" />
    public void CheckSynonyms(string kb, IReadOnlyList<IReadOnlyList<string>> groups) => Synonyms(copies.Get(kb).Settings, groups);

    private static IReadOnlyList<IReadOnlyList<string>> Synonyms(KnowledgeBase settings, IReadOnlyList<IReadOnlyList<string>> groups)
    {
        NoteLog notes = new();
        IReadOnlyList<IReadOnlyList<string>> synonyms = SynonymGroups.Join(
            [], [.. groups.Select((group, index) => (group, new Place($"[{index.ToString(CultureInfo.InvariantCulture)}]")))], notes);
        Fault[] faults =
        [
            .. notes.Notes.Where(note => note.Code != NoteCode.SynonymsJoined)
                .Select(note => QnaEntries.Of(
                    $"alterations{note.Place.File}", note.Text.TrimEnd('.'), "Correct it, and send all of it again")),
        ];
        return faults.Length == 0 ? Checked(settings with { Synonyms = synonyms }).Synonyms : throw new InvalidEditException(faults);
    }

    /// <summary>Settings that keep every rule.</summary>
    private static KnowledgeBase Checked(KnowledgeBase settings)
    {
        List<Fault> faults = [];
        EntryDocument.ReadSettings(System.Text.Encoding.UTF8.GetBytes(EntryDocument.WriteSettings(settings)), faults);
        return faults.Count == 0 ? settings : throw new InvalidEditException(faults);
    }

    /// <summary>Applies changes as one change set.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="changes">The changes, in order.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="isWhole">Whether one fault refuses all; otherwise what is faulty is left out, and told.</param>
    /// <param name="settings">Changes the settings of the knowledge base with them; null: they stay.</param>
    /// <returns>What became of them.</returns>
    /// <exception cref="Answering.UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="InvalidEditException">There are faults, and one refuses all; nothing was changed.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public QnaEdited Apply(
        string kb, IReadOnlyList<QnaChange> changes, Authorship by, bool isWhole, Func<KnowledgeBase, KnowledgeBase>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(changes.Count, MostChanges);
        SortedDictionary<int, Fault> refused = [];
        for (int attempt = 1; ; attempt++)
        {
            QnaEditRun? run = null;
            try
            {
                (WorkingCopy copy, ChangeSet? set) = copies.Edit(kb, by, edit =>
                {
                    run = new QnaEditRun(edit, changes, refused.ContainsKey);
                    run.Apply();
                    if (settings is not null)
                    {
                        edit.PutSettings(Checked(settings(edit.From.Settings)));
                    }
                });
                return new QnaEdited(copy, set, [.. refused.Values]);
            }
            catch (InvalidEditException exception) when (run is not null)
            {
                // Faults of entries are those of the changes that wrote them.
                (int? Change, Fault Fault)[] faults = [.. exception.Faults.Select(run.Placed)];
                if (isWhole || attempt == MostAttempts || faults.All(fault => fault.Change is null))
                {
                    throw new InvalidEditException([.. faults.Select(fault => fault.Fault)]);
                }

                foreach ((int? change, Fault fault) in faults)
                {
                    if (change is { } index)
                    {
                        refused.TryAdd(index, fault);
                    }
                }
            }
        }
    }
}
