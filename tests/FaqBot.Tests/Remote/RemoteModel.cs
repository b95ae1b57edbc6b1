using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Vectors;
using FaqBot.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FaqBot.Tests.Remote;

/// <summary>A service that speaks OpenAI's <c>POST /v1/embeddings</c> with the bundled model behind it; it can be stopped and started
/// again at its address.</summary>
internal sealed class RemoteModel : IAsyncDisposable
{
    public const string Name = "text-embedding-test";
    public const string Key = "sk-the-secret-of-the-remote-tests";

    private readonly TextEncoder _encoder = TextEncoder.Load(Repository.BundledModel, new EncoderOptions());
    private readonly string _address = $"http://127.0.0.1:{FreePort.Find()}";
    private WebApplication? _application;
    private int _texts;

    private RemoteModel()
    {
    }

    /// <summary>The options that lead to it.</summary>
    public (string Path, string Value)[] Options =>
    [
        ("Encoder:Remote:Endpoint", Endpoint),
        ("Encoder:Remote:Model", Name),
        ("Encoder:Remote:ApiKey", Key),
        ("Encoder:Remote:BatchTexts", "100"),
        ("Encoder:Remote:BreakDuration", "00:00:00.200"),
    ];

    public string Endpoint => _address + "/v1";

    /// <summary>Texts that were encoded.</summary>
    public int Texts => _texts;

    /// <summary>What came as authorization, each once.</summary>
    public ConcurrentDictionary<string, bool> Authorizations { get; } = new();

    /// <summary>Lets replies wait until it ends.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<RemoteModel> StartedAsync()
    {
        RemoteModel model = new();
        await model.StartAsync();
        return model;
    }

    public async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(_address);
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.MapPost("/v1/embeddings", EncodeAsync);
        await _application.StartAsync(TestContext.Current.CancellationToken);
    }

    public async Task StopAsync()
    {
        if (_application is { } application)
        {
            _application = null;
            await application.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _encoder.Dispose();
    }

    private async Task EncodeAsync(HttpContext context)
    {
        Authorizations[context.Request.Headers.Authorization.ToString()] = true;
        JsonNode body = (await JsonNode.ParseAsync(context.Request.Body))!;
        await Gate.WaitAsync(context.RequestAborted);
        string[] texts = [.. body["input"]!.AsArray().Select(text => text!.GetValue<string>())];
        int dimensions = body["dimensions"]?.GetValue<int>() ?? _encoder.Dimensions;
        float[] vectors = new float[texts.Length * _encoder.Dimensions];
        _encoder.Encode(texts, vectors);
        Interlocked.Add(ref _texts, texts.Length);
        await context.Response.WriteAsJsonAsync(new
        {
            @object = "list",
            model = Name,
            data = texts.Select((_, row) =>
            {
                float[] embedding = vectors.AsSpan(row * _encoder.Dimensions, dimensions).ToArray();
                UnitLength.Make(embedding);
                return new { @object = "embedding", index = row, embedding };
            }),
            usage = new { prompt_tokens = 1, total_tokens = 1 },
        }, JsonSerializerOptions.Default);
    }
}
