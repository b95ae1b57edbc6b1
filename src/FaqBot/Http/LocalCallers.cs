using System.Net;

namespace FaqBot.Http;

/// <summary>Tells programs of this machine, which may do more than strangers while there are no keys, from everybody else.</summary>
/// <remarks>
/// Behind a proxy on this machine every stranger's request comes from it, and without forwarding headers nothing tells it from a
/// program's own. So nobody counts once the options say that there is a proxy, or say that nobody shall.
/// </remarks>
internal sealed class LocalCallers(HttpOptions options)
{
    /// <summary>Why nobody counts as a program of this machine; null when some do.</summary>
    public string? Distrust { get; } =
        !options.TrustLocal ? "FaqBot:Http:TrustLocal is false"
        : options.TrustedProxies.Length > 0 ? "FaqBot:Http:TrustedProxies names proxies"
        : options.PublicUrl is not null ? "FaqBot:Http:PublicUrl is set"
        : null;

    /// <summary>Whether a program of this machine sends a request: to a name of this machine, not through a proxy, and not out of a page of
    /// another site.</summary>
    public bool Send(HttpRequest request) =>
        Distrust is null
        && request.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && LoopbackAddress.IsHost(request.Host.Host)
        && !TrustedProxies.HavePassed(request)
        && (!request.Headers.TryGetValue("Origin", out var origin) || LoopbackAddress.IsUrl(origin));
}
