using FaqBot.Core.Caching;
using FaqBot.Engine;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaqBot.Api.Health;

/// <summary>The checks of readiness, one for each part; each leaves its member of the reply in the data of its result.</summary>
/// <remarks>
/// A part that fails while questions are answered still makes the service degraded, not unready: no replica is taken away because
/// Redis or the service that encodes is.
/// </remarks>
internal static class PartChecks
{
    private const string Reply = "reply";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddPart("catalogs", Catalogs)
            .AddPart("cache", Cache)
            .AddPart("encoder", Encoder);
        return services;
    }

    /// <summary>Puts the parts of a report together; nobody is unhealthy.</summary>
    public static Readiness ToReadiness(this HealthReport report) => new(
        "ready",
        report.Of<IReadOnlyDictionary<string, int>>("catalogs"),
        report.Of<CacheSnapshot>("cache"),
        report.Of<EncoderHealth>("encoder"));

    private static HealthCheckResult Catalogs(LoadedEngine loaded) =>
        Result(false, loaded.Catalogs.All.ToDictionary(pair => pair.Key, pair => pair.Value.Identity.Number, StringComparer.Ordinal));

    private static HealthCheckResult Cache(LoadedEngine loaded)
    {
        CacheSnapshot snapshot = loaded.Cache.Snapshot();
        return Result(snapshot.State == CacheSnapshot.LeftAlone, snapshot);
    }

    private static HealthCheckResult Encoder(LoadedEngine loaded)
    {
        bool isFailing = loaded.Default.Remote is { IsFailing: true };
        return Result(isFailing, new EncoderHealth(loaded.Identity.Display, isFailing ? "degraded" : "ready"));
    }

    private static HealthCheckResult Result(bool isDegraded, object reply) => new(
        isDegraded ? HealthStatus.Degraded : HealthStatus.Healthy, data: new Dictionary<string, object> { [Reply] = reply });

    private static IHealthChecksBuilder AddPart(
        this IHealthChecksBuilder checks, string name, Func<LoadedEngine, HealthCheckResult> look) =>
        checks.Add(new HealthCheckRegistration(
            name,
            services => new LoadedPartCheck(services.GetRequiredService<AnsweringEngine>(), look),
            HealthStatus.Unhealthy,
            tags: null));

    private static T Of<T>(this HealthReport report, string name) => (T)report.Entries[name].Data[Reply];
}
