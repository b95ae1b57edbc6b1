using System.Threading.RateLimiting;
using FaqBot.Encoding.Running;

namespace FaqBot.Engine;

/// <summary>Lets a few computations run at a time, in the order of arrival.</summary>
/// <param name="mostWaiting">How many may wait; further ones are refused.</param>
/// <param name="atOnce">How many run: as many as there are cores for, or one, whose batch takes all of them.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class Turns(int mostWaiting, int atOnce = 1) : IDisposable
{
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
    /// <exception cref="BusyException">Too many are waiting.</exception>
    public async Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellationToken)
    {
        using RateLimitLease turn = await _limiter.AcquireAsync(1, cancellationToken);
        return turn.IsAcquired ? compute() : throw new BusyException();
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();
}
