using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace FaqBot.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus: what the meter <c>FaqBot</c> and the .NET runtime measure.</summary>
internal static class MetricsEndpoint
{
    private const string MeterName = "FaqBot";

    // OpenMetrics, which the exporter would give to whoever prefers it, spells bounds otherwise (le="1.0"): one series would become two.
    private const string TextFormat = "text/plain;version=0.0.4";

    /// <summary>Meters of the web server of which something is shown: requests by route and status, and who was refused for sending too
    /// many.</summary>
    public static string[] ServerMeters { get; } = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.RateLimiting"];

    /// <summary>Collects from now on.</summary>
    public static IServiceCollection AddPrometheus(this IServiceCollection services)
    {
        ProcessMemory.Observe();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter([MeterName, .. ServerMeters])
            .AddRuntimeInstrumentation()
            .AddView(PrometheusView.Of)
            .AddPrometheusExporter(exporter =>
            {
                // The names are complete already: see PrometheusView.
                exporter.TranslationStrategy = PrometheusAspNetCoreTranslationStrategy.UnderscoreEscapingWithoutSuffixes;
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
        return services.AddHostedService<EngineMetrics>();
    }

    /// <summary>Maps the route.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        RequestDelegate scrape = routes.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
        Task ScrapeAsync(HttpContext context)
        {
            context.Request.Headers.Accept = TextFormat;
            return scrape(context);
        }

        // As a route handler, not as a delegate of requests, which the API's description would leave out.
        routes.MapGet("/metrics", (Delegate)ScrapeAsync)
            .DisableRateLimiting()
            .WithName("Metrics")
            .WithTags("Operation")
            .WithSummary("Counters and durations in the text format of Prometheus.");
    }
}
