using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Authoring;

/// <summary>Whether an entry answers.</summary>
public enum EntryState
{
    /// <summary>It answers.</summary>
    Active,

    /// <summary>It is switched off.</summary>
    Disabled,

    /// <summary>Its time has not come yet.</summary>
    NotYetValid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was deleted, and can be restored.</summary>
    Deleted,
}

/// <summary>Which entries of a working copy are meant: those that fit everything that is named.</summary>
public sealed record EntryQuery
{
    /// <summary>A text that a question or the answer contains, in any case; null: any.</summary>
    public string? Text { get; init; }

    /// <summary>Metadata that it has, names and values in any case; an empty value: any value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Its source; null: any.</summary>
    public string? Source { get; init; }

    /// <summary>Tag of a language that its answer has a text of its own for; null: any.</summary>
    public string? Language { get; init; }

    /// <summary>Whether it answers; null: any that was not deleted.</summary>
    public EntryState? State { get; init; }

    /// <summary>Ids of which it has one; null: any.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Ids of which it has none; null: any.</summary>
    public IReadOnlySet<string>? ExceptIds { get; init; }

    /// <summary>Finds the entries.</summary>
    /// <param name="copy">The working copy.</param>
    /// <param name="now">The present.</param>
    /// <returns>The entries in their order; deleted ones the latest first.</returns>
    public IEnumerable<WorkingEntry> Find(WorkingCopy copy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(copy);
        return State == EntryState.Deleted
            ? copy.Deleted.Where(entry => entry.DeletedAt > now - WorkingCopies.DeletedLifetime && Fits(entry.Entry))
            : copy.Entries.Where(entry => (State is null || StateOf(entry.Entry, now) == State) && Fits(entry.Entry));
    }

    /// <summary>Whether an entry answers.</summary>
    /// <param name="entry">An entry that was not deleted.</param>
    /// <param name="now">The present.</param>
    /// <returns>Its state.</returns>
    public static EntryState StateOf(FaqEntry entry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return !entry.Enabled ? EntryState.Disabled
            : entry.ValidUntil <= now ? EntryState.Expired
            : entry.ValidFrom > now ? EntryState.NotYetValid
            : EntryState.Active;
    }

    private bool Fits(FaqEntry entry) =>
        (Ids is null || Ids.Contains(entry.Id))
        && ExceptIds?.Contains(entry.Id) != true
        && (Source is null || Source.Equals(entry.Source, StringComparison.OrdinalIgnoreCase))
        && (Language is null || entry.Answer.Texts.ContainsKey(Language))
        && Metadata.All(wanted => entry.Metadata.Any(pair => pair.Key.Equals(wanted.Key, StringComparison.OrdinalIgnoreCase)
            && (wanted.Value.Length == 0 || pair.Value.Equals(wanted.Value, StringComparison.OrdinalIgnoreCase))))
        && (Text is null || entry.Questions.Concat(entry.Answer.Texts.Values).Append(entry.Id)
            .Any(text => text.Contains(Text, StringComparison.OrdinalIgnoreCase)));
}

/// <summary>What is done to each of many entries.</summary>
public abstract record BulkAction
{
    /// <summary>Does it to entries of an edit.</summary>
    internal virtual void Apply(WorkingCopyEdit edit, IReadOnlyCollection<string> ids)
    {
        foreach (FaqEntry entry in Found(edit, ids))
        {
            edit.Put(Changed(entry));
        }
    }

    private static IEnumerable<FaqEntry> Found(WorkingCopyEdit edit, IEnumerable<string> ids) =>
        ids.Select(id => edit.Find(id)?.Entry).OfType<FaqEntry>();

    /// <summary>What becomes of one entry, where it becomes of each by itself.</summary>
    internal virtual FaqEntry Changed(FaqEntry entry) => entry;

    /// <summary>Gives metadata a value, in place of all values that it has.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Value">The value; null: it goes.</param>
    public sealed record SetMetadata(string Name, string? Value) : BulkAction
    {
        internal override FaqEntry Changed(FaqEntry entry) => entry with
        {
            Metadata =
            [
                .. entry.Metadata.Where(pair => !pair.Key.Equals(Name, StringComparison.OrdinalIgnoreCase)),
                .. Value is null ? Array.Empty<KeyValuePair<string, string>>() : [new(Name, Value)],
            ],
        };
    }

    /// <summary>Switches entries on or off.</summary>
    /// <param name="Enabled">Whether they answer.</param>
    public sealed record SetEnabled(bool Enabled) : BulkAction
    {
        internal override FaqEntry Changed(FaqEntry entry) => entry with { Enabled = Enabled };
    }

    /// <summary>Names the source of entries.</summary>
    /// <param name="Source">The source; null: none.</param>
    public sealed record SetSource(string? Source) : BulkAction
    {
        internal override FaqEntry Changed(FaqEntry entry) => entry with { Source = Source };
    }

    /// <summary>Says when entries answer.</summary>
    /// <param name="From">The first instant, or null.</param>
    /// <param name="Until">The first instant at which they no longer do, or null.</param>
    public sealed record SetValidity(DateTimeOffset? From, DateTimeOffset? Until) : BulkAction
    {
        internal override FaqEntry Changed(FaqEntry entry) => entry with { ValidFrom = From, ValidUntil = Until };
    }

    /// <summary>Puts a text in the place of another, in questions and answers.</summary>
    /// <param name="Find">What is looked for, exactly.</param>
    /// <param name="With">What takes its place.</param>
    public sealed record ReplaceText(string Find, string With) : BulkAction
    {
        internal override FaqEntry Changed(FaqEntry entry)
        {
            string Replaced(string text) => text.Replace(Find, With, StringComparison.Ordinal);
            return entry with
            {
                Question = Replaced(entry.Question),
                Alternates = [.. entry.Alternates.Select(Replaced)],
                NotThis = [.. entry.NotThis.Select(Replaced)],
                Answer = new LocalizedText(entry.Answer.Texts.ToDictionary(text => text.Key, text => Replaced(text.Value))),
            };
        }
    }

    /// <summary>Gives the alternates of entries to another entry.</summary>
    /// <param name="To">Id of that entry.</param>
    public sealed record MoveAlternates(string To) : BulkAction
    {
        internal override void Apply(WorkingCopyEdit edit, IReadOnlyCollection<string> ids)
        {
            FaqEntry[] givers = [.. Found(edit, ids).Where(entry => entry.Id != To && entry.Alternates.Count > 0)];
            if (givers.Length == 0)
            {
                return;
            }

            FaqEntry target = edit.Find(To)?.Entry
                ?? throw new NotThereException($"Found no entry '{To}' to take the alternates, expected one.");
            int all = target.Alternates.Count + givers.Sum(entry => entry.Alternates.Count);
            if (all > KnowledgeLimits.Alternates)
            {
                throw new EditRefusedException(
                    $"Found {all} alternates for entry '{To}', expected at most {KnowledgeLimits.Alternates}; narrow the filter.");
            }

            foreach (FaqEntry entry in givers)
            {
                edit.Put(entry with { Alternates = [] });
            }

            edit.Put(target with { Alternates = [.. target.Alternates, .. givers.SelectMany(entry => entry.Alternates)] });
        }
    }

    /// <summary>Deletes entries.</summary>
    /// <param name="Unlink">Whether prompts of others that lead to them go with them.</param>
    public sealed record Delete(bool Unlink) : BulkAction
    {
        internal override void Apply(WorkingCopyEdit edit, IReadOnlyCollection<string> ids) => edit.Remove(ids, Unlink);
    }

    /// <summary>Restores deleted entries.</summary>
    public sealed record Restore : BulkAction
    {
        internal override void Apply(WorkingCopyEdit edit, IReadOnlyCollection<string> ids)
        {
            foreach (string id in ids)
            {
                edit.Restore(id);
            }
        }
    }
}

/// <summary>The same done to many entries at once, as one change set.</summary>
/// <param name="Query">Which entries.</param>
/// <param name="Actions">What is done to each, in order.</param>
public sealed record BulkEdit(EntryQuery Query, IReadOnlyList<BulkAction> Actions)
{
    /// <summary>Most entries that are quickly done: with more, one such edit is at work at a time.</summary>
    public const int Few = 1_000;

    private const int MostFaults = 1_000;

    /// <summary>How many entries are meant.</summary>
    /// <param name="copy">The working copy.</param>
    /// <param name="now">The present.</param>
    /// <returns>Their number.</returns>
    public int CountOf(WorkingCopy copy, DateTimeOffset now) => Query.Find(copy, now).Count();

    /// <summary>Does it within an edit.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="now">The present.</param>
    /// <returns>How many entries were meant, whether they changed or not.</returns>
    /// <exception cref="EditRefusedException">An entry would get too many alternates.</exception>
    /// <exception cref="NotThereException">An entry that is to take something is not there.</exception>
    /// <exception cref="InvalidEditException">An entry would break rules of its own.</exception>
    public int Apply(WorkingCopyEdit edit, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(edit);
        string[] ids = [.. Query.Find(edit.From, now).Select(entry => entry.Id)];
        foreach (BulkAction action in Actions)
        {
            action.Apply(edit, ids);
        }

        List<Fault> faults = [];
        foreach (WorkingEntry entry in edit.ChangedIds.Select(edit.Find).OfType<WorkingEntry>())
        {
            if (faults.Count >= MostFaults)
            {
                break;
            }

            List<Fault> own = [];
            EntryDocument.Read(System.Text.Encoding.UTF8.GetBytes(entry.Content), own);
            faults.AddRange(own.Select(fault => fault with
            {
                EntryId = entry.Id,
                Path = fault.Path is { Length: > 0 } path ? $"{entry.Id}.{path}" : entry.Id,
            }));
        }

        return faults.Count == 0 ? ids.Length : throw new InvalidEditException(faults);
    }
}
