using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace FaqBot.Metrics;

/// <summary>How Prometheus sees an instrument: its name and, of a histogram, the buckets.</summary>
/// <remarks>
/// Names with dots become Prometheus names (underscores, unit, <c>_total</c> for counters); names without dots, which are other
/// programs', stay as they are. The exporter's own suffixes would be added to both.
/// </remarks>
internal static class PrometheusView
{
    private static readonly double[] SecondBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] CountBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

    /// <summary>The view of an instrument.</summary>
    public static MetricStreamConfiguration Of(Instrument instrument) => IsA(instrument, typeof(Histogram<>))
        ? new ExplicitBucketHistogramConfiguration
        {
            Name = NameOf(instrument),
            Boundaries = instrument.Unit == "s" ? SecondBounds : CountBounds,
            RecordMinMax = false,
        }
        : new MetricStreamConfiguration { Name = NameOf(instrument) };

    private static string NameOf(Instrument instrument)
    {
        if (!instrument.Name.Contains('.', StringComparison.Ordinal))
        {
            return instrument.Name;
        }

        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        bool isCounter = IsA(instrument, typeof(Counter<>)) || IsA(instrument, typeof(ObservableCounter<>));
        return instrument.Name.Replace('.', '_') + unit + (isCounter ? "_total" : "");
    }

    private static bool IsA(Instrument instrument, Type kind) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == kind;
}
