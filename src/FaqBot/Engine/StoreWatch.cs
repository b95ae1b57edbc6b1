using FaqBot.Core.Answering;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Sqlite;

namespace FaqBot.Engine;

/// <summary>Looks for new versions and keys, and for another database in place of this one; it goes on, whatever it meets.</summary>
internal sealed partial class StoreWatch(
    KnowledgeStore store, PublishedCatalogs catalogs, CatalogRefresh refresh, EndpointKeyRing keys, StoreKeyRing storeKeys,
    AccessRing access, StorageHealth health, TimeProvider time, ILogger log)
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
        using PeriodicTimer timer = new(interval, time);
        Task<bool> tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        Task hint = store.WaitForHintAsync(stoppingToken);
        while (true)
        {
            // A hint may be lost, and only shortens the wait.
            if (await Task.WhenAny(tick, hint) == hint)
            {
                await hint;
                hint = store.WaitForHintAsync(stoppingToken);
            }
            else if (await tick)
            {
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }
            else
            {
                return;
            }

            try
            {
                await LookAsync(stoppingToken);
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

    private async Task LookAsync(CancellationToken stoppingToken)
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
