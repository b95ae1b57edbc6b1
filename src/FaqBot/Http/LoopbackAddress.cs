using System.Net;

namespace FaqBot.Http;

/// <summary>Tells addresses of this machine from others.</summary>
internal static class LoopbackAddress
{
    /// <summary>Whether a host name or address is this machine.</summary>
    public static bool IsHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Whether an address of the web is on this machine.</summary>
    public static bool IsUrl(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? read) && (read.Scheme is "https" or "http") && read.UserInfo.Length == 0
            && read.Host.Length > 0 && IsHost(read.IdnHost);
}
