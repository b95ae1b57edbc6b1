using FaqBot.Http;

namespace FaqBot.Channels.BotFramework.Settings;

/// <summary>Addresses that tokens may be sent to and keys taken from.</summary>
internal static class SafeUrl
{
    /// <summary>Whether an address is https, or http on this machine.</summary>
    public static bool IsAllowed(string? url) => TryRead(url, out Uri? read) && (read!.Scheme == Uri.UriSchemeHttps || IsLoopback(read));

    /// <summary>Whether an address is on this machine.</summary>
    public static bool IsLoopback(string? url) => TryRead(url, out Uri? read) && IsLoopback(read!);

    /// <summary>Whether a request goes to an address below another.</summary>
    public static bool IsBelow(Uri request, Uri origin) =>
        request.GetLeftPart(UriPartial.Authority) == origin.GetLeftPart(UriPartial.Authority)
        && request.AbsolutePath.StartsWith(origin.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal);

    // Not Uri.IsLoopback alone: it also takes names that a resolver may lead elsewhere.
    private static bool IsLoopback(Uri url) => LoopbackAddress.IsHost(url.IdnHost);

    private static bool TryRead(string? url, out Uri? read) =>
        Uri.TryCreate(url, UriKind.Absolute, out read) && (read.Scheme is "https" or "http") && read.UserInfo.Length == 0
            && read.Host.Length > 0;
}
