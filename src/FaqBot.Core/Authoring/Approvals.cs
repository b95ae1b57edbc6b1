using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Core.Authoring;

/// <summary>Looks whether somebody else has seen what is to be published, where its policy asks for that.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="store">Holds them.</param>
/// <param name="copies">The working copies.</param>
/// <param name="time">The clock.</param>
public sealed class Approvals(KnowledgeStore store, WorkingCopies copies, TimeProvider time)
{
    /// <summary>Notes that somebody approves a working copy, until it is changed.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="revision">The revision that was looked at.</param>
    /// <param name="by">Who approves.</param>
    /// <returns>All who approve it.</returns>
    /// <exception cref="Answering.UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="WorkingCopyMovedException">The working copy is of another revision.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public IReadOnlyList<Approval> Approve(string kb, int revision, Authorship by)
    {
        ArgumentNullException.ThrowIfNull(by);
        WorkingCopy copy = copies.Begin(kb, by);
        return store.Change(rows =>
        {
            // Within the transaction: what somebody changes now is not approved.
            int found = rows.Copies.Head(kb)?.Revision ?? copy.Revision;
            if (found != revision)
            {
                throw new WorkingCopyMovedException(kb, revision, found);
            }

            rows.Publications.Approve(new Approval(kb, revision, by.Author, time.GetUtcNow(), by.Note));
            return rows.Publications.Approvals(kb, revision);
        });
    }

    /// <summary>Lists who approves a revision.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="revision">The revision.</param>
    /// <returns>The approvals, earliest first.</returns>
    public IReadOnlyList<Approval> Of(string kb, int revision) => store.Read(rows => rows.Publications.Approvals(kb, revision));

    /// <summary>
    /// Looks what is missing before somebody may publish: each who changed anything since the last publication needs another who has seen
    /// it, by publishing or by approving. So two who both edited may publish once one of them has approved, and the other publishes.
    /// </summary>
    /// <param name="head">The working copy.</param>
    /// <param name="by">Who wants to publish.</param>
    /// <returns>A sentence for each who needs another; none where nothing is missing, or nothing is asked for.</returns>
    internal IReadOnlyList<string> Missing(WorkingCopyHead head, Authorship by)
    {
        if (!PublishingPolicy.Parse(head.Policy).NeedsApproval)
        {
            return [];
        }

        string kb = head.KnowledgeBaseId;
        (List<string> authors, HashSet<string> seenBy) = store.Read(rows => (
            rows.Publications.AuthorsSince(kb, head.PublishedRevision ?? 0),
            rows.Publications.Approvals(kb, head.Revision).Select(approval => approval.Author).Append(by.Author)
                .ToHashSet(StringComparer.Ordinal)));
        return
        [
            .. authors.Where(author => seenBy.All(other => other == author)).Select(author =>
                $"'{author}' has changed it, and somebody else has to approve or to publish it."),
        ];
    }
}
