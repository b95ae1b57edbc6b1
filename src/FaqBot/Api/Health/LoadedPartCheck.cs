using FaqBot.Engine;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaqBot.Api.Health;

/// <summary>Looks at one part of what answers questions; until all is loaded, none is ready.</summary>
/// <param name="engine">What is loaded.</param>
/// <param name="look">Tells how the part fares.</param>
internal sealed class LoadedPartCheck(AnsweringEngine engine, Func<LoadedEngine, HealthCheckResult> look) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(engine.Loaded is { } loaded ? look(loaded) : HealthCheckResult.Unhealthy("It is still loading."));
}
