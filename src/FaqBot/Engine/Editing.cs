using FaqBot.Core.Access;
using FaqBot.Core.Answering;
using FaqBot.Core.Authoring;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Engine;

/// <summary>What edits, tries and publishes knowledge bases.</summary>
internal sealed partial class Editing : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private Editing(TimeProvider time, ILogger log)
    {
        _time = time;
        _log = log;
    }

    /// <summary>Where all of it is kept.</summary>
    public required KnowledgeStore Store { get; init; }

    /// <summary>What owners are editing.</summary>
    public required WorkingCopies Copies { get; init; }

    /// <summary>What answers tests.</summary>
    public required Drafts Drafts { get; init; }

    /// <summary>What answers customers.</summary>
    public required Publishing Publishing { get; init; }

    /// <summary>Who has seen what is to be published.</summary>
    public required Approvals Approvals { get; init; }

    /// <summary>Brings files of other services in.</summary>
    public required Imports Imports { get; init; }

    /// <summary>Edits as clients of other services do.</summary>
    public required QnaEdits QnaEdits { get; init; }

    /// <summary>Removes knowledge bases.</summary>
    public required Removal Removal { get; init; }

    /// <summary>Keys of clients of other services.</summary>
    public required EndpointKeyTable Keys { get; init; }

    /// <summary>What clients of other services asked for last.</summary>
    public required OperationTable Operations { get; init; }

    /// <summary>Questions of which owners have said what answers them.</summary>
    public required Labels Labels { get; init; }

    /// <summary>What came of asking them.</summary>
    public required Evaluations Evaluations { get; init; }

    /// <summary>Ask versions.</summary>
    public required Trials Trials { get; init; }

    /// <summary>Puts it together.</summary>
    public static Editing Open(
        KnowledgeStore store,
        Encoders encoders,
        PublishedCatalogs catalogs,
        CatalogRefresh refresh,
        IReadOnlyList<RerankingStage> stages,
        EngineOptions options,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        Drafts? drafts = null;
        WorkingCopies copies = new(store, time) { OnEdited = kb => drafts?.Touch(kb) };
        WorkingCopyIndexer indexer = new(store, encoders, options.Knowledge.Vectors, time);
        drafts = new Drafts(store, copies, indexer, refresh.RunAsync, time, loggers.CreateLogger<Drafts>());
        Trials trials = new(catalogs, options.Answering, stages, time);
        Approvals approvals = new(store, copies, time);
        Publishing publishing = new(store, copies, indexer, new PublishingGates(store, drafts, trials), approvals, refresh.RunAsync, time);
        return new Editing(time, loggers.CreateLogger<Editing>())
        {
            Store = store,
            Copies = copies,
            Drafts = drafts,
            Publishing = publishing,
            Approvals = approvals,
            Imports = new Imports(store, copies, time),
            QnaEdits = new QnaEdits(copies),
            Removal = new Removal(copies, refresh.RunAsync),
            Keys = store.EndpointKeys,
            Operations = store.Operations,
            Labels = new Labels(store, copies, time),
            Evaluations = new Evaluations(store, drafts, trials, time),
            Trials = trials,
        };
    }

    /// <summary>Carries out plans when they are due, and brings up drafts that another process, or the last stop, has left
    /// behind.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, _time);
        long? purged = null;
        string? said = null;
        do
        {
            try
            {
                foreach (PlannedPublication plan in await Publishing.RunDueAsync(AuditedAs, stoppingToken))
                {
                    Say(plan);
                }

                Drafts.TouchOutdated();
                if (purged is not { } last || _time.GetElapsedTime(last) >= PurgeInterval)
                {
                    Copies.Purge();
                    purged = _time.GetTimestamp();
                }

                said = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception exception)
            {
                // It goes on; the same is not said every second.
                if (said != exception.Message)
                {
                    said = exception.Message;
                    CannotKeepUp(_log, exception);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Drafts.DisposeAsync();

    private AuditEntry AuditedAs(PlannedPublication plan) => new(
        _time.GetUtcNow(), plan.Author, null, "PublishAsPlanned", plan.KnowledgeBaseId, null, $"revision {plan.Revision}", null,
        plan.Fault is null ? AuditOutcome.Done : AuditOutcome.Failed, null, plan.Fault ?? plan.OverrideReason);

    private void Say(PlannedPublication plan)
    {
        if (plan.Fault is { } fault)
        {
            NotPublished(_log, plan.KnowledgeBaseId, fault);
        }
        else
        {
            PublishedAsPlanned(_log, plan.KnowledgeBaseId, plan.Revision);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "'{KnowledgeBase}' was published as planned: revision {Revision}.")]
    private static partial void PublishedAsPlanned(ILogger log, string knowledgeBase, int revision);

    [LoggerMessage(2, LogLevel.Error, "'{KnowledgeBase}' was not published as planned: {Reason}")]
    private static partial void NotPublished(ILogger log, string knowledgeBase, string reason);

    [LoggerMessage(3, LogLevel.Error, "Plans and drafts cannot be looked after, trying again.")]
    private static partial void CannotKeepUp(ILogger log, Exception exception);
}
