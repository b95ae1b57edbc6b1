namespace FaqBot.Core.Analytics.Logging;

/// <summary>Keeps the log from taking the machine from answers: after full batches, which show that more is asked than can be written at
/// leisure, it rests. So it takes a tenth of one core at most.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="time">Measures what writing took.</param>
internal sealed class LogPace(TimeProvider time)
{
    /// <summary>How many times as long as it wrote the log rests.</summary>
    public const int Rest = 9;

    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(0.25);

    private int _waiting;

    /// <summary>Somebody waits for what is being written: there is no rest until <see cref="EndHurry"/>.</summary>
    public void Hurry() => Interlocked.Increment(ref _waiting);

    /// <summary>Ends one <see cref="Hurry"/>.</summary>
    public void EndHurry() => Interlocked.Decrement(ref _waiting);

    /// <summary>Rests after a batch.</summary>
    /// <param name="begun">When writing it began.</param>
    /// <param name="stoppingToken">Ends the rest.</param>
    /// <returns>A task that never fails.</returns>
    public async Task RestAsync(long begun, CancellationToken stoppingToken)
    {
        TimeSpan rest = Rest * time.GetElapsedTime(begun);
        if (Volatile.Read(ref _waiting) == 0)
        {
            await Task.Delay(rest < LongestRest ? rest : LongestRest, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
