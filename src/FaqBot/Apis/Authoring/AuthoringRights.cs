using FaqBot.Http;
using FaqBot.Http.Keys;

namespace FaqBot.Apis.Authoring;

/// <summary>Who may use the authoring routes of other services: the one place that says so.</summary>
/// <remarks>Their clients bring a key as <c>Ocp-Apim-Subscription-Key</c>, or a token as bearer; both count as the bearer of the editing
/// routes.</remarks>
internal static class AuthoringRights
{
    /// <summary>Lets requests pass that may edit.</summary>
    public static RouteGroupBuilder ForAuthors(this RouteGroupBuilder routes) =>
        routes.GuardedBy(Guard.Admin).AddEndpointFilter<SubscriptionKeyFilter>().AddEndpointFilter<AdminKeyFilter>();
}

/// <summary>Takes a subscription key for a bearer token.</summary>
internal sealed class SubscriptionKeyFilter : IEndpointFilter
{
    private const string SubscriptionKey = "Ocp-Apim-Subscription-Key";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        IHeaderDictionary headers = context.HttpContext.Request.Headers;
        if (headers[SubscriptionKey].ToString().Trim() is { Length: > 0 } key
            && !headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            headers.Authorization = $"Bearer {key}";
        }

        return next(context);
    }
}
