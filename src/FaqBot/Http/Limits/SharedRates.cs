using System.Threading.RateLimiting;
using FaqBot.Core.Caching;
using FaqBot.Core.Limiting;

namespace FaqBot.Http.Limits;

/// <summary>Counts the requests of a caller for all replicas together, where they share a Redis.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedRates(CacheOptions cache, ReplicaCount replicas, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly SharedTokens? _tokens =
        string.IsNullOrWhiteSpace(cache.Redis.Configuration) ? null : new SharedTokens(cache.Redis, time, loggers);

    /// <summary>The limiter of one caller.</summary>
    /// <param name="source">The caller.</param>
    /// <param name="perMinute">How many requests it may send.</param>
    /// <param name="burst">How many at once.</param>
    public RateLimitPartition<RequestSource> PartitionOf(RequestSource source, int perMinute, int burst) => _tokens is null
        ? RateLimitPartition.GetTokenBucketLimiter(source, _ => Bucket(perMinute, burst))
        : RateLimitPartition.Get(
            source, caller => new LeasedLimiter(_tokens, $"{caller.Kind} {caller.Name}", perMinute, burst, replicas, time));

    /// <summary>A bucket of this process alone.</summary>
    public static TokenBucketRateLimiterOptions Bucket(int perMinute, int burst) => new()
    {
        TokenLimit = Math.Max(1, burst),
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / Math.Max(1, perMinute),
    };

    public ValueTask DisposeAsync() => _tokens?.DisposeAsync() ?? ValueTask.CompletedTask;
}
