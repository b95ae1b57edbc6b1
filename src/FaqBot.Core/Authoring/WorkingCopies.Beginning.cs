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
        string id = knowledge.Id, json = EntryDocument.WriteSettings(knowledge);
        StoredEntry[] entries =
        [
            .. knowledge.Entries.Select((entry, index) => new StoredEntry(
                entry.Id, (index + 1) * WorkingCopyRows.Spacing, 1, EntryDocument.Write(entry), null)),
        ];
        Change[] changes =
        [
            new Change(ChangeKind.Settings, null, null, json),
            .. entries.Select(entry => new Change(ChangeKind.Entry, entry.EntryId, null, entry.Content)),
        ];
        WorkingCopy created = store.Change(rows =>
        {
            if (rows.Knows(id))
            {
                throw new EditRefusedException($"Found a knowledge base '{id}' already, expected none; choose another id.");
            }

            rows.Copies.Add(new WorkingCopyHead(id, 1, null, json, 1, null, null, null));
            rows.Copies.Put(id, entries);
            rows.Copies.Add(new ChangeSet(id, 1, by, time.GetUtcNow(), null, changes.Length), changes);
            return Whole(rows, id)!;
        });
        Keep(created);
        if (entries.Length > 0)
        {
            OnEdited?.Invoke(id);
        }

        return created;
    }
}
