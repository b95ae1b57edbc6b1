using FaqBot.Engine;
using FaqBot.Http;
using FaqBot.Http.Keys;
using FaqBot.Http.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace FaqBot.Access;

/// <summary>What finds out who calls and lets in who may come.</summary>
internal static class AccessServices
{
    private const string OwnRoutes = "/api/v1";

    public static IServiceCollection AddAccess(this IServiceCollection services, AccessOptions options)
    {
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, RouteRightHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, RouteGate>()
            .AddSingleton<ICallerSource, KeyCallers>()
            .AddSingleton<AuditTrail>()
            .AddHostedService<AccessUpkeep>();
        services.AddSingleton(options.Oidc).AddSingleton<AccountSignIn>();
        AuthenticationBuilder authentication = services.AddAuthentication()
            .AddPolicyScheme(RouteAccess.Scheme, null, scheme => scheme.ForwardDefaultSelector = WayOf)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null);
        SessionAuthentication.AddTo(authentication);
        if (options.Oidc.IsConfigured())
        {
            IssuerSignIn.AddTo(authentication);
        }

        return services.ReadProtectionKeysLate();
    }

    /// <summary>Guards the routes; behind routing, and behind what counts requests.</summary>
    public static void UseAccess(this WebApplication app)
    {
        if (app.Services.GetRequiredService<HttpOptions>().PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) is true)
        {
            // A proxy with TLS is in front, whether or not it says so: cookies and addresses are those of TLS.
            app.Use((context, next) =>
            {
                context.Request.Scheme = Uri.UriSchemeHttps;
                return next(context);
            });
        }

        app.Use(RefuseUndeclared);
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>A route of the service's own that does not say who may use it, or says too little, is a fault, and closed.</summary>
    private static Task RefuseUndeclared(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint() is RouteEndpoint endpoint && FaultOf(endpoint, context.Request) is { } fault
            ? throw new InvalidOperationException($"{endpoint.RoutePattern.RawText} {fault}.") : next(context);

    /// <summary>A key is stated; a cookie is sent by itself, and counts where nothing is stated.</summary>
    private static string WayOf(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || KeyAuthentication.Presented(context.Request) is not null
            ? KeyAuthentication.Name : SessionAuthentication.Name;

    private static string? FaultOf(RouteEndpoint endpoint, HttpRequest request)
    {
        if (endpoint.Metadata.GetMetadata<RouteRight>() is { } route)
        {
            bool readsOnly = (route.Right & ~RouteAccess.Reading) == 0 && route.Parameter.Length > 0;
            return readsOnly && RouteAccess.IsChanging(request) && endpoint.Metadata.GetMetadata<ReadingRoute>() is null
                ? "changes something and asks only for a right to read" : null;
        }

        bool isOwn = endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith(OwnRoutes[1..] + "/", StringComparison.Ordinal) is true;
        return isOwn && endpoint.Metadata.GetMetadata<OpenRoute>() is null ? "does not say who may use it" : null;
    }
}
