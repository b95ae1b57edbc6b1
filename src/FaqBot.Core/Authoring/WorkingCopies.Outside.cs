using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <content>What clients of other services ask of a working copy: numbers of entries, and times.</content>
public sealed partial class WorkingCopies
{
    /// <summary>Gives the numbers of entries, by which clients know them; those that have none yet get one, and keep it.</summary>
    /// <param name="knowledge">The entries.</param>
    /// <returns>The numbers by the ids of the entries: see <see cref="EntryNumber"/>.</returns>
    /// <exception cref="StoreException">The store cannot be read, or a number cannot be written.</exception>
    public IReadOnlyDictionary<string, int> NumbersOf(KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        Dictionary<string, int> given = store.Read(rows => rows.Numbers.Of(knowledge.Id));
        string[] without =
        [
            .. knowledge.Entries.Select(entry => entry.Id).Where(id => EntryNumber.Of(id) is null && !given.ContainsKey(id)),
        ];
        if (without.Length > 0)
        {
            given = store.Change(rows =>
            {
                rows.Numbers.Give(knowledge.Id, without);
                return rows.Numbers.Of(knowledge.Id);
            });
        }

        return knowledge.Entries.ToDictionary(
            entry => entry.Id, entry => EntryNumber.Of(entry.Id) ?? given[entry.Id], StringComparer.Ordinal);
    }

    /// <summary>Tells when a knowledge base began, and was changed and published last.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>The times, as far as they are kept.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public KnowledgeTimes TimesOf(string kb) => store.Read(rows =>
    {
        PublicationNote? published = rows.Publications.NumberOf(kb, Deployment.Production) is { } number
            ? rows.Publications.Find(kb, number) : null;
        PublicationNote? last = rows.Publications.List(kb, int.MaxValue, 1).FirstOrDefault();
        DateTimeOffset? changed = rows.Copies.Sets(kb, int.MaxValue, 1, null, null).FirstOrDefault()?.At ?? last?.At;
        DateTimeOffset? begun = rows.Copies.Set(kb, 1)?.At, first = rows.Publications.Find(kb, 1)?.At;
        return new KnowledgeTimes(begun < first || first is null ? begun ?? changed : first, changed, published?.At);
    });

    /// <summary>Tells when revisions came about.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="revisions">Numbers of change sets; 0 for what the working copy began with.</param>
    /// <returns>The times that are known, by the revisions.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyDictionary<int, DateTimeOffset> TimesOf(string kb, IEnumerable<int> revisions) => store.Read(rows =>
    {
        Dictionary<int, DateTimeOffset> times = [];
        foreach (int revision in revisions.Distinct())
        {
            int? from = revision > 0 ? null : rows.Copies.Head(kb)?.StartedFrom ?? rows.Publications.NumberOf(kb, Deployment.Production);
            DateTimeOffset? at = revision > 0 ? rows.Copies.Set(kb, revision)?.At
                : from is { } number ? rows.Publications.Find(kb, number)?.At : null;
            if (at is { } known)
            {
                times[revision] = known;
            }
        }

        return times;
    });

    /// <summary>Whether a knowledge base was removed as a whole, and not touched since.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>Whether it was; false where there is none.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public bool IsRemoved(string kb) =>
        store.Read(rows => rows.Copies.Sets(kb, int.MaxValue, 1, null, null)).FirstOrDefault()?.By.Origin == ChangeOrigin.Removal;

    /// <summary>Begins a removed knowledge base anew, without entries.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="by">Who does it.</param>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public void Revive(string kb, Authorship by) => store.Change(rows =>
    {
        if (rows.Copies.Head(kb) is { } head && rows.Copies.Set(kb, head.Revision)?.By.Origin == ChangeOrigin.Removal)
        {
            rows.Copies.MoveOn(kb, head.Revision + 1, null);
            rows.Copies.Add(new ChangeSet(kb, head.Revision + 1, by, time.GetUtcNow(), null, 0), []);
        }

        return true;
    });

    /// <summary>Removes a knowledge base as a whole: it answers nobody, and its entries are deleted, as one change set that can be
    /// undone.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="by">Who does it; its origin becomes <see cref="ChangeOrigin.Removal"/>.</param>
    /// <exception cref="Answering.UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    internal void Remove(string kb, Authorship by)
    {
        Begin(kb, by);
        store.Change(rows =>
        {
            WorkingCopyHead head = rows.Copies.Head(kb)!;
            DateTimeOffset now = time.GetUtcNow();
            int revision = head.Revision + 1;
            StoredEntry[] entries = [.. rows.Copies.Entries(kb).Where(entry => entry.DeletedAt is null)];
            rows.Copies.Put(kb, entries.Select(entry => entry with { Revision = revision, DeletedAt = now }));
            rows.Copies.MoveOn(kb, revision, null);
            rows.Copies.Add(
                new ChangeSet(kb, revision, by with { Origin = ChangeOrigin.Removal }, now, null, entries.Length),
                [.. entries.Select(entry => new Change(ChangeKind.Entry, entry.EntryId, entry.Content, null))]);
            rows.Publications.Withdraw(kb, Deployment.Production);
            rows.Publications.Withdraw(kb, Deployment.Test);
            rows.Copies.NotePublished(kb, null);
            rows.Publications.CancelPlan(kb);
            return true;
        });
    }
}

/// <summary>Times of a knowledge base.</summary>
/// <param name="Begun">When it began, as far as that is kept.</param>
/// <param name="Changed">When it was changed last.</param>
/// <param name="Published">When what answers customers was published; null: nothing answers them.</param>
public sealed record KnowledgeTimes(DateTimeOffset? Begun, DateTimeOffset? Changed, DateTimeOffset? Published);
