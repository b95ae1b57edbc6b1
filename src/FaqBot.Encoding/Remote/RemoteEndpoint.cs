using System.Net;
using System.Net.Sockets;

namespace FaqBot.Encoding.Remote;

/// <summary>Where the service is.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class RemoteEndpoint
{
    private const string Operation = "/embeddings";

    // Names that only private networks resolve: RFC 6762, RFC 8375, the reserved .internal, and those of Kubernetes.
    private static readonly string[] PrivateSuffixes = [".localhost", ".local", ".internal", ".home.arpa", ".svc"];

    /// <summary>Takes an address without faults.</summary>
    public RemoteEndpoint(string endpoint)
    {
        UriBuilder builder = new(endpoint.Trim());
        string path = builder.Path.TrimEnd('/');
        builder.Path = path.EndsWith(Operation, StringComparison.Ordinal) ? path : path + Operation;
        Url = builder.Uri;
        Name = Url.Authority + Url.AbsolutePath[..^Operation.Length];
    }

    /// <summary>The address that requests go to.</summary>
    public Uri Url { get; }

    /// <summary>Host, port where unusual, and path, as messages and fingerprints have them.</summary>
    public string Name { get; }

    /// <summary>Checks an address.</summary>
    /// <returns>What is wrong, without showing what may be secret; null when nothing is.</returns>
    public static string? Fault(string endpoint) =>
        !Uri.TryCreate(endpoint.Trim(), UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0
            ? "Endpoint is not an http or https address, expected for example https://api.openai.com/v1"
            : url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0
            ? "Endpoint holds a user, a query or a fragment, expected host and path alone; the key belongs into ApiKey"
            : url.Scheme == "http" && !IsPrivate(url)
            ? $"Endpoint is http://{url.Host}, expected https: texts and key would cross the Internet readable"
            : null;

    private static bool IsPrivate(Uri url)
    {
        string host = url.IdnHost.TrimEnd('.');
        return url.HostNameType == UriHostNameType.Dns
            ? !host.Contains('.', StringComparison.Ordinal)
                || PrivateSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            : IPAddress.TryParse(host, out IPAddress? address) && IsPrivate(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    // RFC 1918 and RFC 4193.
    private static bool IsPrivate(IPAddress address) =>
        IPAddress.IsLoopback(address)
        || (address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.IsIPv6UniqueLocal
            : address.GetAddressBytes() is [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..]);
}
