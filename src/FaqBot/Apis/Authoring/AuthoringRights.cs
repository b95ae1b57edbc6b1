using FaqBot.Apis.EndpointKeys;
using FaqBot.Core.Access;
using FaqBot.Http;
using FaqBot.Http.Keys;

namespace FaqBot.Apis.Authoring;

/// <summary>Who may use the authoring routes of other services: the same callers as the editing routes, with the same rights.</summary>
/// <remarks>Their clients bring a key as <c>Ocp-Apim-Subscription-Key</c> or as bearer token.</remarks>
internal static class AuthoringRights
{
    /// <summary>Lets requests pass that may read; routes that change something say what they need.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="parameter">What their paths call the knowledge base.</param>
    public static RouteGroupBuilder ForAuthors(this RouteGroupBuilder routes, string parameter) =>
        routes.Needs(Right.ReadContent, parameter).AddEndpointFilter<ResolvedName>();

    /// <summary>Finds out who calls a route that is about no knowledge base alone: it gives what that one may read.</summary>
    public static RouteHandlerBuilder ForEachCaller(this RouteHandlerBuilder route) =>
        route.KnowsCaller().GuardedBy(Guard.Access).AddEndpointFilter<KnownCaller>();

    /// <summary>Whether who sends a request may read a knowledge base.</summary>
    public static bool MayRead(HttpContext http, string kb) => Caller.Of(http).May(Right.ReadContent, kb);

    /// <summary>Refuses callers who may not begin a knowledge base.</summary>
    /// <exception cref="MayNotBeginException">The caller may not.</exception>
    public static void RequireBeginning(HttpContext http, string kb)
    {
        if (!Caller.Of(http).May(Right.Configure, kb))
        {
            throw new MayNotBeginException();
        }
    }
}

/// <summary>Holds the right of a caller against the knowledge base that a name stands for, and not only against the name.</summary>
internal sealed class ResolvedName(AuthoredBases bases) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<RouteRight>() is { Parameter.Length: > 0 } route
            && route.KnowledgeBaseOf(http) is { } name && bases.Find(name) is { } id && id != name
            && !Caller.Of(http).May(route.Right, id))
        {
            throw new UnknownProjectException();
        }

        return next(context);
    }
}

/// <summary>Lets requests pass of whom it is known who sends them.</summary>
internal sealed class KnownCaller : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Caller.Of(context.HttpContext).Kind == CallerKind.Nobody ? throw new UnknownCallerException() : next(context);
}

/// <summary>Nobody knows who sends a request.</summary>
internal sealed class UnknownCallerException() : ServiceFaultException(
    "Found no key that is known, expected one as 'Ocp-Apim-Subscription-Key: …' or 'Authorization: Bearer …'.")
{
    public override int Status => StatusCodes.Status401Unauthorized;

    public override string Title => "The caller is not known.";
}

/// <summary>A caller who may edit wants to begin a knowledge base.</summary>
internal sealed class MayNotBeginException() : ServiceFaultException(
    "Found no knowledge base of this name, and the caller may not begin one; an owner may.")
{
    public override int Status => StatusCodes.Status403Forbidden;

    public override string Title => "That is not allowed.";
}
