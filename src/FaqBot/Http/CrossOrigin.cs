namespace FaqBot.Http;

/// <summary>Lets pages of other sites call the service, those that the options name.</summary>
internal static class CrossOrigin
{
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, HttpOptions options) => services.AddCors(cors =>
        cors.AddDefaultPolicy(policy => policy
            .WithOrigins(options.CorsOrigins)
            .WithMethods("GET", "POST")
            .WithHeaders("Authorization", "Content-Type", "x-ms-bot-agent", "x-requested-with", RequestIds.Header, RequestAsker.NoLogHeader)
            .WithExposedHeaders("Retry-After", RequestIds.Header)));

    public static void UseCrossOrigin(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<HttpOptions>().CorsOrigins.Length > 0)
        {
            app.UseCors();
        }
    }
}
