using FaqBot.Core.Storage;
using FaqBot.Engine;

namespace FaqBot.Access;

/// <summary>Stores once a minute which keys were used and what the audit log has not been told in time, and once an hour deletes rows
/// of it whose time is over.</summary>
internal sealed partial class AccessUpkeep(AccessRing ring, AccessOptions options, TimeProvider time, ILogger<AccessUpkeep> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1), PurgeInterval = TimeSpan.FromHours(1);

    // Longer than nearly every request: what lasts longer gets a second row at its end.
    private static readonly TimeSpan MarkLifetime = TimeSpan.FromMinutes(10);

    private long? _purged;
    private string? _said;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Run();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Run();
        }
    }

    private void Run()
    {
        if (!ring.IsLoaded)
        {
            return;
        }

        try
        {
            ring.StoreUses();
            ring.Store.Audit.Settle(time.GetUtcNow() - MarkLifetime);
            if (_purged is not { } last || time.GetElapsedTime(last) >= PurgeInterval)
            {
                ring.Store.Audit.Purge(time.GetUtcNow().AddDays(-options.AuditDays));
                _purged = time.GetTimestamp();
            }

            _said = null;
        }
        catch (Exception exception) when (exception is StoreException or ObjectDisposedException)
        {
            // It is due the next time; the same is not said every minute. At the end the store may be closed first.
            if (exception is StoreException && _said != exception.Message)
            {
                _said = exception.Message;
                CannotKeepUp(log, exception.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Uses of keys and the audit log cannot be looked after, trying again: {Reason}")]
    private static partial void CannotKeepUp(ILogger log, string reason);
}
