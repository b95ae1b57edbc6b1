using System.ComponentModel;
using System.Globalization;
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

    private static async Task<Results<Ok<Readiness>, ProblemHttpResult>> ReadyAsync(
        HttpContext context, HealthCheckService health, AnsweringEngine engine, StorageHealth storage, EndingState ending,
        CancellationToken cancellationToken)
    {
        ending.ThrowIfEnding();
        HealthReport report = await health.CheckHealthAsync(cancellationToken);
        return report.Status != HealthStatus.Unhealthy ? TypedResults.Ok(report.ToReadiness())
            : engine.Loaded is { IsDefaultUnusable: true } loaded ? throw loaded.Catalogs.Missing(loaded.DefaultKnowledgeBase)
            : engine.Loaded is null && storage.Fault is { } awaited ? throw awaited
            : NotReady(context);
    }

    /// <summary>What a <see cref="NotReadyException"/> would say, without throwing one: probes ask again and again while all cores
    /// load.</summary>
    private static ProblemHttpResult NotReady(HttpContext context)
    {
        NotReadyException loading = new();
        context.Response.Headers.RetryAfter = loading.RetryAfter is { } wait
            ? ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : default;
        return TypedResults.Problem(loading.ToProblem());
    }
}

/// <summary>Reply to <c>GET /healthz</c>.</summary>
internal sealed record Liveness(string Status);

/// <summary>Reply to <c>GET /readyz</c>.</summary>
internal sealed record Readiness(
    [property: Description(
        "ready; degraded: a knowledge base or the database cannot be read or written, and what was read before is answered; "
        + "empty: no knowledge base is published.")] string Status,
    [property: Description("Version that answers, by knowledge base.")] IReadOnlyDictionary<string, int> Versions,
    [property: Description("Why a published version is not used, by knowledge base; an earlier one may answer.")]
    IReadOnlyDictionary<string, string> Faults,
    [property: Description("Why the database cannot be read or written; null when it can.")] string? Storage,
    CacheSnapshot Cache,
    EncoderHealth Encoder);

/// <summary>What is published, and what of it cannot be used.</summary>
internal sealed record CatalogHealth(
    string Status, IReadOnlyDictionary<string, int> Versions, IReadOnlyDictionary<string, string> Faults, string? Storage);

/// <summary>How the default encoder fares.</summary>
internal sealed record EncoderHealth(
    [property: Description("Name and start of the fingerprint.")] string Model,
    [property: Description(
        "ready, or degraded: the service that encodes failed the last time; "
        + "questions that are stored or cached are answered still.")] string Status);
