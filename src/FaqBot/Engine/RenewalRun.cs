using FaqBot.Core.Answering;
using FaqBot.Core.Indexing;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Jobs;

namespace FaqBot.Engine;

/// <summary>
/// Has the versions of a former encoder encoded anew: that of the default knowledge base before the service is ready, the others beside
/// answering.
/// </summary>
/// <remarks>What cannot be encoded is reported, and treated like any version that no encoder fits.</remarks>
internal sealed partial class RenewalRun(
    VersionRenewal renewal, PublishedCatalogs catalogs, StorageHealth health, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10), LateInterval = TimeSpan.FromSeconds(10);

    private readonly List<OutdatedVersion> _left = [];

    // What was tried while the service ran: what failed would fail again.
    private readonly HashSet<VersionIdentity> _late = [];

    /// <summary>Looks what there is to do, and does it for the knowledge base that the service cannot be ready without.</summary>
    public async Task RunFirstAsync(string knowledgeBaseId, CancellationToken stoppingToken)
    {
        _left.AddRange(renewal.Outdated());
        catalogs.Await(_left.Select(one => one.Version));
        if (_left.Find(one => one.KnowledgeBaseId == knowledgeBaseId && one.Deployment == Deployment.Production) is { } first)
        {
            await RunAsync(first, stoppingToken);
        }
    }

    /// <summary>Has the other knowledge bases' versions encoded anew, one after the other.</summary>
    public async Task RunRestAsync(CatalogRefresh refresh, CancellationToken stoppingToken)
    {
        if (_left.Count == 0)
        {
            return;
        }

        while (_left.Count > 0)
        {
            await RunAsync(_left[0], stoppingToken);
            await refresh.RunAsync(stoppingToken);
        }

        LoadingMemory.Return();
    }

    /// <summary>Looks from time to time for versions that no process which answers can use: what a build or an encoder published that was
    /// there beside this one, and is gone.</summary>
    /// <param name="refresh">Loads what was encoded.</param>
    /// <param name="alive">Lists the processes that answer.</param>
    /// <param name="stoppingToken">Stops.</param>
    public async Task RunLateAsync(CatalogRefresh refresh, Func<IReadOnlyList<Replica>> alive, CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(LateInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            IReadOnlyList<Replica> answering = alive();
            if (answering.Count == 0 || !catalogs.Faults.Values.Any(fault => fault is VersionMismatchException))
            {
                continue;
            }

            try
            {
                foreach (OutdatedVersion late in renewal.Outdated().Where(one =>
                    !answering.Any(replica => CanUse(replica, one.Version)) && _late.Add(one.Version)).ToArray())
                {
                    await RunAsync(late, stoppingToken);
                    await refresh.RunAsync(stoppingToken);
                }
            }
            catch (StoreException)
            {
                // Whoever watches the store says so; the next look tries again.
            }
        }
    }

    private static bool CanUse(Replica replica, VersionIdentity version) =>
        replica.Normalizer == version.Normalizer && replica.Encoder == version.Model.Fingerprint;

    private async Task RunAsync(OutdatedVersion outdated, CancellationToken stoppingToken)
    {
        string kb = outdated.KnowledgeBaseId;
        Begins(log, outdated.Version.Number, kb, outdated.Version.Model.Display, renewal.Encoder.Display);
        while (!await TryAsync(outdated, stoppingToken))
        {
        }

        _left.Remove(outdated);
        catalogs.Await(_left.Select(one => one.Version));
    }

    /// <summary>Whether it has come to an end, good or bad; otherwise the service that encodes could not be reached.</summary>
    private async Task<bool> TryAsync(OutdatedVersion outdated, CancellationToken stoppingToken)
    {
        TimeSpan pause;
        try
        {
            if (await renewal.RenewAsync(outdated, Progress(outdated.KnowledgeBaseId), stoppingToken) is { } renewed)
            {
                Say(renewed);
            }

            return true;
        }
        catch (EncoderUnavailableException exception)
        {
            Unreachable(log, outdated.KnowledgeBaseId, exception.Message);
            pause = exception.RetryAfter;
        }
        catch (BusyException exception)
        {
            pause = exception.RetryAfter;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is, it is this knowledge base's alone.
            if (exception is StoreException fault)
            {
                health.CannotWrite(fault);
            }

            Failed(log, outdated.Version.Number, outdated.KnowledgeBaseId, exception.Message);
            return true;
        }

        await Task.Delay(pause, time, stoppingToken);
        return false;
    }

    private DirectProgress<IndexProgress> Progress(string kb)
    {
        long reported = time.GetTimestamp();
        return new DirectProgress<IndexProgress>(progress =>
        {
            if (time.GetElapsedTime(reported) >= ReportInterval)
            {
                reported = time.GetTimestamp();
                Proceeds(log, kb, progress.Done, progress.Total);
            }
        });
    }

    private void Say(RenewedVersion renewed)
    {
        VersionIdentity version = renewed.Index.Version;
        IndexResult done = renewed.Index;
        Renewed(log, version.KnowledgeBaseId, renewed.From.Number, version.Number, done.Questions, done.Encoded, done.Elapsed.TotalSeconds);
        if (renewed.Fit == FormerFit.Renewed)
        {
            FittedAgain(log, version.KnowledgeBaseId);
        }
    }

    [LoggerMessage(20, LogLevel.Information,
        "Version {Version} of '{KnowledgeBase}' was encoded with {Former}; its stored texts are encoded anew with {Model}.")]
    private static partial void Begins(ILogger log, int version, string knowledgeBase, string former, string model);

    [LoggerMessage(21, LogLevel.Information, "'{KnowledgeBase}': {Done} of {Total} questions encoded anew.")]
    private static partial void Proceeds(ILogger log, string knowledgeBase, int done, int total);

    [LoggerMessage(22, LogLevel.Information,
        "Encoded '{KnowledgeBase}' anew, version {From} as version {Version}: {Questions} questions, {Encoded} encoded, {Seconds:0.0} s.")]
    private static partial void Renewed(
        ILogger log, string knowledgeBase, int from, int version, int questions, int encoded, double seconds);

    [LoggerMessage(23, LogLevel.Information,
        "The confidence that was fitted for '{KnowledgeBase}' was fitted again for this encoder, on its stored questions.")]
    private static partial void FittedAgain(ILogger log, string knowledgeBase);

    [LoggerMessage(24, LogLevel.Error, "Version {Version} of '{KnowledgeBase}' is not encoded anew: {Reason}")]
    private static partial void Failed(ILogger log, int version, string knowledgeBase, string reason);

    [LoggerMessage(25, LogLevel.Warning, "'{KnowledgeBase}' is not encoded anew yet, trying again: {Reason}")]
    private static partial void Unreachable(ILogger log, string knowledgeBase, string reason);
}
