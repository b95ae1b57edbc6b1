using System.Threading.RateLimiting;
using FaqBot.Core.Limiting;

namespace FaqBot.Http.Limits;

/// <summary>The requests of one caller, who sends them to any replica: each replica takes tokens out of one bucket, some at a
/// time.</summary>
/// <remarks>
/// Thread-safe. A request costs no call of Redis while tokens are left here. It takes one at first; whoever needs more within a second gets
/// twice as many the next time, up to a tenth of the bucket. Without Redis it counts by itself, with its share of what the caller may send.
/// </remarks>
internal sealed class LeasedLimiter(
    SharedTokens shared, string caller, int perMinute, int burst, ReplicaCount replicas, TimeProvider time) : RateLimiter
{
    private const int ShareOfBucket = 10;

    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1), Remembered = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _taking = new(1);
    private readonly int _burst = Math.Max(1, burst);
    private int _left, _size = 1;
    private long _taken = time.GetTimestamp(), _used = time.GetTimestamp();
    private (RateLimiter Limiter, int Replicas)? _alone;

    /// <inheritdoc />
    public override TimeSpan? IdleDuration => time.GetElapsedTime(_used) is var idle && idle > Remembered ? idle : null;

    /// <inheritdoc />
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc />
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            _used = time.GetTimestamp();
            if (_left < permitCount)
            {
                return Refused.Unasked;
            }

            _left -= permitCount;
            return Allowed.Lease;
        }
    }

    /// <inheritdoc />
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        await _taking.WaitAsync(cancellationToken);
        try
        {
            // Who waited finds what the one before has taken.
            if (AttemptAcquireCore(permitCount) is { IsAcquired: true } lease)
            {
                return lease;
            }

            int wanted = Math.Max(permitCount, NextSize());
            if (await shared.TakeAsync(caller, wanted, perMinute, _burst, cancellationToken) is not var (given, wait))
            {
                return Alone().AttemptAcquire(permitCount);
            }

            lock (_gate)
            {
                _left += given;
                _taken = time.GetTimestamp();
                if (_left < permitCount)
                {
                    return new Refused(wait);
                }

                _left -= permitCount;
                return Allowed.Lease;
            }
        }
        finally
        {
            _taking.Release();
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _alone?.Limiter.Dispose();
            _taking.Dispose();
        }

        base.Dispose(disposing);
    }

    private int NextSize()
    {
        int most = Math.Max(1, _burst / ShareOfBucket);
        return _size = time.GetElapsedTime(_taken) < Quick ? Math.Min(most, _size * 2) : 1;
    }

    private RateLimiter Alone()
    {
        int count = replicas.Value;
        if (_alone is not { } alone || alone.Replicas != count)
        {
            int share = Math.Max(1, _burst / count);
            TokenBucketRateLimiter limiter = new(SharedRates.Bucket(perMinute / count, share));

            // Another number of replicas is no reason to begin with a full bucket again.
            if (_alone is { } former)
            {
                limiter.AttemptAcquire((int)Math.Max(0, share - (former.Limiter.GetStatistics()?.CurrentAvailablePermits ?? 0))).Dispose();
                former.Limiter.Dispose();
            }

            _alone = alone = (limiter, count);
        }

        return alone.Limiter;
    }

    private sealed class Allowed : RateLimitLease
    {
        public static Allowed Lease { get; } = new();

        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }

    private sealed class Refused(TimeSpan wait) : RateLimitLease
    {
        public static Refused Unasked { get; } = new(TimeSpan.Zero);

        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? wait : null;
            return metadata is not null;
        }
    }
}
