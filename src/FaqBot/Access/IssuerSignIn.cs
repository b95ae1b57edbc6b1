using System.Security.Claims;
using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace FaqBot.Access;

/// <summary>Lets the people of an issuer sign in: OpenID Connect, authorisation code with PKCE.</summary>
internal sealed partial class IssuerSignIn(
    AccessRing ring, OidcOptions issuer, AuditTrail trail, PublicAddress address, TimeProvider time, IProblemDetailsService problems,
    ILogger<IssuerSignIn> log)
{
    /// <summary>Name of this way.</summary>
    public const string Name = "Issuer";

    /// <summary>Where the issuer sends people back to.</summary>
    public const string Callback = "/api/v1/sign-in/callback";

    /// <summary>What the audit log calls it.</summary>
    public const string Action = "SignIn";

    private const string Subject = "sub", Issuer = "iss";

    /// <summary>Sets the way up.</summary>
    public static void AddTo(AuthenticationBuilder authentication)
    {
        authentication.AddOpenIdConnect(Name, null, _ => { });
        authentication.Services.AddSingleton<IssuerSignIn>().AddOptions<OpenIdConnectOptions>(Name)
            .Configure<IssuerSignIn, OidcOptions>((oidc, signIn, options) =>
            {
                oidc.SignInScheme = SessionAuthentication.Name;
                oidc.Authority = options.Authority;
                oidc.RequireHttpsMetadata = options.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
                oidc.ClientId = options.ClientId;
                oidc.ClientSecret = options.ClientSecret;
                oidc.ResponseType = OpenIdConnectResponseType.Code;
                oidc.ResponseMode = OpenIdConnectResponseMode.Query;
                oidc.UsePkce = true;
                oidc.MapInboundClaims = false;
                oidc.SaveTokens = false;
                oidc.GetClaimsFromUserInfoEndpoint = false;
                oidc.DisableTelemetry = true;
                oidc.CallbackPath = Callback;
                oidc.Scope.Clear();
                foreach (string scope in options.Scopes.Prepend("openid").Distinct(StringComparer.Ordinal))
                {
                    oidc.Scope.Add(scope);
                }

                // Coming back is a link that is followed, for which browsers send cookies of this strictness.
                oidc.CorrelationCookie.SameSite = oidc.NonceCookie.SameSite = SameSiteMode.Lax;
                oidc.CorrelationCookie.SecurePolicy = oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                oidc.Events.OnRedirectToIdentityProvider = signIn.SendAsync;
                oidc.ClaimActions.Remove(Issuer);
                oidc.Events.OnTokenValidated = Demand;
                oidc.Events.OnTicketReceived = signIn.EnterAsync;
                oidc.Events.OnRemoteFailure = signIn.RefuseAsync;
            });
    }

    private Task SendAsync(RedirectContext context)
    {
        context.ProtocolMessage.RedirectUri = address.Of(context.Request) + Callback;
        return Task.CompletedTask;
    }

    private static Task Demand(TokenValidatedContext context)
    {
        // The standard leaves the signature out where the token comes straight from the issuer; here it never is.
        if (string.IsNullOrEmpty(context.SecurityToken.RawSignature))
        {
            context.Fail("The token is not signed.");
            return Task.CompletedTask;
        }

        if (string.IsNullOrEmpty(context.Principal?.FindFirstValue(Subject))
            || string.IsNullOrEmpty(context.Principal.FindFirstValue(Issuer)))
        {
            context.Fail("The token names no subject or no issuer.");
        }

        return Task.CompletedTask;
    }

    /// <summary>The issuer has vouched for somebody: signature, issuer, audience, time and nonce are checked by now.</summary>
    private async Task EnterAsync(TicketReceivedContext context)
    {
        ClaimsPrincipal person = context.Principal!;
        string subject = person.FindFirstValue(Subject)!, vouches = person.FindFirstValue(Issuer)!;
        string called = person.FindFirstValue(issuer.NameClaim)?.Trim() is { Length: > 0 and <= Member.MostName } name ? name : subject;
        string[] groups =
            [.. person.FindAll(issuer.RoleClaim).Select(claim => claim.Value).Where(group => group.Length <= Member.MostName)];
        string known = await Task.Run(() => ring.Store.Members.Enter(vouches, subject, called, time.GetUtcNow()));
        AuthenticationProperties properties = context.Properties!;
        SessionAuthentication.Prepare(properties);

        // Here rather than by who called: the session and that it was begun are stored together.
        await trail.DoAsync(
            context.HttpContext, CallerName.OfUser(known), Action,
            () => context.HttpContext.SignInAsync(
                SessionAuthentication.Name, SessionAuthentication.OfUser(known, groups), properties));
        context.HandleResponse();
        context.Response.Redirect(context.ReturnUri is { Length: > 0 } back ? back : "/");
    }

    private async Task RefuseAsync(RemoteFailureContext context)
    {
        context.HandleResponse();

        // Not its message: the issuer's words came by way of the browser.
        string kind = context.Failure?.GetType().Name ?? "failure";
        Refused(log, kind);
        if (ring.IsLoaded)
        {
            AuditDetail.Of(context.HttpContext).Action = Action;
            await trail.RefuseAsync(context.HttpContext, RouteRight.None, $"The issuer's answer was refused ({kind}).");
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context.HttpContext,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status401Unauthorized,
                Title = "Signing in failed.",
                Detail = "The issuer's answer could not be accepted; begin again at /api/v1/sign-in.",
            },
        });
    }

    [LoggerMessage(1, LogLevel.Warning, "Somebody could not sign in by the issuer ({Kind}).")]
    private static partial void Refused(ILogger log, string kind);
}
