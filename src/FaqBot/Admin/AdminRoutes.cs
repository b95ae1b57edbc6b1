using FaqBot.Http;

namespace FaqBot.Admin;

/// <summary>The routes of who runs the service.</summary>
internal static class AdminRoutes
{
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services.AddJson(AdminJson.Default);

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapModelSwitch();
        routes.MapModels();
        routes.MapService();
    }
}
