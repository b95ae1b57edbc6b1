using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FaqBot.Tests.Telemetry;

/// <summary>A span that was sent.</summary>
internal sealed record SentSpan(string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A data point of a metric that was sent.</summary>
internal sealed record SentPoint(string Metric, string Unit, IReadOnlyDictionary<string, string> Attributes);

/// <summary>
/// Receives what is sent by OTLP, over HTTP or gRPC: see <see href="https://github.com/open-telemetry/opentelemetry-proto"/>.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcHead = 5;

    private readonly WebApplication _application;

    private OtlpReceiver(WebApplication application) => _application = application;

    public string Address => _application.Urls.Single();

    /// <summary>Everything as it came, for what must not be in it.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public ConcurrentQueue<SentSpan> Spans { get; } = new();

    public ConcurrentQueue<SentPoint> Points { get; } = new();

    /// <summary>Attributes of the sender.</summary>
    public ConcurrentDictionary<string, string> Resource { get; } = new();

    /// <summary>The header <c>x-token</c> of what came.</summary>
    public ConcurrentQueue<string?> Tokens { get; } = new();

    public static async Task<OtlpReceiver> StartAsync(bool isGrpc = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
            listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        OtlpReceiver receiver = new(application);
        application.Run(context => receiver.TakeAsync(context, isGrpc));
        await application.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>Waits until a trace holds spans of all these names.</summary>
    public async Task<SentSpan[]> TraceAsync(params string[] names)
    {
        SentSpan[]? found = null;
        await Eventually.IsTrueAsync(
            () =>
            {
                found = Spans.GroupBy(span => span.Trace).Select(trace => trace.ToArray())
                    .FirstOrDefault(trace => names.All(name => trace.Any(span => span.Name == name)));
                return Task.FromResult(found is not null);
            },
            $"a trace with {string.Join(", ", names)} is sent");
        return found!;
    }

    private async Task TakeAsync(HttpContext context, bool isGrpc)
    {
        using MemoryStream read = new();
        Stream sent = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await sent.CopyToAsync(read, context.RequestAborted);
        byte[] body = isGrpc ? read.ToArray()[GrpcHead..] : read.ToArray();
        Bodies.Enqueue(body);
        Tokens.Enqueue(context.Request.Headers["x-token"]);
        string path = context.Request.Path.Value!;
        if (path is "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
        {
            TakeTraces(new ProtobufMessage(body));
        }
        else if (path is "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
        {
            TakeMetrics(new ProtobufMessage(body));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (isGrpc)
        {
            await context.Response.Body.WriteAsync(new byte[GrpcHead], context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private void TakeTraces(ProtobufMessage request)
    {
        foreach (ProtobufMessage resource in request.All(1))
        {
            Note(resource);
            foreach (ProtobufMessage span in resource.All(2).SelectMany(scope => scope.All(2)))
            {
                Spans.Enqueue(new SentSpan(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), Attributes(span, 9)));
            }
        }
    }

    private void TakeMetrics(ProtobufMessage request)
    {
        foreach (ProtobufMessage resource in request.All(1))
        {
            Note(resource);
            foreach (ProtobufMessage metric in resource.All(2).SelectMany(scope => scope.All(2)))
            {
                // Gauge, sum and histogram; points of the last have their attributes elsewhere.
                foreach ((int kind, int attributes) in new[] { (5, 7), (7, 7), (9, 9) })
                {
                    foreach (ProtobufMessage point in metric.All(kind).SelectMany(data => data.All(1)))
                    {
                        Points.Enqueue(new SentPoint(metric.Text(1), metric.Text(3), Attributes(point, attributes)));
                    }
                }
            }
        }
    }

    private void Note(ProtobufMessage resource)
    {
        foreach ((string name, string value) in resource.All(1).SelectMany(one => Attributes(one, 1)))
        {
            Resource[name] = value;
        }
    }

    private static Dictionary<string, string> Attributes(ProtobufMessage of, int number) => of.All(number).ToDictionary(
        pair => pair.Text(1),
        pair => pair.All(2).Select(value => value.Has(1) ? value.Text(1) : $"{value.Number(3)}").FirstOrDefault("")!);
}
