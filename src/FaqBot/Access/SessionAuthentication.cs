using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FaqBot.Access;

/// <summary>Knows callers by the session that their browser's cookie names.</summary>
/// <remarks>
/// A session says who somebody is; what that one may do is looked up with every request, so that a role that is taken away counts at once.
/// Only the groups that the issuer names are those of the time of signing in.
/// </remarks>
internal sealed class SessionAuthentication(AccessRing ring, OidcOptions issuer)
{
    /// <summary>Name of this way.</summary>
    public const string Name = "Session";

    /// <summary>Most groups of a person that count.</summary>
    public const int MostGroups = 1_000;

    private const string Antiforgery = "antiforgery", Group = "group", Account = "account";

    /// <summary>Sets the way up.</summary>
    public static void AddTo(AuthenticationBuilder authentication)
    {
        authentication.AddCookie(Name, null, _ => { });
        authentication.Services.AddSingleton<StoredSessions>().AddSingleton<SessionAuthentication>()
            .AddOptions<CookieAuthenticationOptions>(Name)
            .Configure<StoredSessions, SessionAuthentication, AccessOptions>((cookie, sessions, session, options) =>
            {
                cookie.SessionStore = sessions;
                cookie.CookieManager = new SessionCookies();
                cookie.Cookie.Name = SessionCookies.Name;
                cookie.Cookie.Path = "/";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = options.SessionLifetime;
                cookie.SlidingExpiration = false;
                cookie.Events.OnValidatePrincipal = session.KnowAsync;
            });
    }

    /// <summary>Who somebody is, as a session keeps it.</summary>
    /// <param name="name">Name of a person of the issuer, by which it is known here.</param>
    /// <param name="groups">The groups that the person is in.</param>
    public static ClaimsPrincipal OfUser(string name, IEnumerable<string> groups) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, CallerName.OfUser(name)),
            new Claim(ClaimTypes.NameIdentifier, name),
            .. groups.Take(MostGroups).Select(group => new Claim(Group, group)),
        ],
        Name));

    /// <summary>Who somebody is, as a session keeps it.</summary>
    /// <param name="name">Name of an account of the service itself.</param>
    public static ClaimsPrincipal OfAccount(string name) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, CallerName.OfAccount(name)), new Claim(Account, name)], Name));

    /// <summary>What a new session holds beside that.</summary>
    public static void Prepare(AuthenticationProperties properties)
    {
        properties.IsPersistent = false;
        properties.AllowRefresh = false;
        properties.Items[Antiforgery] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>Replaces what a session says by what counts now.</summary>
    private Task KnowAsync(CookieValidatePrincipalContext context)
    {
        Caller? caller = CallerOf(context.Principal!);
        if (caller is null)
        {
            context.RejectPrincipal();
            return Task.CompletedTask;
        }

        caller = caller with
        {
            AntiforgeryToken = context.Properties.Items.TryGetValue(Antiforgery, out string? token) ? token : null,
            ExpiresAt = context.Properties.ExpiresUtc,
        };
        context.ReplacePrincipal(caller.ToPrincipal(Name));
        return Task.CompletedTask;
    }

    private Caller? CallerOf(ClaimsPrincipal person)
    {
        if (person.FindFirst(Account)?.Value is { } account)
        {
            return ring.HasAccount(account) ? new Caller(CallerKind.Account, CallerName.OfAccount(account), Grant.All) : null;
        }

        if (person.FindFirst(ClaimTypes.NameIdentifier)?.Value is not { } name || !issuer.IsConfigured())
        {
            return null;
        }

        string[] groups = [.. person.FindAll(Group).Select(claim => claim.Value)];
        return new Caller(
            CallerKind.User, CallerName.OfUser(name), [.. issuer.GrantsOf(groups).Concat(ring.GrantsOf(name, groups)).Distinct()]);
    }
}
