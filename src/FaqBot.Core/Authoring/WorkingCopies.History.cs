using System.Text.Json;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;

namespace FaqBot.Core.Authoring;

/// <content>What was changed, by whom, and taking it back.</content>
public sealed partial class WorkingCopies
{
    private const int MostNamed = 20;
    private const int MostListed = 3;
    private const int MostBlamed = 10_000;

    /// <summary>Lists change sets, latest first.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="before">Only those of lower numbers.</param>
    /// <param name="most">Most to give.</param>
    /// <param name="author">Only those of this author; or null.</param>
    /// <param name="origin">Only those of this origin; or null.</param>
    /// <returns>The change sets.</returns>
    public IReadOnlyList<ChangeSet> Sets(string kb, int before, int most, string? author = null, string? origin = null) =>
        store.Read(rows => rows.Copies.Sets(kb, before, most, author, origin));

    /// <summary>Lists change sets, latest first, each with the first entries that it is about.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="before">Only those of lower numbers.</param>
    /// <param name="most">Most to give.</param>
    /// <param name="author">Only those of this author; or null.</param>
    /// <param name="origin">Only those of this origin; or null.</param>
    /// <returns>The change sets with ids of entries.</returns>
    public IReadOnlyList<(ChangeSet Set, IReadOnlyList<string> Entries)> Listed(
        string kb, int before, int most, string? author = null, string? origin = null) =>
        store.Read(rows => (IReadOnlyList<(ChangeSet, IReadOnlyList<string>)>)
        [
            .. rows.Copies.Sets(kb, before, most, author, origin).Select(set => (set, (IReadOnlyList<string>)
            [
                .. rows.Copies.Changes(kb, set.Number, 0, MostListed).Select(change => change.EntryId).OfType<string>().Distinct(),
            ])),
        ]);

    /// <summary>Reads a change set.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="number">Its number.</param>
    /// <param name="skip">How many of its changes to leave out.</param>
    /// <param name="most">Most changes to give.</param>
    /// <returns>The change set with its changes, or null.</returns>
    public (ChangeSet Set, IReadOnlyList<Change> Changes)? Set(string kb, int number, int skip = 0, int most = int.MaxValue) =>
        store.Read<(ChangeSet, IReadOnlyList<Change>)?>(rows =>
            rows.Copies.Set(kb, number) is { } set ? (set, rows.Copies.Changes(kb, number, skip, most)) : null);

    /// <summary>Lists the changes of one entry, latest first.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="before">Only those of change sets with lower numbers.</param>
    /// <param name="most">Most to give.</param>
    /// <returns>Each change with its change set.</returns>
    public IReadOnlyList<(ChangeSet Set, Change Change)> History(string kb, string entry, int before, int most) =>
        store.Read(rows => rows.Copies.History(kb, entry, before, most));

    /// <summary>Tells of each member of an entry who changed it last.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>The members in their order; without a change set where it was so from the start.</returns>
    /// <exception cref="NotThereException">There is no such entry.</exception>
    public IReadOnlyList<(string Member, ChangeSet? Set)> Blame(string kb, string entry)
    {
        WorkingEntry now = Get(kb).Find(entry) ?? throw new NotThereException($"Found no entry '{entry}' in '{kb}'.");
        Dictionary<string, ChangeSet?> last = new(StringComparer.Ordinal);
        foreach ((ChangeSet set, Change change) in History(kb, entry, int.MaxValue, MostBlamed).Where(one =>
            one.Change.Kind == ChangeKind.Entry))
        {
            foreach (FieldChange field in ContentDiff.Fields(change.Before, change.After))
            {
                last.TryAdd(field.Member, set);
            }

            if (change.Before is null)
            {
                break;
            }
        }

        using JsonDocument content = JsonDocument.Parse(now.Content);
        return [.. content.RootElement.EnumerateObject().Select(member => (member.Name, last.GetValueOrDefault(member.Name)))];
    }

    /// <summary>Takes a change set back: the inverse of it becomes another.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="number">Its number.</param>
    /// <param name="by">Who takes it back.</param>
    /// <returns>The working copy afterwards, and the change set; null when nothing differs.</returns>
    /// <exception cref="NotThereException">There is no such change set.</exception>
    /// <exception cref="EditRefusedException">What it changed was changed again since.</exception>
    /// <exception cref="InvalidEditException">Rules would be broken without it; all faults are reported together.</exception>
    public (WorkingCopy Copy, ChangeSet? Set) Undo(string kb, int number, Authorship by) =>
        Edit(kb, by, edit => Undo(edit, number), undoes: number);

    private static void Undo(WorkingCopyEdit edit, int number)
    {
        string kb = edit.From.Id;
        if (edit.Rows.Copies.Set(kb, number) is not { } set)
        {
            throw new NotThereException($"Found no change set {number} of '{kb}', expected 1 to {edit.From.Revision}.");
        }

        List<Change> changes = edit.Rows.Copies.Changes(kb, number);
        string[] since =
        [
            .. changes.Where(change => change.Kind == ChangeKind.Entry && edit.Find(change.EntryId!)?.Content != change.After)
                .Select(change => $"entry '{change.EntryId}'"),
            .. changes.Where(change => change.Kind == ChangeKind.Settings && edit.From.Head.Settings != change.After)
                .Select(_ => "the settings"),
        ];
        if (since.Length > 0)
        {
            throw new EditRefusedException(
                $"Change set {set.Number} cannot be undone: {since.Length} of its {changes.Count} changes were overwritten since "
                    + $"({string.Join(", ", since.Take(MostNamed))}{(since.Length > MostNamed ? ", …" : "")}); undo the later change sets "
                    + "first, or edit by hand.");
        }

        foreach (Change change in Enumerable.Reverse(changes))
        {
            Undo(edit, change);
        }
    }

    private static void Undo(WorkingCopyEdit edit, Change change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Entry when change.Before is null:
                edit.Remove(change.EntryId!);
                break;
            case ChangeKind.Entry:
                // Back to its place, where it is still known.
                if (change.After is not null || !edit.Restore(change.EntryId!) || edit.Find(change.EntryId!)!.Content != change.Before)
                {
                    edit.Put(EntryDocument.Read([change.Before!])[0]);
                }

                break;
            case ChangeKind.Settings when change.Before is not null:
                edit.PutSettings(EntryDocument.ReadSettings(change.Before));
                break;
            case ChangeKind.Place when edit.Find(change.EntryId!) is not null
                && (change.Before is null || edit.Find(change.Before) is not null):
                edit.Move([change.EntryId!], change.Before);
                break;
            case ChangeKind.Order:
                edit.Order([.. JsonSerializer.Deserialize<string[]>(change.Before!)!.Where(id => edit.Find(id) is not null)]);
                break;
        }
    }
}
