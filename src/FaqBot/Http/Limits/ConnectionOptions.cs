using FaqBot.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FaqBot.Http.Limits;

/// <summary>How much of the service one connection may take, and for how long.</summary>
internal sealed class ConnectionOptions
{
    public int MaxConnections { get; set; } = 10_000;

    public int MaxUpgraded { get; set; } = 10_000;

    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    public int MaxHeaders { get; set; } = 100;

    public int MaxRequestLineBytes { get; set; } = 8 * 1024;

    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(130);

    public int MinBytesPerSecond { get; set; } = 240;

    public TimeSpan SlowGrace { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Faults() =>
    [
        .. OptionRange.Faults(nameof(MaxConnections), MaxConnections, 1, 1_000_000),
        .. OptionRange.Faults(nameof(MaxUpgraded), MaxUpgraded, 1, 1_000_000),
        .. OptionRange.Faults(nameof(MaxHeaderBytes), MaxHeaderBytes, 1024, 1024 * 1024),
        .. OptionRange.Faults(nameof(MaxHeaders), MaxHeaders, 16, 1000),
        .. OptionRange.Faults(nameof(MaxRequestLineBytes), MaxRequestLineBytes, 1024, 64 * 1024),
        .. OptionRange.Faults(nameof(HeaderTimeout), HeaderTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        .. OptionRange.Faults(nameof(KeepAlive), KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        .. OptionRange.Faults(nameof(MinBytesPerSecond), MinBytesPerSecond, 0, 1024 * 1024),
        .. OptionRange.Faults(nameof(SlowGrace), SlowGrace, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10)),
    ];

    /// <summary>Sets the server up.</summary>
    public void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = MaxConnections;
        limits.MaxConcurrentUpgradedConnections = MaxUpgraded;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestBufferSize = Math.Max(limits.MaxRequestBufferSize ?? 0, Math.Max(MaxHeaderBytes, MaxRequestLineBytes));
        limits.RequestHeadersTimeout = HeaderTimeout;
        limits.KeepAliveTimeout = KeepAlive;
        MinDataRate? rate = MinBytesPerSecond == 0 ? null : new MinDataRate(MinBytesPerSecond, SlowGrace);
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
    }
}
