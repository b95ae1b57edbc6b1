using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.Library;
using FaqBot.Jobs;

namespace FaqBot.Jobs;

/// <summary>Switches knowledge bases to other models while they answer.</summary>
/// <remarks>
/// Thread-safe. All is computed aside; version and choice are published in one transaction, and then one reference is swapped. What
/// is stopped before changes nothing, and vectors that were saved are not computed again by the next switch.
/// </remarks>
internal sealed class ModelSwitch(KnowledgeStore store, Encoders encoders, PublishedCatalogs catalogs, ModelJobs models, TimeProvider time)
{
    private const string Kind = "switch";

    /// <summary>Starts a switch.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <param name="model">The id of an installed model, or the name of its folder; null: the default encoder.</param>
    /// <returns>The job.</returns>
    /// <exception cref="UnknownKnowledgeBaseException">It is not published.</exception>
    /// <exception cref="ModelLibraryException">There is no such model.</exception>
    /// <exception cref="JobConflictException">It is being switched already, or too many jobs run.</exception>
    public Job Start(string kb, string? model)
    {
        _ = Published(kb);
        string? name = model is null ? null : models.Library.LocateInstalled(model).Name;
        return models.Jobs.Start(Kind, kb, (job, cancellationToken) => RunAsync(kb, name, job, cancellationToken));
    }

    /// <summary>The last switch of a knowledge base since the service started, or null.</summary>
    public Job? JobOf(string kb) => models.Jobs.All.FirstOrDefault(job => job.Status.Kind == Kind && job.Status.Subject == kb);

    /// <summary>What model a knowledge base answers with.</summary>
    /// <param name="kb">The knowledge base.</param>
    /// <exception cref="UnknownKnowledgeBaseException">It is not published.</exception>
    public KnowledgeBaseModel Show(string kb)
    {
        VersionIdentity published = Published(kb);
        ModelAssignment? assignment = store.AssignmentOf(kb);
        CatalogHead? answering = catalogs.HeadOf(kb);
        return new KnowledgeBaseModel(
            kb, assignment?.Model, assignment?.Since, answering?.Identity.Model.Display, answering?.Identity.Number, published.Number,
                JobOf(kb)?.Status);
    }

    /// <summary>Who needs an installed model.</summary>
    /// <param name="folder">Full path of its folder.</param>
    /// <returns>One line a user; none if it may be removed.</returns>
    public IEnumerable<string> UsersOf(string folder)
    {
        if (encoders.Default.Folder == folder)
        {
            yield return "it is the default encoder of this service; set FaqBot:Encoder:Folder to another one first";
        }

        foreach (ModelAssignment assignment in store.Assignments()
            .Where(assignment => Path.Combine(models.Library.Folder, assignment.Model) == folder))
        {
            yield return $"it was chosen for knowledge base '{assignment.KnowledgeBaseId}'; choose another model for that one first";
        }

        foreach (Job job in models.Jobs.All.Where(job => job.Status is { Kind: Kind, State: JobState.Running }))
        {
            yield return $"knowledge base '{job.Status.Subject}' is being switched; wait for the end of job {job.Status.Id}";
        }
    }

    private VersionIdentity Published(string kb)
    {
        VersionIdentity[] all = [.. store.Published().Select(version => version.Identity)];
        return Array.Find(all, version => version.KnowledgeBaseId == kb)
            ?? throw new UnknownKnowledgeBaseException(kb, all.Select(version => version.KnowledgeBaseId));
    }

    private async Task<string> RunAsync(string kb, string? model, Job job, CancellationToken cancellationToken)
    {
        job.Report("loading the model");
        LoadedEncoder target = encoders.Use(model);
        try
        {
            VersionIdentity? version;
            while ((version = await PublishAsync(kb, model, target, job, cancellationToken)) is null)
            {
                // Another version came between: its content is the one to encode.
            }

            FaqCatalog? answering = await catalogs.ReloadAsync(kb, CancellationToken.None);
            return $"Version {answering?.Identity.Number} of '{kb}' answers with {target.Identity.Display}.";
        }
        finally
        {
            target.Release();
            LoadingMemory.Return();
        }
    }

    /// <summary>Encodes the published version aside and publishes it with the choice; null when another version came between.</summary>
    private async Task<VersionIdentity?> PublishAsync(
        string kb, string? model, LoadedEncoder target, Job job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StoredVersion published = store.Load(kb)
            ?? throw new UnknownKnowledgeBaseException(kb, store.Published().Select(version => version.Identity.KnowledgeBaseId));
        using VersionWriter writer = store.Write(target.Identity, published.Identity.Format, time);
        await new KnowledgeIndexer(store, target.Bulk, time).EncodeMissingAsync(
            writer, published.Knowledge,
                new DirectProgress<IndexProgress>(progress => job.Report("encoding questions", progress.Done, progress.Total)),
                    cancellationToken);
        ConfidenceModel? fitted = null;
        if (ConfidenceFitting.For(target.Bulk, target.Folder) is { } fitting)
        {
            job.Report("fitting the confidence");
            fitted = await fitting.FitAsync(writer, published.Knowledge, cancellationToken);
        }

        Teaching taught =
            VersionTeaching.For(target.Bulk, target.Folder).Teach(writer, published.Knowledge, fitted, cancellationToken);
        job.Report("publishing");
        cancellationToken.ThrowIfCancellationRequested();
        return writer.Switch(published, model is null
            ? null : new ModelAssignment(kb, model, time.GetUtcNow(), fitted?.ToJson()), fitted?.ToJson(), taught.ToJson());
    }
}
