using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace FaqBot.Http;

/// <summary>Takes a caller's address, the scheme and the path in front from <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and
/// <c>X-Forwarded-Prefix</c>, of the configured proxies only.</summary>
internal static class TrustedProxies
{
    // The last is what is left of an address that was replaced.
    private static readonly string[] Headers =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server",
        "X-Forwarded-Prefix", "X-Real-IP", "Via", ForwardedHeadersDefaults.XOriginalForHeaderName,
    ];

    /// <summary>Whether a proxy passed the request on for somebody.</summary>
    public static bool HavePassed(HttpRequest request) => Headers.Any(request.Headers.ContainsKey);

    /// <summary>Whether a text names a proxy.</summary>
    public static bool IsAddressOrNetwork(string text) => IPAddress.TryParse(text, out _) || System.Net.IPNetwork.TryParse(text, out _);

    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        HttpOptions options = app.ApplicationServices.GetRequiredService<HttpOptions>();
        if (options.PathBase is { Length: > 0 } prefix)
        {
            // Paths without it are served, too: some proxies take it off.
            app.UsePathBase(prefix);
        }

        if (options.TrustedProxies.Length == 0)
        {
            return;
        }

        ForwardedHeadersOptions forwarding = new()
        {
            ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = options.TrustedHops,
        };
        forwarding.KnownProxies.Clear();
        forwarding.KnownIPNetworks.Clear();
        foreach (string proxy in options.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out IPAddress? address))
            {
                forwarding.KnownProxies.Add(address);
            }
            else
            {
                forwarding.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }

        app.UseForwardedHeaders(forwarding);
    }
}
