using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Conversations;
using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Redis;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Text;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Http;
using FaqBot.Jobs;

namespace FaqBot.Engine;

/// <summary>Loads the encoder and the knowledge bases beside the starting web server, then watches for new versions.</summary>
internal sealed partial class EngineLoader(
    AnsweringEngine engine,
    EngineOptions options,
    EncoderLoading loading,
    ModelJobs modelJobs,
    QuestionLog questions,
    StorageHealth health,
    StoreKeyRing storeKeys,
    ReplicaCount replicas,
    AccessRing access,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = loggers.CreateLogger<EngineLoader>();
    private readonly string _home = HomeFolder.Find();

    /// <summary>Whether loading failed, so that the process must end with an error.</summary>
    public bool Failed { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Run(() => RunAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops while it loads or watches.
        }
        catch (Exception exception)
        {
            // Whatever it is, a process that answers nothing does not go on, nor end as if all were well.
            Failed = true;
            if (exception is ModelException or StoreException or InvalidKnowledgeException or EncoderUnavailableException or IOException
                or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                CannotStart(_log, exception.Message);
            }
            else
            {
                FailedUnexpectedly(_log, exception);
            }

            // Stopping a server that is still starting would bury the reason under a second failure.
            TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration whenStarted = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
            using CancellationTokenRegistration whenStopped = stoppingToken.Register(() => started.TrySetResult());
            await started.Task;
            lifetime.StopApplication();
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        long started = time.GetTimestamp();
        TextNormalizer.ProveNfkc();
        Task<KnowledgeStore> opening = Task.Run(() => OpenStoreAsync(stoppingToken), stoppingToken);
        await using Encoders encoders = new(await LoadDefaultAsync(stoppingToken), Load);
        LoadedEncoder encoder = encoders.Default;
        using KnowledgeStore store = await opening;
        using Reranker? reranker = LoadReranker();
        using PairJudge? judge = LoadJudge(encoder);
        using PublishedCatalogs catalogs = new(store, encoders)
        {
            VectorFolder = VectorFolder(),
            MaxBytes = options.Knowledge.MaxMegabytes * 1024L * 1024L,
        };
        storeKeys.Refresh(store.Keys);
        access.Refresh(store.Access);
        ValueSeal seal = new(() => storeKeys.SharedValues, time, loggers);
        await using ReplyCache cache = ReplyCache.Open(options.Cache, time, loggers, seal);
        await using LastAnswers lastAnswers = LastAnswers.Open(options.Conversations, options.Cache.Redis, time, loggers, seal);
        EndpointKeyRing keys = new();
        (int Opening, long DataVersion) seen = store.ChangeCounter();
        keys.Replace(store.EndpointKeys.All());
        RerankingStage? reranking = StageOf(reranker);
        CatalogRefresh refresh = new(catalogs, reranking, _log);
        RerankingStage[] stages = [.. new[] { reranking, StageOf(judge) }.OfType<RerankingStage>()];
        FileIndexing files = new(store, encoders, options.Knowledge, PathOf, health, time, _log);
        RenewalRun renewal = new(new VersionRenewal(store, encoder.Bulk, encoder.Folder, time), catalogs, health, time, _log);
        await renewal.RunFirstAsync(options.Answering.DefaultKnowledgeBase, stoppingToken);
        await refresh.RunAsync(stoppingToken);
        string byDefault = options.Answering.DefaultKnowledgeBase;

        // One that is damaged is there: others do not wait until it is mended.
        bool indexFirst = options.Knowledge.IndexAtStart && catalogs.HeadOf(byDefault) is null
            && !catalogs.Faults.ContainsKey((byDefault, Deployment.Production));
        if (indexFirst)
        {
            await files.RunAsync(isBesideAnswering: false, stoppingToken);
            await refresh.RunAsync(stoppingToken);
        }

        await using Editing editing = Editing.Open(store, encoders, catalogs, refresh, stages, options, time, loggers);
        ModelSwitch models = new(store, encoders, catalogs, modelJobs, time);
        LoadPolicy load = new(options.Load);
        Answerer answerer = new(catalogs, options.Answering, cache, lastAnswers, time) { Stages = stages, Log = questions, Load = load };
        modelJobs.Jobs.Share(store.Jobs);
        engine.Start(new LoadedEngine(answerer, catalogs, cache, encoder, models)
        {
            Keys = keys,
            Load = load,
            Feedback = store.Feedback,
            Editing = editing,
            Storage = health,
            DefaultKnowledgeBase = byDefault,
            Reranker = reranker,
            Judge = judge,
        });
        Ready(_log, encoder.Identity.Display, (int)time.GetElapsedTime(started).TotalMilliseconds);
        Guarded(_log, options.EndpointKeys.Anonymous, string.Join(", ", keys.KnowledgeBases.DefaultIfEmpty("none")));
        LoadingMemory.Return();
        try
        {
            Heartbeat heartbeat = new(store, replicas, time, _log);
            Task upkeep = Task.Run(() => KeepUpAsync(files, renewal, refresh, heartbeat, !indexFirst, stoppingToken), stoppingToken);
            await using ChangeHints? hints = options.Storage.IsOnServer ? ChangeHints.Open(options.Cache.Redis, time) : null;
            StoreWatch watch = new(store, catalogs, refresh, keys, storeKeys, access, health, hints, time, _log);
            await Task.WhenAll(
                upkeep, watch.RunAsync(options.Knowledge.WatchInterval, seen, stoppingToken), editing.RunAsync(stoppingToken),
                heartbeat.RunAsync(encoder.Identity.Fingerprint, stoppingToken),
                modelJobs.Jobs.FollowAsync(stoppingToken));
        }
        finally
        {
            // They use the store and the encoders.
            await modelJobs.Jobs.StopAsync();
        }
    }

    private async Task<LoadedEncoder> LoadDefaultAsync(CancellationToken stoppingToken) => loading.Ending is { } ending
        ? Noted(await ending)
        : await LoadedEncoder.ConnectAsync(options.Encoder.Remote, time, loggers, stoppingToken);

    /// <summary>Loads a model that was chosen for a knowledge base.</summary>
    private LoadedEncoder Load(string model) => Noted(new ChosenModels(modelJobs.Library, OptionsOf).Load(model));

    private EncoderOptions OptionsOf(string folder) =>
        folder == Path.TrimEndingDirectorySeparator(PathOf(options.Encoder.Folder)) ? options.Encoder : options.Encoder.ForOtherModel();

    private LoadedEncoder Noted(LoadedEncoder encoder)
    {
        foreach (string notice in encoder.Model!.Notices)
        {
            ModelNotice(_log, notice);
        }

        return encoder;
    }

    /// <summary>Opens the store; one on a server is waited for, since servers start and are migrated beside their clients.</summary>
    private async Task<KnowledgeStore> OpenStoreAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                KnowledgeStore store = KnowledgeStore.Open(options.Storage.Place(PathOf), options.Storage.CheckIntegrity);
                health.CanRead();
                return store;
            }
            catch (StoreException exception)
                when (options.Storage.IsOnServer && exception.Kind is StoreFault.Unreachable or StoreFault.Outdated or StoreFault.Locked)
            {
                health.CannotRead(exception);
                await Task.Delay(StoreRetry, time, stoppingToken);
            }
        }
    }

    private Reranker? LoadReranker() => options.Reranker.Folder is { } folder
        ? new Reranker(CrossEncoder.Load(PathOf(folder), options.Encoder.ForOtherModel(options.Reranker.File)),
            new Turns(options.Encoder.WaitingTexts, options.Encoder.EffectiveRuns))
        : null;

    /// <summary>The judge, where it reads the states of the default encoder.</summary>
    private PairJudge? LoadJudge(LoadedEncoder encoder)
    {
        LoadPolicy policy = new(options.Load);
        return options.Judge.Folder.Length > 0
            && QuestionJudge.Load(
                PathOf(options.Judge.Folder), encoder, options.Encoder.ForOtherModel(), options.Judge.CacheMegabytes * 1024L * 1024L,
                policy) is { } judge

                    // Under more load than can be judged, a reply without the judge is better than a late one.
                    ? new PairJudge(
                        judge,
                        new Turns(options.Encoder.WaitingTexts, options.Encoder.EffectiveRuns, policy.PatienceOf(LoadKind.Suggest)))
                    : null;
    }

    private RerankingStage? StageOf(PairJudge? judge) => judge is null ? null : new RerankingStage(
        judge.Questions.Identity, PairReading.MostEntries, judge.ScoreAsync, options.Judge.Patience, time);

    private RerankingStage? StageOf(Reranker? reranker) => reranker is not null && options.Answering.RerankTop > 0
        ? new RerankingStage(
            reranker.Model.Identity, options.Answering.RerankTop, reranker.ScoreAsync, options.Answering.RerankPatience, time)
        : null;

    /// <summary>What a start leaves for later: versions of a former encoder first, so that files find their content encoded.</summary>
    private async Task KeepUpAsync(
        FileIndexing files, RenewalRun renewal, CatalogRefresh refresh, Heartbeat heartbeat, bool isToIndex,
        CancellationToken stoppingToken)
    {
        try
        {
            await renewal.RunRestAsync(refresh, stoppingToken);
            if (options.Knowledge.IndexAtStart && isToIndex)
            {
                // Published versions answer already: a faulty file is reported and changes nothing.
                await files.RunAsync(isBesideAnswering: true, stoppingToken);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            files.CannotIndex(exception);
        }

        if (options.Storage.IsOnServer)
        {
            await renewal.RunLateAsync(refresh, () => heartbeat.Alive, stoppingToken);
        }
    }

    private string? VectorFolder() =>
        options.Knowledge.VectorFolder is { Length: > 0 } folder ? Directory.CreateDirectory(PathOf(folder)).FullName : null;

    private string PathOf(string path) => Path.GetFullPath(path, _home);

    [LoggerMessage(1, LogLevel.Critical, "Cannot start: {Reason}")]
    private static partial void CannotStart(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Information, "Ready with {Model} after {Milliseconds} ms.")]
    private static partial void Ready(ILogger log, string model, int milliseconds);

    [LoggerMessage(8, LogLevel.Warning, "The encoder: {Notice}.")]
    private static partial void ModelNotice(ILogger log, string notice);

    [LoggerMessage(9, LogLevel.Information,
        "QnA Maker and Custom Question Answering: knowledge bases with keys: {KnowledgeBases}; those without answer: {Anonymous} "
        + "(FaqBot:EndpointKeys:Anonymous).")]
    private static partial void Guarded(ILogger log, Anonymous anonymous, string knowledgeBases);

    [LoggerMessage(15, LogLevel.Critical, "The service ends: it failed unexpectedly.")]
    private static partial void FailedUnexpectedly(ILogger log, Exception exception);
}
