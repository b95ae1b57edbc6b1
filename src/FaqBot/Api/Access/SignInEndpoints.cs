using FaqBot.Access;
using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaqBot.Api.Access;

/// <summary><c>/api/v1/sign-in</c>, <c>/api/v1/sign-out</c>: sessions of people.</summary>
internal static class SignInEndpoints
{
    private const string Example = "{\"name\": \"…\", \"password\": \"…\"}";

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/sign-in", Send).WithName("SignInByIssuer").WithTags("Access").OpenToAll()
            .WithSummary("Lead a browser to the issuer, and back to a page of this service.")
            .WithDescription("Query: returnUrl, a path of this service.")
            .Produces(StatusCodes.Status302Found).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/api/v1/sign-in", SignInAsync).WithName("SignIn").WithTags("Access").OpenToAll()
            .WithSummary("Sign in with an account of the service itself, for the day on which the issuer cannot be reached.")
            .WithExample("""{"name":"root","password":"a horse has no batteries"}""").Accepts<SignInRequest>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        routes.MapPost("/api/v1/sign-out", SignOutAsync).WithName("SignOut").WithTags("Access").KnowsCaller()
            .WithSummary("End the session; with everywhere=true all sessions of whoever calls.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        routes.MapPost("/api/v1/members/sign-out", EndSessionsAsync).WithName("EndSessions").WithTags("Access").Needs(Right.Administer)
            .WithSummary("End all sessions of somebody, named as in histories: user:… or account:….")
            .WithExample("""{"name":"user:anna@example.com"}""").Accepts<EndSessionsRequest>("application/json")
            .Produces<EndedSessions>().ProducesAccessProblems()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static ChallengeHttpResult Send(HttpContext http, OidcOptions options)
    {
        if (!options.IsConfigured())
        {
            throw new UnknownHereException("Found no issuer; FaqBot:Access:Oidc names one.");
        }

        DemandCookies(http);
        string stated = http.Request.Query["returnUrl"].ToString();
        RequestFaults faults = new();
        if (stated.Length > 0 && !IsOwnPath(stated))
        {
            faults.Add("returnUrl", "Found another address, expected a path of this service such as /admin.");
        }

        faults.ThrowIfAny();
        return TypedResults.Challenge(
            new AuthenticationProperties { RedirectUri = http.Request.PathBase + (stated.Length > 0 ? stated : "/") }, [IssuerSignIn.Name]);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http, AccountSignIn accounts, PublicAddress address, CancellationToken cancellationToken)
    {
        // A page of another site could sign its visitor in as somebody else.
        string origin = http.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !address.IsOwn(http.Request, origin))
        {
            return TypedResults.Problem(
                "Found a page of another site, expected one of this service.", statusCode: StatusCodes.Status403Forbidden);
        }

        DemandCookies(http);
        (string name, string password) = await JsonBody.ReadFieldsAsync(
            http.Request,
            Example,
            fields =>
            {
                fields.Expect("name", "password");
                return (fields.RequiredText("name", Member.MostName).Trim(), fields.RequiredText("password", LocalAccount.MostPassword));
            },
            cancellationToken);
        return await accounts.TryAsync(http, name, password)
            ? TypedResults.NoContent()
            : TypedResults.Problem(
                "Name or password are wrong, or the account is locked for a while after too many wrong ones.",
                statusCode: StatusCodes.Status401Unauthorized, title: "Signing in failed.");
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, AccessRing ring, AuditTrail trail)
    {
        Caller caller = Caller.Of(http);
        if (!caller.IsSession)
        {
            return TypedResults.Problem(
                "Found no session, expected the cookie of one.", statusCode: StatusCodes.Status401Unauthorized,
                title: "Nobody is signed in.");
        }

        await trail.DoAsync(http, caller.Name, "SignOut", async () =>
        {
            await http.SignOutAsync(SessionAuthentication.Name);
            if (http.Request.Query["everywhere"] == "true")
            {
                await Task.Run(() => ring.Store.Sessions.EndAll(caller.Name));
            }
        });
        return TypedResults.NoContent();
    }

    private static async Task<IResult> EndSessionsAsync(HttpContext http, AccessRing ring, CancellationToken cancellationToken)
    {
        string name = await JsonBody.ReadFieldsAsync(
            http.Request,
            "{\"name\": \"user:anna@example.com\"}",
            fields =>
            {
                fields.Expect("name");
                return fields.RequiredText("name", 2 * Member.MostName).Trim();
            },
            cancellationToken);
        AuditDetail.Of(http).Object = name;
        return TypedResults.Ok(new EndedSessions(await Task.Run(() => ring.Store.Sessions.EndAll(name))));
    }

    /// <summary>A session needs a cookie, which nobody on the way must read.</summary>
    private static void DemandCookies(HttpContext http)
    {
        if (!SessionCookies.CanBeGiven(http.Request))
        {
            throw new DoesNotFitException(
                "Found a request without TLS, expected https: put a proxy with TLS in front, and set FaqBot:Http:PublicUrl or "
                + "TrustedProxies.");
        }
    }

    /// <summary>Neither another host's, nor what browsers take for one.</summary>
    private static bool IsOwnPath(string path) =>
        path.Length <= 1_000 && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal)
            && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
}

/// <summary>Body of <c>POST /api/v1/sign-in</c>.</summary>
internal sealed record SignInRequest(string Name, string Password);

/// <summary>Body of <c>POST /api/v1/members/sign-out</c>.</summary>
internal sealed record EndSessionsRequest(string Name);

/// <summary>How many sessions ended.</summary>
internal sealed record EndedSessions(int Sessions);
