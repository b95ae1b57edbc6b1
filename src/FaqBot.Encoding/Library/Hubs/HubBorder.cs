namespace FaqBot.Encoding.Library.Hubs;

/// <summary>What may cross from a hub to the servers that it leads to.</summary>
internal static class HubBorder
{
    /// <summary>Whether a server is the hub itself, and nobody on the way can read what it is sent.</summary>
    public static bool MayKnowToken(Uri endpoint, Uri address) =>
        Uri.Compare(address, endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
        && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);

    /// <summary>Where a redirect leads.</summary>
    /// <exception cref="HubException">It leads to what is no web address, or out of https.</exception>
    public static Uri Follow(Uri endpoint, Uri from, Uri? location)
    {
        Uri? target = location is null ? null : new Uri(from, location);
        bool allowed = target is not null && target.UserInfo.Length == 0
            && (target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && endpoint.Scheme == Uri.UriSchemeHttp));
        return allowed
            ? target!
            : throw new HubException(
                $"{from.Host} leads to '{Shown(target)}', expected an https address; check that {endpoint} is the hub that you mean.");
    }

    /// <summary>Scheme and server: paths, queries and user names may be secret.</summary>
    private static string Shown(Uri? target) =>
        target is null ? "nowhere" : RelativePath.Shown(target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
}
