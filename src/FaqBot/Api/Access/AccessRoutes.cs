namespace FaqBot.Api.Access;

/// <summary>The routes of who may do what, and who did.</summary>
internal static class AccessRoutes
{
    public static IServiceCollection AddAccessRoutes(this IServiceCollection services) => services
        .AddSingleton<KeyEndpoints>().AddSingleton<MemberEndpoints>().AddSingleton<AuditEndpoints>();

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        CallerEndpoints.Map(routes);
        SignInEndpoints.Map(routes);
        KeyEndpoints.Map(routes);
        MemberEndpoints.Map(routes);
        AuditEndpoints.Map(routes);
    }

    /// <summary>What a route that takes a body may answer beside its result.</summary>
    public static RouteHandlerBuilder ProducesAccessProblems(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
}
