namespace FaqBot.Http;

/// <summary>Spreads the times at which those who were refused ask again.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="random">Used by nobody else.</param>
internal sealed class RetryJitter(Random random)
{
    private readonly Lock _gate = new();

    /// <summary>A time from zero to the most.</summary>
    public TimeSpan Next(TimeSpan most)
    {
        lock (_gate)
        {
            return random.NextDouble() * most;
        }
    }
}
