using System.Threading.RateLimiting;

namespace FaqBot.Channels.DirectLine;

/// <summary>How often a caller may do something; counted in each replica by itself.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CallLimits : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _messages;
    private readonly PartitionedRateLimiter<string> _starts;

    public CallLimits(DirectLineOptions options)
    {
        _messages = PerMinute(options.MessagesPerMinute);
        _starts = PerMinute(options.StartsPerMinute);
    }

    /// <summary>Counts a message of a conversation.</summary>
    /// <exception cref="DirectLineException">It is one too many.</exception>
    public void CountMessage(string conversation) => Count(_messages, conversation, "The conversation has too many messages");

    /// <summary>Counts a token or conversation that an address asks for.</summary>
    /// <exception cref="DirectLineException">It is one too many.</exception>
    public void CountStart(string address) => Count(_starts, address, "The address asks for too many conversations");

    public void Dispose()
    {
        _messages.Dispose();
        _starts.Dispose();
    }

    private static void Count(PartitionedRateLimiter<string> limiter, string who, string what)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(who);
        if (!lease.IsAcquired)
        {
            TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan left) ? left : Window;
            throw DirectLineException.TooMany($"{what}; wait {Math.Ceiling(wait.TotalSeconds)} s.", wait);
        }
    }

    private static PartitionedRateLimiter<string> PerMinute(int most) => PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Window }));
}
