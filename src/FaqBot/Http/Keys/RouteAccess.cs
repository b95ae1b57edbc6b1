using FaqBot.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace FaqBot.Http.Keys;

/// <summary>Says at each route what a caller needs for it. A route below <c>/api/v1</c> that says nothing is closed to everybody.</summary>
internal static class RouteAccess
{
    /// <summary>The way by which callers are found out: a key where there is one, else a session.</summary>
    public const string Scheme = "Caller";

    /// <summary>The right to read alone changes nothing, so that it does not suffice for verbs that do.</summary>
    public const Right Reading = Right.ReadContent | Right.ReadAnalytics | Right.ReadQuestionTexts | Right.ReadAudit;

    // One for all: what a route needs stands beside it.
    private static readonly AuthorizationPolicy Policy =
        new AuthorizationPolicyBuilder(Scheme).AddRequirements(new RouteRequirement()).Build();

    /// <summary>Lets callers pass that have a right, on the knowledge base that the path names, or on all where it names none.</summary>
    /// <param name="route">The route, or a group; the last that is said counts.</param>
    /// <param name="right">The right, or several.</param>
    /// <param name="parameter">What the path calls the knowledge base.</param>
    public static T Needs<T>(this T route, Right right, string parameter = "kb")
        where T : IEndpointConventionBuilder =>
        route.WithMetadata(new RouteRight(right, parameter), Policy).GuardedBy(Guard.Access);

    /// <summary>Finds out who calls, and lets everybody pass.</summary>
    public static T KnowsCaller<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(RouteRight.None, Policy);

    /// <summary>Writes down that the route was used though it changes nothing: it gives out what should not be lost sight of.</summary>
    public static T Audited<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AuditedRoute());

    /// <summary>Says that a verb that usually changes something changes nothing here.</summary>
    public static T ChangesNothing<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new ReadingRoute());

    /// <summary>Whether a request's verb is one that changes something.</summary>
    public static bool IsChanging(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
}

/// <summary>What a route needs.</summary>
/// <param name="Right">The right, or several.</param>
/// <param name="Parameter">What its path calls the knowledge base.</param>
internal sealed record RouteRight(Right Right, string Parameter)
{
    /// <summary>Nothing.</summary>
    public static RouteRight None { get; } = new(Right.None, "");

    /// <summary>The knowledge base that a request is about; null: all of them.</summary>
    public string? KnowledgeBaseOf(HttpContext context) => context.GetRouteValue(Parameter) as string;
}

/// <summary>A route whose use is written down.</summary>
internal sealed record AuditedRoute;

/// <summary>A route that changes nothing.</summary>
internal sealed record ReadingRoute;

/// <summary>The caller has what the route needs.</summary>
internal sealed class RouteRequirement : IAuthorizationRequirement;
