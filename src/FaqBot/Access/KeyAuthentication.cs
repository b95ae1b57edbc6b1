using System.Text.Encodings.Web;
using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FaqBot.Access;

/// <summary>Knows callers by a key: the one of the configuration, or one of the store.</summary>
/// <remarks>
/// As bearer token, or as <c>Ocp-Apim-Subscription-Key</c>, the only header that clients of Azure's authoring routes send.
/// </remarks>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory loggers, UrlEncoder encoder, AdminOptions options,
    AccessRing ring, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, loggers, encoder)
{
    /// <summary>Name of this way.</summary>
    public const string Name = "Key";

    private const string Ended = "The key has ended; ask its owner for another.";

    /// <summary>What a request brings as a key, right or wrong; null where it brings none.</summary>
    public static string? Presented(HttpRequest request) =>
        BearerKey.TextOf(request) ?? (request.Headers[BearerKey.SubscriptionHeader].ToString().Trim() is { Length: > 0 } key ? key : null);

    /// <summary>Why a request's key was refused, where there is more to say than that it opens nothing; or null.</summary>
    public static string? FailureOf(HttpContext context) => context.Items[typeof(KeyAuthentication)] as string;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Looked at in requests to guarded routes alone; the framework's own log says nothing of what was presented.
        return Task.FromResult(Presented(Request) is not { } presented ? AuthenticateResult.NoResult() : Check(presented));
    }

    private AuthenticateResult Check(string presented)
    {
        if (options.Key is { } configured && BearerKey.AreEqual(presented, configured))
        {
            return Success(new Caller(CallerKind.Configured, CallerName.Configured, Grant.All));
        }

        if (!KeySecret.IsWellFormed(presented) || ring.Find(presented) is not { } found)
        {
            return AuthenticateResult.Fail("It opens nothing.");
        }

        DateTimeOffset now = time.GetUtcNow();
        if (!found.Key.IsLive(now) || !found.Secret.IsLive(now))
        {
            // The framework keeps no failure of one way among several.
            Context.Items[typeof(KeyAuthentication)] = Ended;
            return AuthenticateResult.Fail(Ended);
        }

        ring.NoteUse(found.Secret);
        return Success(new Caller(CallerKind.Key, CallerName.OfKey(found.Key.Name), found.Key.Grants));
    }

    private static AuthenticateResult Success(Caller caller) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Name), Name));
}
