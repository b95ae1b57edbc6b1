using System.ComponentModel;
using FaqBot.Core.Caching;
using FaqBot.Engine;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaqBot.Api.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it answers questions.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Ok(new Liveness("alive"))).DisableRateLimiting()
            .WithName("Health").WithTags("Operation").WithSummary("Whether the process lives.");
        routes.MapGet("/readyz", ReadyAsync).DisableRateLimiting().WithName("Readiness").WithTags("Operation")
            .WithSummary("Whether questions are answered, and how cache and encoder fare.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<Readiness>> ReadyAsync(
        HealthCheckService health, EndingState ending, CancellationToken cancellationToken)
    {
        ending.ThrowIfEnding();
        HealthReport report = await health.CheckHealthAsync(cancellationToken);
        return report.Status == HealthStatus.Unhealthy ? throw new NotReadyException() : TypedResults.Ok(report.ToReadiness());
    }
}

/// <summary>Reply to <c>GET /healthz</c>.</summary>
internal sealed record Liveness(string Status);

/// <summary>Reply to <c>GET /readyz</c>.</summary>
internal sealed record Readiness(string Status, IReadOnlyDictionary<string, int> Versions, CacheSnapshot Cache, EncoderHealth Encoder);

/// <summary>How the default encoder fares.</summary>
internal sealed record EncoderHealth(
    [property: Description("Name and start of the fingerprint.")] string Model,
    [property: Description(
        "ready, or degraded: the service that encodes failed the last time; "
        + "questions that are stored or cached are answered still.")] string Status);
