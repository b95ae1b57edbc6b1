using System.Reflection;
using FaqBot.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FaqBot.Telemetry;

/// <summary>Sends traces and metrics by OTLP where the standard variables of OpenTelemetry name a receiver; else none is made.</summary>
/// <remarks>
/// No attribute holds what a customer or an owner wrote: own spans name knowledge bases, versions, decisions and counts; of URLs the
/// values of the query are left out, which <c>/suggest</c> carries text in.
/// </remarks>
internal static class TelemetryServices
{
    /// <summary>Name of the meters and sources of the product.</summary>
    public const string Source = "FaqBot";

    // What asks for these all the time would bury what customers ask.
    private static readonly string[] Unwatched = ["/healthz", "/readyz", "/health", "/metrics"];

    /// <summary>Maps <c>/metrics</c>.</summary>
    public static void MapTelemetry(this IEndpointRouteBuilder routes) => routes.MapMetrics();

    /// <summary>Collects for <c>/metrics</c>, and sends what the variables ask for.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPrometheus();
        OtlpVariables variables = new(configuration);
        if (variables.Sends(Signal.Traces))
        {
            services.AddOpenTelemetry().WithTracing(traces => traces
                .SetResourceBuilder(Resource())
                .AddSource(Source)
                // Calls to encoding services and channels; part of the runtime, which leaves the query's values out.
                .AddSource("System.Net.Http")
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsWatched)
                .AddOtlpExporter(exporter => variables.Apply(Signal.Traces, exporter)));
        }

        return variables.Sends(Signal.Metrics)
            ? services.AddHostedService(provider => new OtlpMetrics(Resource(), variables, provider.GetRequiredService<IConfiguration>()))
            : services;
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("faqbot", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        // Last: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
        .AddEnvironmentVariableDetector();

    /// <summary>Not a stream of activities either, whose span would end hours later.</summary>
    private static bool IsWatched(HttpContext context) =>
        !context.WebSockets.IsWebSocketRequest && !Unwatched.Contains(context.Request.Path.Value, StringComparer.OrdinalIgnoreCase);
}
