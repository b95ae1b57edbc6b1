using System.Text.Json;
using FaqBot.Core.Knowledge;

namespace FaqBot.Core.Storage.Relational;

/// <content>Everything at once.</content>
internal sealed partial class WorkingCopyRows
{
    /// <summary>Room between the places of two entries, so that others fit in between.</summary>
    public const long Spacing = 1L << 20;

    /// <summary>Puts a whole knowledge base in place of what a working copy holds, as one change set.</summary>
    /// <param name="knowledge">The knowledge base, which keeps every rule.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <returns>The revision afterwards, the former one when nothing differs; null when there is no working copy.</returns>
    public int? Replace(KnowledgeBase knowledge, Authorship by, DateTimeOffset now)
    {
        if (Head(knowledge.Id) is not { } head)
        {
            return null;
        }

        int revision = head.Revision + 1;
        List<StoredEntry> stored = Entries(knowledge.Id);
        List<Change> changes = [];
        List<StoredEntry> written = [];
        Dictionary<string, StoredEntry> former = stored.ToDictionary(entry => entry.EntryId, StringComparer.Ordinal);
        HashSet<string> kept = new(knowledge.Entries.Count, StringComparer.Ordinal);
        foreach ((int index, FaqEntry entry) in knowledge.Entries.Index())
        {
            kept.Add(entry.Id);
            StoredEntry next = new(entry.Id, (index + 1) * Spacing, revision, EntryDocument.Write(entry), null);
            StoredEntry? was = former.GetValueOrDefault(entry.Id);
            if (was is { DeletedAt: null } && was.Content == next.Content)
            {
                next = next with { Revision = was.Revision };
            }
            else
            {
                changes.Add(new Change(ChangeKind.Entry, entry.Id, was is { DeletedAt: null } ? was.Content : null, next.Content));
            }

            if (next != was)
            {
                written.Add(next);
            }
        }

        foreach (StoredEntry gone in stored.Where(entry => entry.DeletedAt is null && !kept.Contains(entry.EntryId)))
        {
            changes.Add(new Change(ChangeKind.Entry, gone.EntryId, gone.Content, null));
            written.Add(gone with { Revision = revision, DeletedAt = now });
        }

        string settings = EntryDocument.WriteSettings(knowledge);
        if (settings != head.Settings)
        {
            changes.Add(new Change(ChangeKind.Settings, null, head.Settings, settings));
        }

        string[] before = [.. stored.Where(entry => entry.DeletedAt is null).Select(entry => entry.EntryId)];
        string[] after = [.. knowledge.Entries.Select(entry => entry.Id)];
        if (!before.Where(kept.Contains).SequenceEqual(after.Where(before.ToHashSet(StringComparer.Ordinal).Contains)))
        {
            changes.Add(new Change(ChangeKind.Order, null, JsonSerializer.Serialize(before), JsonSerializer.Serialize(after)));
        }

        // Places alone are nobody's business.
        Put(knowledge.Id, written);
        if (changes.Count == 0)
        {
            return head.Revision;
        }

        MoveOn(knowledge.Id, revision, settings == head.Settings ? null : settings);
        Add(new ChangeSet(knowledge.Id, revision, by, now, null, changes.Count), changes);
        return revision;
    }
}
