using FaqBot.Engine;

namespace FaqBot.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Now, not at the first scrape: what was measured before would be lost.
        MetricsListener listener = routes.ServiceProvider.GetRequiredService<MetricsListener>();
        AnsweringEngine engine = routes.ServiceProvider.GetRequiredService<AnsweringEngine>();
        EmbeddingMetrics.ObserveQueue(() => engine.Loaded?.Default.WaitingCount ?? 0);
        routes.MapGet("/metrics", () => TypedResults.Text(listener.Text(), ContentType))
            .DisableRateLimiting()
            .WithName("Metrics")
            .WithSummary("Counters and durations in the text format of Prometheus.");
    }
}
