using System.Threading.RateLimiting;
using FaqBot.Http;

namespace FaqBot.Engine;

/// <summary>Lets one import, or edit of very many entries, run at a time, in the order of arrival: each may hold hundreds of megabytes, its
/// body included.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ImportTurns : IDisposable
{
    private const int MostWaiting = 4;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = 1,
            QueueLimit = MostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });

    /// <summary>Waits until it is the caller's turn.</summary>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The turn.</returns>
    /// <exception cref="TooMuchAtWorkException">Too many are waiting.</exception>
    public async Task<LargeWork> TakeAsync(CancellationToken cancellationToken)
    {
        RateLimitLease turn = await _limiter.AcquireAsync(1, cancellationToken);
        if (turn.IsAcquired)
        {
            return new LargeWork(turn);
        }

        turn.Dispose();
        throw new TooMuchAtWorkException(
            $"Found {MostWaiting} imports or large edits that wait, expected fewer; try again later.", RetryAfter);
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();
}

/// <summary>A turn of such work: it ends with its request, or with the work that it was handed over to.</summary>
internal sealed class LargeWork(RateLimitLease turn) : IDisposable
{
    private bool _isHandedOver;

    /// <summary>Work that holds the turn until its end, however long its request waits for it.</summary>
    /// <param name="work">The work.</param>
    public Func<CancellationToken, Task<T>> While<T>(Func<CancellationToken, Task<T>> work) => async stopping =>
    {
        _isHandedOver = true;
        using (turn)
        {
            return await work(stopping);
        }
    };

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_isHandedOver)
        {
            turn.Dispose();
        }
    }
}
