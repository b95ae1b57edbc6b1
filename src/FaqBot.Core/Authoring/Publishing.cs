using FaqBot.Core.Access;
using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Authoring;

/// <summary>What a publication did.</summary>
/// <param name="Index">The version, and what was encoded for it.</param>
/// <param name="Overridden">What gates found that were overridden; none where all were open.</param>
public sealed record PublishedResult(IndexResult Index, IReadOnlyList<string> Overridden);

/// <summary>Publishes working copies, now or at a time; publishes what was published before; takes knowledge bases away from
/// customers.</summary>
/// <remarks>
/// Thread-safe. Everything that a publication writes, it writes in one transaction: version, pointer, working copy and history are there
/// together or not at all.
/// </remarks>
/// <param name="store">Holds all of it.</param>
/// <param name="copies">The working copies.</param>
/// <param name="indexer">Makes versions of them.</param>
/// <param name="gates">Look whether a draft may be published.</param>
/// <param name="approvals">Look whether somebody else has seen it.</param>
/// <param name="refresh">Loads what was published.</param>
/// <param name="time">The clock.</param>
public sealed class Publishing(
    KnowledgeStore store,
    WorkingCopies copies,
    WorkingCopyIndexer indexer,
    PublishingGates gates,
    Approvals approvals,
    Func<CancellationToken, Task> refresh,
    TimeProvider time)
{
    /// <summary>How far ahead a publication can be planned.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromDays(366);

    /// <summary>Publishes a working copy.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="revision">The revision that was reviewed: nothing else is published.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="overrideReason">Why gates are overridden; null: they are not.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="WorkingCopyMovedException">The working copy is of another revision.</exception>
    /// <exception cref="PublicationBlockedException">A gate is shut, or somebody else has to publish it.</exception>
    /// <exception cref="EditRefusedException">It has no entries.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    /// <exception cref="ModelException">The model cannot be loaded, or knows no word of a question.</exception>
    /// <exception cref="EncoderUnavailableException">The service that encodes cannot be reached.</exception>
    /// <exception cref="BusyException">Too many texts are waiting for that service.</exception>
    public Task<PublishedResult> PublishAsync(
        string kb, int revision, Authorship by, string? overrideReason, CancellationToken cancellationToken) =>
        PublishWhenApprovedAsync(kb, revision, by, overrideReason, isApproved: false, cancellationToken);

    private async Task<PublishedResult> PublishWhenApprovedAsync(
        string kb, int revision, Authorship by, string? overrideReason, bool isApproved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        WorkingCopy copy = copies.Begin(kb, by);
        if (copy.Revision != revision)
        {
            throw new WorkingCopyMovedException(kb, revision, copy.Revision);
        }

        PublishingPolicy policy = PublishingPolicy.Parse(copy.Head.Policy);
        IReadOnlyList<string> unapproved = isApproved ? [] : approvals.Missing(copy.Head, by);
        if (unapproved.Count > 0 && !(by.MayWaiveApproval && overrideReason is not null))
        {
            throw new PublicationBlockedException(kb, unapproved, by.MayWaiveApproval);
        }

        IReadOnlyList<string> blocked =
            [.. unapproved, .. copy.Entries.Count == 0 ? [] : await gates.CheckAsync(kb, policy, cancellationToken)];
        if (blocked.Count > 0 && overrideReason is null)
        {
            throw new PublicationBlockedException(kb, blocked, canBeOverridden: true);
        }

        IndexResult done = await indexer.IndexAsync(
            copy.ToKnowledge(), Deployment.Production,
            new PublishedFrom(by, revision, OverrideReason: blocked.Count > 0 ? overrideReason : null), null, cancellationToken);
        await refresh(cancellationToken);
        return new PublishedResult(done, blocked);
    }

    /// <summary>Publishes what was published before under a new number; the working copy becomes the same, as one change set.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="number">Number of the version.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="NotThereException">The content of no such version is kept.</exception>
    /// <exception cref="InvalidKnowledgeException">It breaks rules that came later.</exception>
    /// <inheritdoc cref="PublishAsync" path="/exception" />
    public async Task<IndexResult> RestoreAsync(string kb, int number, Authorship by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        copies.Begin(kb, by);
        KnowledgeBase content = ContentOf(kb, number);
        IndexResult done = await indexer.IndexAsync(
            content, Deployment.Production, new PublishedFrom(by, Restores: number), null, cancellationToken);
        await refresh(cancellationToken);
        return done;
    }

    /// <summary>Takes a knowledge base away from customers; its content is kept.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait until no customer is answered by it any more.</param>
    /// <returns>Whether it answered any.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">There is no such knowledge base.</exception>
    /// <exception cref="StoreException">The store cannot be written; nothing was changed.</exception>
    public async Task<bool> UnpublishAsync(string kb, Authorship by, CancellationToken cancellationToken)
    {
        copies.Begin(kb, by);
        bool was = store.Change(rows =>
        {
            bool answered = rows.Publications.Withdraw(kb, Deployment.Production);
            rows.Copies.NotePublished(kb, null);
            rows.Publications.CancelPlan(kb);
            return answered;
        });
        copies.OnEdited?.Invoke(kb);
        await refresh(cancellationToken);
        return was;
    }

    /// <summary>Lists what was published, latest first.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="before">Only versions of lower numbers.</param>
    /// <param name="most">Most to give.</param>
    /// <returns>The publications.</returns>
    public IReadOnlyList<PublicationNote> Versions(string kb, int before, int most) =>
        store.Read(rows => rows.Publications.List(kb, before, most));

    /// <summary>Reads what was published.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="number">Number of the version.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="NotThereException">The content of no such version is kept.</exception>
    /// <exception cref="InvalidKnowledgeException">It breaks rules that came later.</exception>
    public KnowledgeBase ContentOf(string kb, int number)
    {
        byte[]? document = store.Read(rows =>
            rows.Publications.Find(kb, number) is { } note ? rows.Publications.Content(kb, note.ContentHash) : null);
        return document is null
            ? throw new NotThereException($"Found no content of a version {number} of '{kb}'; GET …/versions lists those that are kept.")
            : ContentDocument.Read(document);
    }

    /// <summary>The version that answers customers.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>Its content; null when none does.</returns>
    public KnowledgeBase? Published(string kb)
    {
        (int? number, bool isKept) = store.Read(rows =>
        {
            int? answering = rows.Publications.NumberOf(kb, Deployment.Production);
            return (answering, answering is { } found && rows.Publications.Find(kb, found) is not null);
        });
        return number is { } kept && isKept ? ContentOf(kb, kept) : store.Load(kb)?.Knowledge;
    }

    /// <summary>Plans a publication, in place of the former plan; it survives a restart.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="at">When it is due.</param>
    /// <param name="revision">The revision that was reviewed; when it is due nothing else is published.</param>
    /// <param name="by">Who plans it.</param>
    /// <param name="overrideReason">Why gates are overridden; null: they are not.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="EditRefusedException">The time is past, or too far ahead.</exception>
    /// <exception cref="WorkingCopyMovedException">The working copy is of another revision.</exception>
    /// <exception cref="PublicationBlockedException">Somebody else has to approve it.</exception>
    public PlannedPublication Plan(string kb, DateTimeOffset at, int revision, Authorship by, string? overrideReason)
    {
        ArgumentNullException.ThrowIfNull(by);
        DateTimeOffset now = time.GetUtcNow();
        if (at <= now || at > now + MostAhead)
        {
            throw new EditRefusedException(
                $"Found {at:O}, expected a time after {now:O} and within {MostAhead.TotalDays:0} days; publish now, or name another.");
        }

        WorkingCopy copy = copies.Begin(kb, by);
        if (copy.Revision != revision)
        {
            throw new WorkingCopyMovedException(kb, revision, copy.Revision);
        }

        // When it is due, the same revision is published, which nobody can have changed.
        IReadOnlyList<string> unapproved = approvals.Missing(copy.Head, by);
        if (unapproved.Count > 0 && !(by.MayWaiveApproval && overrideReason is not null))
        {
            throw new PublicationBlockedException(kb, unapproved, by.MayWaiveApproval);
        }

        PlannedPublication plan = new(kb, at, revision, by.Author, by.Note, overrideReason, now, null);
        store.Change(rows =>
        {
            rows.Publications.Plan(plan);
            return true;
        });
        return plan;
    }

    /// <summary>The plan of a knowledge base.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>The plan, or null.</returns>
    public PlannedPublication? PlanOf(string kb) => store.Read(rows => rows.Publications.PlanOf(kb));

    /// <summary>Takes a plan away.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <returns>Whether there was one.</returns>
    public bool CancelPlan(string kb) => store.Change(rows => rows.Publications.CancelPlan(kb));

    /// <summary>Carries out the plans that are due. What cannot be published says why in its plan; what may heal is tried again.</summary>
    /// <param name="audited">Says of a plan what the audit log is to say of it, a fault included.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The plans that were due, each with what became of it: a fault, or null.</returns>
    public async Task<IReadOnlyList<PlannedPublication>> RunDueAsync(
        Func<PlannedPublication, AuditEntry> audited, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audited);
        List<PlannedPublication> done = [];
        void End(PlannedPublication ended, AuditedAction action)
        {
            store.Access.Audit.Append(audited(ended), action);
            done.Add(ended);
        }

        foreach (PlannedPublication plan in store.Read(rows => rows.Publications.Due(time.GetUtcNow())))
        {
            using AuditedAction action = AuditedAction.Begin(() => audited(plan));
            try
            {
                await PublishWhenApprovedAsync(
                    plan.KnowledgeBaseId, plan.Revision, new Authorship(plan.Author, ChangeOrigin.Api, plan.Note), plan.OverrideReason,
                    isApproved: true, cancellationToken);
                End(plan, action);
            }
            catch (Exception exception) when (exception is WorkingCopyMovedException or PublicationBlockedException
                or EditRefusedException or UnknownKnowledgeBaseException or ModelException)
            {
                PlannedPublication failed = plan with { Fault = exception.Message };
                store.Change(rows =>
                {
                    rows.Publications.Plan(failed);
                    return true;
                });
                End(failed, action);
            }
            catch (Exception exception) when (exception is EncoderUnavailableException or BusyException or StoreException)
            {
                // It is still due.
            }
        }

        return done;
    }
}
