using OpenTelemetry.Exporter;

namespace FaqBot.Telemetry;

/// <summary>A kind of telemetry that is sent.</summary>
internal enum Signal
{
    /// <summary>The steps of requests.</summary>
    Traces,

    /// <summary>Counters and durations.</summary>
    Metrics,
}

/// <summary>The standard variables of OpenTelemetry that say whether, where and how telemetry is sent.</summary>
/// <remarks>
/// See <see href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/"/>. The exporter itself knows the general ones; those of a
/// single signal, and what switches signals off, are read here.
/// </remarks>
/// <param name="configuration">The environment, and whatever else the service is configured by.</param>
internal sealed class OtlpVariables(IConfiguration configuration)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_", Grpc = "grpc", Protobuf = "http/protobuf";

    private static readonly string[] Samplers =
    [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    /// <summary>Whether a signal is sent: only when somebody said where to, and did not switch it off.</summary>
    public bool Sends(Signal signal) => !IsDisabled && Value($"OTEL_{Name(signal)}_EXPORTER") is null or "otlp" && HasEndpoint(signal);

    /// <summary>Puts what is said for one signal before what is said for all.</summary>
    public void Apply(Signal signal, OtlpExporterOptions exporter)
    {
        if (Value($"{Prefix}{Name(signal)}_PROTOCOL") is { } protocol)
        {
            exporter.Protocol = protocol == Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        }

        if (Value($"{Prefix}{Name(signal)}_ENDPOINT") is { } endpoint)
        {
            exporter.Endpoint = new Uri(endpoint);
        }

        exporter.Headers = Value($"{Prefix}{Name(signal)}_HEADERS") ?? exporter.Headers;
        if (int.TryParse(Value($"{Prefix}{Name(signal)}_TIMEOUT"), out int timeout))
        {
            exporter.TimeoutMilliseconds = timeout;
        }
    }

    /// <summary>Finds what cannot be used, of which the exporters would only say that nothing is sent, in a log of their own.</summary>
    /// <returns>One line a fault; values of headers are not shown.</returns>
    public IEnumerable<string> Faults()
    {
        if (IsDisabled)
        {
            return [];
        }

        string[] parts = ["", .. Enum.GetValues<Signal>().Select(signal => Name(signal) + "_")];
        return
        [
            .. parts.SelectMany(part => (IEnumerable<string>)[
                .. Fault($"{Prefix}{part}ENDPOINT", IsEndpoint, "an address such as http://collector:4317"),
                .. Fault($"{Prefix}{part}PROTOCOL", value => value is Grpc or Protobuf, $"{Grpc} or {Protobuf}"),
                .. Fault($"{Prefix}{part}TIMEOUT", IsPositive, "milliseconds, 1 or more")]),
            .. Enum.GetValues<Signal>().SelectMany(signal =>
                Fault($"OTEL_{Name(signal)}_EXPORTER", value => value is "otlp" or "none", "otlp or none")),
            .. Fault("OTEL_METRIC_EXPORT_INTERVAL", IsPositive, "milliseconds, 1 or more"),
            .. Fault("OTEL_TRACES_SAMPLER", Samplers.Contains, string.Join(", ", Samplers)),
        ];
    }

    private bool IsDisabled => bool.TryParse(Value("OTEL_SDK_DISABLED"), out bool disabled) && disabled;

    private static bool IsEndpoint(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static bool IsPositive(string value) => int.TryParse(value, out int number) && number > 0;

    private static string Name(Signal signal) => signal == Signal.Traces ? "TRACES" : "METRICS";

    private bool HasEndpoint(Signal signal) =>
        Value(Prefix + "ENDPOINT") is not null || Value($"{Prefix}{Name(signal)}_ENDPOINT") is not null;

    private IEnumerable<string> Fault(string name, Func<string, bool> isUsable, string expected) =>
        Value(name) is { } value && !isUsable(value) ? [$"{name}: found '{value}', expected {expected}"] : [];

    /// <summary>A variable that is empty counts as not set.</summary>
    private string? Value(string name) => configuration[name] is { Length: > 0 } value ? value : null;
}
