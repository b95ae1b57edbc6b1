using FaqBot.Core.Knowledge;
using FaqBot.Core.Learning;

namespace FaqBot.Core.Authoring;

/// <summary>Takes suggestions up into working copies.</summary>
public static class SuggestedEdit
{
    /// <summary>Makes the change of a suggestion within an edit.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="change">The change.</param>
    /// <returns>Id of the entry that has it now.</returns>
    /// <exception cref="NotThereException">An entry that it is about is not there any more.</exception>
    /// <exception cref="InvalidEditException">An entry would break rules of its own.</exception>
    public static string Apply(WorkingCopyEdit edit, ProposedChange change)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(change);
        string id = change.EntryId ?? edit.NewId();
        switch (change.Kind)
        {
            case ProposedChangeKind.AddEntry:
                Put(edit, new FaqEntry
                {
                    Id = id,
                    Question = change.Question!,
                    Alternates = change.Alternates,
                    Answer = change.Answer ?? edit.From.Settings.DefaultAnswer,
                    Enabled = change.Answer is not null,
                });
                break;
            case ProposedChangeKind.AddAlternates:
                Put(edit, With(Entry(edit, id), change.Alternates));
                break;
            case ProposedChangeKind.ChangeAnswer:
                Put(edit, Entry(edit, id) with { Answer = change.Answer! });
                break;
            case ProposedChangeKind.MoveWordings:
                HashSet<string> moved = [.. change.Alternates.Select(WorkingCopy.KeyOf)];
                FaqEntry found = Entry(edit, change.FromEntryId!);
                edit.Put(found with { Alternates = [.. found.Alternates.Where(text => !moved.Contains(WorkingCopy.KeyOf(text)))] });
                Put(edit, With(Entry(edit, id), change.Alternates));
                break;
            default:
                Merge(edit, Entry(edit, change.FromEntryId!), Entry(edit, id));
                break;
        }

        return id;
    }

    /// <summary>The suggestions that nobody has taken up yet: of what a working copy holds by now, none is left.</summary>
    /// <param name="suggestions">The suggestions.</param>
    /// <param name="copy">The working copy; undoing an edit of it brings suggestions back.</param>
    /// <param name="published">What answers customers.</param>
    /// <returns>The suggestions that are open, without wordings that are stored by now.</returns>
    public static IReadOnlyList<Suggestion> Open(
        IReadOnlyList<Suggestion> suggestions, WorkingCopy copy, IReadOnlyList<FaqEntry> published)
    {
        ArgumentNullException.ThrowIfNull(suggestions);
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(published);
        Dictionary<string, FaqEntry> answering = published.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        List<Suggestion> open = new(suggestions.Count);
        foreach (Suggestion suggestion in suggestions)
        {
            if (suggestion.Queue == QueueKind.Repairs)
            {
                // Who has changed one of the entries is about to mend it.
                if (IsAsPublished(suggestion.EntryId) && IsAsPublished(suggestion.OtherEntryId))
                {
                    open.Add(suggestion);
                }
            }
            else if (suggestion.Wordings.Where(wording => copy.OwnerOf(wording.Text) is null).ToArray() is { Length: > 0 } left
                && (suggestion.EntryId is null || copy.Find(suggestion.EntryId) is not null))
            {
                open.Add(left.Length == suggestion.Wordings.Count ? suggestion : suggestion with { Wordings = left });
            }
        }

        return open;

        bool IsAsPublished(string? id) => id is null || (copy.Find(id) is { } entry && answering.TryGetValue(id, out FaqEntry? own)
            && EntryDocument.Write(entry.Entry with { Suggested = [] }) == EntryDocument.Write(own with { Suggested = [] }));
    }

    /// <summary>Gives all that leads to an entry to another.</summary>
    private static void Merge(WorkingCopyEdit edit, FaqEntry from, FaqEntry into)
    {
        foreach (WorkingEntry leading in edit.LeadingTo(from.Id))
        {
            bool leadsToBoth = leading.Id == into.Id || leading.Entry.Prompts.Any(prompt => prompt.EntryId == into.Id);
            edit.Put(leading.Entry with
            {
                Prompts =
                [
                    .. leading.Entry.Prompts.Where(prompt => !leadsToBoth || prompt.EntryId != from.Id)
                        .Select(prompt => prompt.EntryId == from.Id ? prompt with { EntryId = into.Id } : prompt),
                ],
            });
        }

        edit.Remove(from.Id);
        Put(edit, With(Entry(edit, into.Id), [.. from.Questions]));
    }

    private static FaqEntry Entry(WorkingCopyEdit edit, string id) => edit.Find(id)?.Entry
        ?? throw new NotThereException($"Found no entry '{id}' in the working copy of '{edit.From.Id}'; it was deleted meanwhile.");

    /// <summary>The entry with more alternates, none that it has already.</summary>
    private static FaqEntry With(FaqEntry entry, IReadOnlyList<string> wordings)
    {
        HashSet<string> keys = [.. WorkingCopy.KeysOf(entry)];
        FaqEntry more = entry with { Alternates = [.. entry.Alternates, .. wordings.Where(text => keys.Add(WorkingCopy.KeyOf(text)))] };

        // What was suggested with the entry waits no more.
        return more with { Suggested = [.. entry.Suggested.Where(one => !keys.Contains(WorkingCopy.KeyOf(one.Text)))] };
    }

    private static void Put(WorkingCopyEdit edit, FaqEntry entry)
    {
        List<Fault> faults = [];
        EntryDocument.Read(System.Text.Encoding.UTF8.GetBytes(EntryDocument.Write(entry)), faults);
        if (faults.Count > 0)
        {
            throw new InvalidEditException([.. faults.Select(fault => fault with { EntryId = entry.Id })]);
        }

        edit.Put(entry);
    }
}
