using FaqBot.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace FaqBot.Telemetry;

/// <summary>Sends metrics by OTLP under the names that instruments have, of which a collector makes those of <c>/metrics</c>.</summary>
/// <remarks>Apart from <c>/metrics</c>, whose names are Prometheus' own.</remarks>
internal sealed class OtlpMetrics(ResourceBuilder resource, OtlpVariables variables, IConfiguration configuration)
    : IHostedService, IDisposable
{
    private MeterProvider? _provider;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddMeter([TelemetryServices.Source, .. MetricsEndpoint.ServerMeters])
            .AddRuntimeInstrumentation()
            .AddView(PrometheusView.WithOwnName)
            .AddOtlpExporter(exporter => variables.Apply(Signal.Metrics, exporter))
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what has not been sent yet, when all else has stopped.</summary>
    public void Dispose() => _provider?.Dispose();
}
