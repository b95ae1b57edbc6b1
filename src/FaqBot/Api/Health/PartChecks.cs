using FaqBot.Core.Answering;
using FaqBot.Core.Caching;
using FaqBot.Core.Storage;
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
    public static Readiness ToReadiness(this HealthReport report)
    {
        CatalogHealth catalogs = report.Of<CatalogHealth>("catalogs");
        return new Readiness(
            catalogs.Status,
            catalogs.Versions,
            catalogs.Faults,
            catalogs.Storage,
            report.Of<CacheSnapshot>("cache"),
            report.Of<EncoderHealth>("encoder"));
    }

    private static HealthCheckResult Catalogs(LoadedEngine loaded)
    {
        // What cannot answer for the default knowledge base is of no use to most callers: another replica is.
        if (loaded.IsDefaultUnusable)
        {
            return HealthCheckResult.Unhealthy("The default knowledge base cannot be read.");
        }

        Dictionary<string, int> versions =
            loaded.Catalogs.Heads.ToDictionary(pair => pair.Key, pair => pair.Value.Identity.Number, StringComparer.Ordinal);
        Dictionary<string, string> faults = new(StringComparer.Ordinal);
        foreach (((string id, Deployment deployment), Exception fault) in loaded.Catalogs.Faults)
        {
            faults[deployment == Deployment.Production ? id : $"{id} (test)"] = KnowledgeBaseUnusableException.Told(fault);
        }

        string? storage = loaded.Storage.Fault?.Told;
        bool isDegraded = faults.Count > 0 || storage is not null;
        string status = isDegraded ? "degraded" : versions.Count == 0 ? "empty" : "ready";
        return Result(isDegraded, new CatalogHealth(status, versions, faults, storage));
    }

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
