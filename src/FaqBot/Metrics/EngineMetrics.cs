using System.Diagnostics.Metrics;
using FaqBot.Core.Analytics.Logging;
using FaqBot.Core.Answering;
using FaqBot.Encoding.Running;
using FaqBot.Engine;

namespace FaqBot.Metrics;

/// <summary>Shows what answers: which versions, how large, how long texts wait; and counts from zero what alarms watch.</summary>
/// <param name="engine">What answers, once it is loaded.</param>
/// <param name="keys">The store's keys.</param>
internal sealed class EngineMetrics(AnsweringEngine engine, StoreKeyRing keys) : IHostedService, IDisposable
{
    private readonly Meter _meter = new("FaqBot");

    /// <summary>Begins, when what collects has begun.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableGauge(
            "faqbot.catalog.version", () => OfCatalogs(head => head.Identity.Number),
            description: "Version that answers, by knowledge base.");
        _meter.CreateObservableGauge(
            "faqbot.catalog.questions", () => OfCatalogs(head => head.Questions), "{question}",
            "Stored questions of the version that answers, by knowledge base.");
        _meter.CreateObservableGauge(
            "faqbot.catalog.faults", () => engine.Loaded?.Catalogs.Faults.Count ?? 0,
            description: "Published versions that cannot be used; earlier ones may answer.");
        _meter.CreateObservableGauge(
            "faqbot.catalog.memory", () => engine.Loaded?.Catalogs.Bytes ?? 0, "By", "Memory of the versions that lie in it, about.");
        _meter.CreateObservableGauge(
            "faqbot.catalog.loaded", () => engine.Loaded?.Catalogs.InMemory ?? 0,
            description: "Versions in memory: see FaqBot:Knowledge:MaxMegabytes.");
        _meter.CreateObservableGauge(
            "faqbot.encoder.wait", () => engine.Loaded?.Default.LeastWait.TotalSeconds ?? 0, "s",
            "The least that a text had to wait lately: zero as long as the encoder keeps up.");
        _meter.CreateObservableGauge(
            "faqbot.store.key.age", () => keys.NewestAge.TotalSeconds, "s", "Age of the newest key that signs tokens and values in Redis.");

        // A series that begins with its first fault shows no increase, and so raises no alarm.
        EncoderMetrics.CountFromZero(Enum.GetValues<LoadKind>().Select(LoadPolicy.NameOf));
        LogCounters.CountFromZero();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> OfCatalogs(Func<CatalogHead, int> measure) =>
        engine.Loaded?.Catalogs.Heads.Select(head =>
            new Measurement<int>(measure(head.Value), new KeyValuePair<string, object?>("kb", head.Key))) ?? [];
}
