using FaqBot.Core.Answering;
using FaqBot.Core.Redis;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;

namespace FaqBot.Engine;

/// <summary>Looks for new versions and keys, and for another database in place of this one; it goes on, whatever it meets.</summary>
internal sealed partial class StoreWatch(
    KnowledgeStore store, PublishedCatalogs catalogs, CatalogRefresh refresh, EndpointKeyRing keys, StoreKeyRing storeKeys,
    AccessRing access, StorageHealth health, ChangeHints? hints, TimeProvider time, ILogger log)
{
    // What failed may heal without a sign: a disk that comes back, a lock that is let go of.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private (int Opening, long DataVersion) _seen;
    private long _looked;
    private string? _said;

    /// <summary>Looks until it is stopped.</summary>
    /// <param name="interval">How often.</param>
    /// <param name="seen">What was there when all was loaded.</param>
    /// <param name="stoppingToken">Stops it.</param>
    public async Task RunAsync(TimeSpan interval, (int Opening, long DataVersion) seen, CancellationToken stoppingToken)
    {
        _seen = seen;
        _looked = time.GetTimestamp();
        Task tick = Task.Delay(interval, time, stoppingToken);
        Task hint = store.WaitForHintAsync(stoppingToken), told = HearAsync(stoppingToken);
        while (true)
        {
            // A hint may be lost, and only shortens the wait.
            Task woken = await Task.WhenAny(tick, hint, told);
            await woken;
            bool isTold = woken == told;
            if (woken == hint)
            {
                hint = store.WaitForHintAsync(stoppingToken);
            }
            else if (isTold)
            {
                told = HearAsync(stoppingToken);
            }
            else
            {
                tick = Task.Delay(interval, time, stoppingToken);
            }

            try
            {
                await LookAsync(tells: !isTold, stoppingToken);
                health.CanRead();
                _said = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                throw;
            }
            catch (StoreException exception)
            {
                health.CannotRead(exception);
            }
            catch (Exception exception)
            {
                if (_said != exception.Message)
                {
                    _said = exception.Message;
                    CannotWatch(log, exception);
                }
            }
        }
    }

    private Task HearAsync(CancellationToken stoppingToken) => hints is null
        ? Task.Delay(Timeout.Infinite, stoppingToken) : hints.WaitAsync(stoppingToken);

    private async Task LookAsync(bool tells, CancellationToken stoppingToken)
    {
        // Read before the refresh: a publication in between is seen by the next tick.
        (int Opening, long DataVersion) now = store.ChangeCounter();
        storeKeys.RenewIfOld();
        if (now.Opening != _seen.Opening)
        {
            Reopened(log, store.Path);
        }

        bool isRetry = (catalogs.Faults.Count > 0 || health.Fault is not null) && time.GetElapsedTime(_looked) >= RetryInterval;
        if (now == _seen && !isRetry)
        {
            return;
        }

        if (tells && now != _seen)
        {
            // Who was told by others has nothing to add.
            hints?.Tell();
        }

        _looked = time.GetTimestamp();
        if (isRetry && health.IsWritingFaulty)
        {
            ProveWritable();
        }

        await refresh.RunAsync(stoppingToken);
        storeKeys.Refresh(store.Keys);
        access.Refresh(store.Access);
        keys.Replace(store.EndpointKeys.All());
        _seen = now;
        store.EmptyLog();
    }

    private void ProveWritable()
    {
        try
        {
            store.ProveWritable();
            health.CanWrite();
        }
        catch (StoreException exception)
        {
            health.CannotWrite(exception);
        }
    }

    [LoggerMessage(32, LogLevel.Warning, "Another database was put in place of '{Path}': it is read from now on.")]
    private static partial void Reopened(ILogger log, string path);

    [LoggerMessage(6, LogLevel.Error, "Cannot look for new versions, trying again.")]
    private static partial void CannotWatch(ILogger log, Exception exception);
}
