using FaqBot.Http;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FaqBot.Access;

/// <summary>Names the session's cookie: over TLS so that no other host and no page without TLS can set it.</summary>
/// <remarks>
/// Browsers take cookies of the prefix <c>__Host-</c> over TLS alone. Who tries the service on the own machine has none, and gets a
/// cookie of another name, which counts nowhere else.
/// </remarks>
internal sealed class SessionCookies : ICookieManager
{
    /// <summary>Over TLS.</summary>
    public const string Name = "__Host-faqbot";

    /// <summary>On this machine without TLS.</summary>
    public const string LocalName = "faqbot-local";

    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>Whether a cookie may be given to who sends a request: what goes over the network in the clear is no secret.</summary>
    public static bool CanBeGiven(HttpRequest request) => request.IsHttps || LoopbackAddress.IsHost(request.Host.Host);

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, NameFor(context));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        options.Secure = context.Request.IsHttps;
        _cookies.AppendResponseCookie(context, NameFor(context), value, options);
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        options.Secure = context.Request.IsHttps;
        _cookies.DeleteCookie(context, NameFor(context), options);
    }

    private static string NameFor(HttpContext context) => context.Request.IsHttps ? Name : LocalName;
}
