using System.Security.Claims;
using FaqBot.Core.Access;

namespace FaqBot.Http.Keys;

/// <summary>How a caller is known.</summary>
internal enum CallerKind
{
    /// <summary>Not at all.</summary>
    Nobody,

    /// <summary>By the key of the configuration.</summary>
    Configured,

    /// <summary>By a key of the store.</summary>
    Key,

    /// <summary>As a person whom the issuer vouches for.</summary>
    User,

    /// <summary>As an account of the service itself.</summary>
    Account,
}

/// <summary>Who sends a request, and what that one may do. What a request says of itself is not believed.</summary>
/// <param name="Kind">How the caller is known.</param>
/// <param name="Name">What histories call it: see <see cref="CallerName"/>.</param>
/// <param name="Grants">What it may do.</param>
internal sealed record Caller(CallerKind Kind, string Name, IReadOnlyList<Grant> Grants)
{
    /// <summary>Who shows nothing.</summary>
    public static Caller Nobody { get; } = new(CallerKind.Nobody, CallerName.Nobody, []);

    /// <summary>What a browser must repeat with every change, since it sends its cookie by itself; null for callers without one.</summary>
    public string? AntiforgeryToken { get; init; }

    /// <summary>When the session ends; null where there is none.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it is known by a cookie.</summary>
    public bool IsSession => Kind is CallerKind.User or CallerKind.Account;

    /// <summary>Whether it may do something.</summary>
    /// <param name="right">What.</param>
    /// <param name="kb">The knowledge base; null: all of them.</param>
    public bool May(Right right, string? kb) => Grants.Allow(right, kb);

    /// <summary>Who sends a request.</summary>
    /// <param name="context">A request to a route that says what it needs (<see cref="RouteAccess"/>); elsewhere nobody is known.</param>
    public static Caller Of(HttpContext context) =>
        context.User.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller ?? Nobody;

    /// <summary>The caller as the framework passes it on.</summary>
    /// <param name="scheme">How the caller was found out.</param>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new CallerIdentity(this, scheme));

    private sealed class CallerIdentity(Caller caller, string scheme)
        : ClaimsIdentity([new Claim(DefaultNameClaimType, caller.Name)], scheme)
    {
        public Caller Caller => caller;
    }
}
