using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <content>Which knowledge bases there are, and beginning others.</content>
public sealed partial class WorkingCopies
{
    /// <summary>Ids of all knowledge bases, published or not.</summary>
    /// <returns>The ids in order.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<string> Ids() =>
    [
        .. store.Published().Select(version => version.Identity.KnowledgeBaseId)
            .Union(store.Read(rows => rows.Copies.Heads()).Select(head => head.KnowledgeBaseId)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Begins a knowledge base that answers nobody yet.</summary>
    /// <param name="knowledge">What it holds; it keeps every rule, and may have no entries yet.</param>
    /// <param name="by">Who begins it.</param>
    /// <returns>The working copy.</returns>
    /// <exception cref="EditRefusedException">There is one of this id.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public WorkingCopy Create(KnowledgeBase knowledge, Authorship by)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(by);
        Beginning beginning = Beginning.Of(knowledge);
        WorkingCopy created = store.Change(rows => Begin(rows, beginning, by).Copy);
        Keep(created);
        if (knowledge.Entries.Count > 0)
        {
            OnEdited?.Invoke(knowledge.Id);
        }

        return created;
    }

    /// <summary>Brings whole knowledge bases into working copies, each as one change set; those that are not there begin. All of it is
    /// stored in one transaction, or nothing is.</summary>
    /// <param name="contents">The knowledge bases, each once.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="also">What else is stored in the transaction.</param>
    /// <returns>The change set of each; null where nothing differs.</returns>
    /// <exception cref="InvalidEditException">Rules would be broken; all faults of the first that breaks some are reported.</exception>
    /// <exception cref="EditRefusedException">Others began or published them again and again meanwhile.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    internal IReadOnlyList<ChangeSet?> ReplaceAll(IReadOnlyList<KnowledgeBase> contents, Authorship by, Action<AuthoringRows> also)
    {
        for (int attempt = 1; ; attempt++)
        {
            // Outside the transaction: reading what is published takes long, and others may write meanwhile.
            (KnowledgeBase Content, WorkingCopy? Seen, Beginning? Beginning)[] all =
            [
                .. contents.Select(content => Find(content.Id) is { } seen
                    ? (content, seen, null) : (content, (WorkingCopy?)null, Beginning.Of(content))),
            ];
            List<(WorkingCopy Copy, ChangeSet? Set)>? done = store.Change(rows =>
            {
                if (Array.Exists(all, one => one.Seen is null
                    ? rows.Knows(one.Content.Id) : rows.Copies.Head(one.Content.Id) is null && IsPublishedOtherwise(rows, one.Seen.Head)))
                {
                    return null;
                }

                List<(WorkingCopy, ChangeSet?)> each = [.. all.Select(one => one.Seen is { } seen
                    ? TryEdit(rows, seen, by, edit => edit.ReplaceWith(one.Content), undoes: null)!.Value
                    : Begin(rows, one.Beginning!, by))];
                also(rows);
                return each;
            });
            if (done is not null)
            {
                foreach ((WorkingCopy copy, ChangeSet? set) in done)
                {
                    Keep(copy);
                    if (set is not null && copy.Entries.Count > 0)
                    {
                        OnEdited?.Invoke(copy.Id);
                    }
                }

                return [.. done.Select(one => one.Set)];
            }

            if (attempt == MostAttempts)
            {
                throw new EditRefusedException($"Knowledge bases were begun or published {attempt} times meanwhile; try again.");
            }
        }
    }

    private (WorkingCopy Copy, ChangeSet? Set) Begin(AuthoringRows rows, Beginning beginning, Authorship by)
    {
        (string id, string settings, StoredEntry[] entries) = beginning;
        if (rows.Knows(id))
        {
            throw new EditRefusedException($"Found a knowledge base '{id}' already, expected none; choose another id.");
        }

        Change[] changes =
        [
            new Change(ChangeKind.Settings, null, null, settings),
            .. entries.Select(entry => new Change(ChangeKind.Entry, entry.EntryId, null, entry.Content)),
        ];
        ChangeSet set = new(id, 1, by, time.GetUtcNow(), null, changes.Length);
        rows.Copies.Add(new WorkingCopyHead(id, 1, null, settings, 1, null, null, null));
        rows.Copies.Put(id, entries);
        rows.Copies.Add(set, changes);
        return (Whole(rows, id)!, set);
    }

    /// <summary>A knowledge base as its first change set stores it.</summary>
    private sealed record Beginning(string Id, string Settings, StoredEntry[] Entries)
    {
        public static Beginning Of(KnowledgeBase knowledge) => new(knowledge.Id, EntryDocument.WriteSettings(knowledge),
        [
            .. knowledge.Entries.Select((entry, index) => new StoredEntry(
                entry.Id, (index + 1) * WorkingCopyRows.Spacing, 1, EntryDocument.Write(entry), null)),
        ]);
    }
}
