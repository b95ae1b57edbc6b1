using System.Collections.Immutable;
using FaqBot.Core.Answering;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <summary>The working copies of all knowledge bases: reading and editing them.</summary>
/// <remarks>
/// <para>
/// Thread-safe; calls block while SQLite works. Whatever is edited is checked against every rule of the knowledge file, and is stored as
/// one change set in one transaction, or not at all.
/// </para>
/// <para>
/// A knowledge base that came from a file has no working copy until it is first edited: until then what is published stands for it, as
/// revision 0. The working copies that were used last are kept in memory, and read anew when another process has edited them.
/// </para>
/// </remarks>
/// <param name="store">Keeps them.</param>
/// <param name="time">The clock.</param>
public sealed partial class WorkingCopies(KnowledgeStore store, TimeProvider time)
{
    /// <summary>How long a deleted entry can be restored.</summary>
    public static readonly TimeSpan DeletedLifetime = TimeSpan.FromDays(30);

    private const int MostKept = 8;
    private const int MostAttempts = 3;

    private readonly Lock _gate = new();
    private readonly LinkedList<WorkingCopy> _kept = [];

    /// <summary>Is told the id of each knowledge base that was edited.</summary>
    public Action<string>? OnEdited { get; init; }

    /// <summary>Finds a working copy, or what is published in its place.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>The working copy; null when there is no such knowledge base.</returns>
    /// <exception cref="StoreException">The store cannot be read, or holds what no build wrote.</exception>
    public WorkingCopy? Find(string kb)
    {
        ArgumentNullException.ThrowIfNull(kb);
        if (store.Read(rows => rows.Copies.Head(kb)) is { } head)
        {
            return Kept(kb) is { } kept && kept.Revision == head.Revision && kept.Head.StartedFrom == head.StartedFrom
                ? Keep(new WorkingCopy(head, kept.Settings, kept.ById, kept.Owners))
                : Keep(store.Read(rows => Whole(rows, kb)!));
        }

        return Published(kb);
    }

    /// <summary>Finds a working copy, or what is published in its place.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>The working copy.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="StoreException">The store cannot be read, or holds what no build wrote.</exception>
    public WorkingCopy Get(string kb) => Find(kb) ?? throw new UnknownKnowledgeBaseException(
        kb, Ids());

    /// <summary>Edits a working copy.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="by">Who edits, from where, and why.</param>
    /// <param name="work">What to do; called again when another process came between. What it throws changes nothing.</param>
    /// <param name="undoes">Number of the change set that is undone by it, or null.</param>
    /// <returns>The working copy afterwards, and the change set; null when nothing differs.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="InvalidEditException">Rules would be broken; all faults are reported together.</exception>
    /// <exception cref="EditConflictException">Something is not what its editor looked at.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public (WorkingCopy Copy, ChangeSet? Set) Edit(string kb, Authorship by, Action<WorkingCopyEdit> work, int? undoes = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(work);
        for (int attempt = 1; ; attempt++)
        {
            // Outside the transaction: reading what is published takes long, and others may write meanwhile.
            WorkingCopy seen = Get(kb);
            (WorkingCopy, ChangeSet?)? done = store.Change(rows => TryEdit(rows, seen, by, work, undoes));
            if (done is { } edited)
            {
                (WorkingCopy copy, ChangeSet? set) = (Keep(edited.Item1), edited.Item2);
                if (set is not null)
                {
                    OnEdited?.Invoke(kb);
                }

                return (copy, set);
            }

            if (attempt == MostAttempts)
            {
                throw new EditRefusedException($"Knowledge base '{kb}' was published {attempt} times meanwhile; try again.");
            }
        }
    }

    /// <summary>Tells what an edit would change, and changes nothing.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="work">What would be done.</param>
    /// <returns>The changes, and what would be wrong.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    public (IReadOnlyList<Change> Changes, IReadOnlyList<Fault> Faults) Preview(string kb, Action<WorkingCopyEdit> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        WorkingCopy copy = Get(kb);
        return store.Read<(IReadOnlyList<Change>, IReadOnlyList<Fault>)>(rows =>
        {
            WorkingCopyEdit edit = new(copy, rows, time.GetUtcNow());
            work(edit);
            List<Fault> faults = [];
            WorkingCopyRules.Check(edit, faults);
            return (edit.Changes, faults);
        });
    }

    /// <summary>Keeps what must be kept when a knowledge base is published.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="by">Who decides; a working copy is made where there is none.</param>
    public void SetPolicy(string kb, PublishingPolicy policy, Authorship by)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Begin(kb, by);
        store.Change(rows =>
        {
            rows.Copies.SetPolicy(kb, policy.ToJson());
            return true;
        });
    }

    /// <summary>Forgets entries that can no longer be restored.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public void Purge() => store.Change(rows =>
    {
        foreach (WorkingCopyHead head in rows.Copies.Heads())
        {
            rows.Copies.Purge(head.KnowledgeBaseId, time.GetUtcNow() - DeletedLifetime);
        }

        return true;
    });

    /// <summary>Makes a working copy where there is none.</summary>
    internal WorkingCopy Begin(string kb, Authorship by) =>
        store.HasWorkingCopy(kb) ? Get(kb) : Edit(kb, by, _ => { }).Copy;

    private (WorkingCopy Copy, ChangeSet? Set)? TryEdit(
        AuthoringRows rows, WorkingCopy seen, Authorship by, Action<WorkingCopyEdit> work, int? undoes)
    {
        string kb = seen.Id;
        WorkingCopyHead? head = rows.Copies.Head(kb);
        WorkingCopy from = head is null || head.Revision != seen.Revision || head.StartedFrom != seen.Head.StartedFrom
            ? head is null ? seen : Whole(rows, kb)!
            : new WorkingCopy(head, seen.Settings, seen.ById, seen.Owners);
        if (head is null)
        {
            if (IsPublishedOtherwise(rows, seen.Head))
            {
                return null;
            }

            rows.Copies.Add(seen.Head);
            rows.Copies.Put(kb, seen.Entries.Select(entry => entry.ToStored()));
            KeepContent(rows, seen);
        }

        WorkingCopyEdit edit = new(from, rows, time.GetUtcNow());
        work(edit);
        List<Fault> faults = [];
        ImmutableDictionary<string, string> owners = WorkingCopyRules.Check(edit, faults);
        if (faults.Count > 0)
        {
            throw new InvalidEditException(faults);
        }

        IReadOnlyList<Change> changes = edit.Changes;
        if (changes.Count == 0)
        {
            return (from, null);
        }

        ChangeSet set = new(kb, from.Revision + 1, by, time.GetUtcNow(), undoes, changes.Count);
        rows.Copies.Put(kb, edit.Touched.Select(entry => entry.ToStored()));
        rows.Copies.MoveOn(kb, set.Number, edit.ChangedSettings);
        rows.Copies.Add(set, changes);
        return (edit.Result(owners), set);
    }

    /// <summary>A former build did not keep the content of what it published.</summary>
    private void KeepContent(AuthoringRows rows, WorkingCopy published)
    {
        if (published.Head is { PublishedRevision: not null, StartedFrom: { } number }
            && rows.Publications.Find(published.Id, number) is null)
        {
            KnowledgeBase knowledge = published.ToKnowledge();
            PublicationNote note = new(
                published.Id, number, KnowledgeHash.Of(knowledge), knowledge.Entries.Count,
                knowledge.Entries.Sum(entry => 1 + entry.Alternates.Count), time.GetUtcNow(),
                new PublishedFrom(new Authorship(Authorship.System, ChangeOrigin.File), 0));
            rows.Publications.Add(note, ContentDocument.Write(knowledge));
        }
    }

    private static bool IsPublishedOtherwise(AuthoringRows rows, WorkingCopyHead seen) =>
        (rows.Publications.NumberOf(seen.KnowledgeBaseId, Deployment.Test)
            ?? rows.Publications.NumberOf(seen.KnowledgeBaseId, Deployment.Production)) != seen.StartedFrom;

    private static WorkingCopy? Whole(AuthoringRows rows, string kb) =>
        rows.Copies.Head(kb) is { } head ? WorkingCopy.Of(head, rows.Copies.Entries(kb)) : null;

    /// <summary>What is published, in the place of a working copy: a draft that came from a file goes first.</summary>
    private WorkingCopy? Published(string kb)
    {
        foreach (Deployment deployment in new[] { Deployment.Test, Deployment.Production })
        {
            if (store.Read(rows => rows.Publications.NumberOf(kb, deployment)) is not { } number)
            {
                continue;
            }

            if (Kept(kb) is { Revision: 0 } kept && kept.Head.StartedFrom == number)
            {
                return kept;
            }

            if (store.Load(kb, deployment) is { } version)
            {
                bool isDraft = deployment == Deployment.Test;
                KnowledgeBase knowledge = store.ContentOf(version);
                WorkingCopyHead head = new(
                    kb, 0, version.Identity.Number, EntryDocument.WriteSettings(knowledge), 0, isDraft ? null : 0,
                    isDraft ? 0 : null, null);
                return Keep(WorkingCopy.Of(head, [.. knowledge.Entries.Select((entry, index) => new StoredEntry(
                    entry.Id, (index + 1) * WorkingCopyRows.Spacing, 0, EntryDocument.Write(entry), null))]));
            }
        }

        return null;
    }

    private WorkingCopy? Kept(string kb)
    {
        lock (_gate)
        {
            return _kept.FirstOrDefault(copy => copy.Id == kb);
        }
    }

    private WorkingCopy Keep(WorkingCopy copy)
    {
        lock (_gate)
        {
            for (LinkedListNode<WorkingCopy>? node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Id == copy.Id)
                {
                    _kept.Remove(node);
                    break;
                }
            }

            _kept.AddFirst(copy);
            if (_kept.Count > MostKept)
            {
                _kept.RemoveLast();
            }
        }

        return copy;
    }
}
