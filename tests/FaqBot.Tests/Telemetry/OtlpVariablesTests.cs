using FaqBot.Telemetry;
using Microsoft.Extensions.Configuration;

namespace FaqBot.Tests.Telemetry;

public sealed class OtlpVariablesTests
{
    [Fact]
    public void Nothing_is_sent_unless_somebody_says_where_to()
    {
        Assert.False(Variables(("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_SERVICE_NAME", "x")).Sends(Signal.Traces));
        Assert.False(Variables(("OTEL_EXPORTER_OTLP_ENDPOINT", "")).Sends(Signal.Metrics));
        OtlpVariables both = Variables(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"));
        Assert.True(both.Sends(Signal.Traces) && both.Sends(Signal.Metrics));
        OtlpVariables one = Variables(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4317"));
        Assert.True(one.Sends(Signal.Traces) && !one.Sends(Signal.Metrics));
        OtlpVariables off = Variables(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), ("OTEL_SDK_DISABLED", "true"));
        Assert.False(off.Sends(Signal.Traces) || off.Sends(Signal.Metrics));
    }

    [Fact]
    public void All_that_cannot_be_used_is_told_at_once()
    {
        string[] faults =
        [
            .. Variables(
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"), ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json"),
                ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "soon"), ("OTEL_TRACES_EXPORTER", "console"), ("OTEL_TRACES_SAMPLER", "tenth"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "0"), ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret")).Faults(),
        ];
        Assert.Equal(6, faults.Length);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT: found 'collector:4317', expected an address such as http://collector:4317", faults);
        Assert.Contains("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: found 'http/json', expected grpc or http/protobuf", faults);
        Assert.DoesNotContain(faults, fault => fault.Contains("s3cret", StringComparison.Ordinal));
        Assert.Empty(Variables(("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_METRICS_EXPORTER", "none")).Faults());
    }

    private static OtlpVariables Variables(params (string Name, string Value)[] values) => new(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(pair => pair.Name, string? (pair) => pair.Value)).Build());
}
