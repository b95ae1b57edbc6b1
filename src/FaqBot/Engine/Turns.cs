using System.Diagnostics;
using System.Threading.RateLimiting;
using FaqBot.Encoding.Running;

namespace FaqBot.Engine;

/// <summary>Lets a few computations run at a time, in the order of arrival.</summary>
/// <param name="mostWaiting">How many may wait; further ones are refused.</param>
/// <param name="atOnce">How many run: as many as there are cores for, or one, whose batch takes all of them.</param>
/// <param name="patience">The least wait lately from which on more are refused; null: never.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class Turns(int mostWaiting, int atOnce = 1, TimeSpan? patience = null) : IDisposable
{
    private readonly WaitWindow _waits = new();
    private readonly Lock _gate = new();

    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = atOnce,
            QueueLimit = mostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });

    /// <summary>Computes when the turn has come.</summary>
    /// <param name="compute">What to compute.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The result.</returns>
    /// <exception cref="BusyException">Too many are waiting, or for too long.</exception>
    public async Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellationToken)
    {
        long arrived = Stopwatch.GetTimestamp();
        if (IsTooSlow(arrived))
        {
            throw new BusyException();
        }

        using RateLimitLease turn = await _limiter.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired)
        {
            throw new BusyException();
        }

        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _waits.Add(Stopwatch.GetElapsedTime(arrived, now), now);
        }

        return compute();
    }

    private bool IsTooSlow(long now)
    {
        lock (_gate)
        {
            return _waits.Least(now) > patience;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();
}
