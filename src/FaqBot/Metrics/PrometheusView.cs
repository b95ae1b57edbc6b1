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
    // Metrics of knowledge bases: some have a series for each, one for each of their decisions and channels, too.
    private static readonly string[] OfBases = ["faqbot.catalog.version", "faqbot.catalog.questions"];

    private static readonly double[] CountBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

    // Series of one metric: room for a thousand knowledge bases with all that they are told apart by, for all routes with their statuses,
    // and for the few values of other labels. The room is taken from the first measurement on, 72 bytes a series and more.
    private const int MostQuestions = 20_000, MostBases = 4_000, MostRoutes = 2_000, MostOthers = 200;

    /// <summary>The view of an instrument.</summary>
    public static MetricStreamConfiguration Of(Instrument instrument) => Of(instrument, NameOf(instrument));

    /// <summary>The same under the name that the instrument has, for receivers that are not Prometheus.</summary>
    public static MetricStreamConfiguration WithOwnName(Instrument instrument) => Of(instrument, instrument.Name);

    private static MetricStreamConfiguration Of(Instrument instrument, string name)
    {
        MetricStreamConfiguration stream = IsA(instrument, typeof(Histogram<>))
            ? new ExplicitBucketHistogramConfiguration
            {
                Boundaries = instrument.Unit == "s" ? SecondBounds : CountBounds,
                RecordMinMax = false,
            }
            : new MetricStreamConfiguration();
        stream.Name = name;
        stream.CardinalityLimit = instrument.Name == "faqbot.questions" ? MostQuestions
            : OfBases.Contains(instrument.Name) ? MostBases
            : instrument.Name.StartsWith("http.", StringComparison.Ordinal) ? MostRoutes
            : MostOthers;
        return stream;
    }

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
