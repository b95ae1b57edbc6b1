using System.Diagnostics.Metrics;

namespace FaqBot.Metrics;

/// <summary>Shows the memory of the process, the native one of models included, under the name that Prometheus' own clients use.</summary>
/// <remarks>Source of the name: <see href="https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics"/>.</remarks>
internal static class ProcessMemory
{
    private static readonly Meter Meter = new("FaqBot");

    /// <summary>Offers the measurement.</summary>
    /// <returns>The instrument, which lives as long as the process.</returns>
    public static Instrument Observe() => Meter.CreateObservableGauge(
        "process_resident_memory_bytes", () => Environment.WorkingSet, "By", "Memory of the process that is in RAM.");
}
