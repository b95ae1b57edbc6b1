using FaqBot.Core.Access;
using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;

namespace FaqBot.Access;

/// <summary>Holds what a route needs against what its caller may do.</summary>
internal sealed class RouteRightHandler : AuthorizationHandler<RouteRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RouteRequirement requirement)
    {
        if (context.Resource is HttpContext http && http.GetEndpoint()?.Metadata.GetMetadata<RouteRight>() is { } route
            && Caller.Of(http).May(route.Right, route.KnowledgeBaseOf(http)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Lets requests in, or says why not; either is written down.</summary>
internal sealed class RouteGate(
    AuditTrail trail, AdminOptions admin, AccessOptions options, AccessRing ring, PublicAddress address, IProblemDetailsService problems)
    : IAuthorizationMiddlewareResultHandler
{
    /// <summary>The header in which a page repeats what <c>GET /api/v1/me</c> gave it.</summary>
    public const string AntiforgeryHeader = "X-FaqBot-Antiforgery";

    private const string Closed = "The admin routes are closed: set FaqBot:Admin:Key.";
    private const string Needed = "Send a key as 'Authorization: Bearer …', or sign in.";

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        RouteRight route = context.GetEndpoint()!.Metadata.GetMetadata<RouteRight>()!;
        Caller caller = Caller.Of(context);
        if (authorizeResult.Succeeded && (!caller.IsSession || !RouteAccess.IsChanging(context.Request) || IsOwnPage(context, caller)))
        {
            await trail.FollowAsync(context, route, next);
            return;
        }

        ProblemDetails problem = authorizeResult.Succeeded ? Forged() : Refused(context, route, caller);
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        await trail.RefuseAsync(context, route, problem.Detail!);
        context.Response.StatusCode = problem.Status!.Value;
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    /// <summary>Browsers send cookies by themselves; what a page of another site cannot know or send shows that it is an own one.</summary>
    private bool IsOwnPage(HttpContext context, Caller caller)
    {
        string origin = context.Request.Headers.Origin.ToString();
        return caller.AntiforgeryToken is { } token
            && BearerKey.AreEqual(context.Request.Headers[AntiforgeryHeader].ToString(), token)
            && (origin.Length == 0 || address.IsOwn(context.Request, origin));
    }

    private ProblemDetails Refused(HttpContext context, RouteRight route, Caller caller)
    {
        if (caller.Kind != CallerKind.Nobody)
        {
            return Problem(StatusCodes.Status403Forbidden, "That is not allowed.", DetailOf(route, context, caller));
        }

        bool isClosed = admin.Key is null && !options.Oidc.IsConfigured() && (!ring.IsLoaded || ring.IsEmpty);
        return isClosed ? Problem(StatusCodes.Status403Forbidden, "That is not allowed.", Closed)
            : Problem(
                StatusCodes.Status401Unauthorized, "The caller is not known.", KeyAuthentication.FailureOf(context) ?? Needed);
    }

    private static string DetailOf(RouteRight route, HttpContext context, Caller caller)
    {
        string? kb = route.KnowledgeBaseOf(context);
        string[] found = [.. caller.Grants.Where(grant => grant.CountsFor(kb)).Select(grant => grant.Role.Name()).Distinct()];
        string place = kb is null ? "all knowledge bases" : "this knowledge base";
        return $"Found {(found.Length == 0 ? "no role" : $"role {string.Join(", ", found)}")} on {place}, expected "
            + $"{RoleNames(route.Right)}.";
    }

    /// <summary>The roles that have a right, as a caller is told.</summary>
    private static string RoleNames(Right right) => string.Join(" or ", RoleRights.With(right).Select(role => role.Name()));

    private static ProblemDetails Forged() => Problem(
        StatusCodes.Status403Forbidden, "The request does not come from a page of this service.",
        $"Found a session without its antiforgery token, expected the header {AntiforgeryHeader} with what GET /api/v1/me gives.")
        .WithCode("antiforgery");

    private static ProblemDetails Problem(int status, string title, string detail) =>
        new() { Status = status, Title = title, Detail = detail };
}
