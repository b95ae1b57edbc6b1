using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaqBot.Encoding.Tests.Remote;

/// <summary>A web server that gives vectors as OpenAI does, until a test wants something else.</summary>
internal sealed class EmbeddingServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    private EmbeddingServer(WebApplication application) => _application = application;

    public string Endpoint => _application.Urls.Single() + "/v1";

    /// <summary>What was asked, in order of arrival.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>Answers in place of vectors, one request each, in order.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Instead { get; } = new();

    /// <summary>Answers all requests in place of vectors, when <see cref="Instead"/> is empty.</summary>
    public Func<HttpContext, Asked, Task>? Always { get; set; }

    /// <summary>Components of the vectors.</summary>
    public int Dimensions { get; set; } = 4;

    public static async Task<EmbeddingServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        WebApplication application = builder.Build();
        EmbeddingServer server = new(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        return server;
    }

    /// <summary>The vector that the server has for a text: its length, then its first character, then nothing.</summary>
    public static float[] VectorOf(string text, int dimensions) =>
        [text.Length, text.FirstOrDefault(), .. Enumerable.Repeat(0f, dimensions - 2)];

    public static JsonObject Reply(IEnumerable<JsonNode> items) =>
        new()
        {
            ["object"] =
            "list",
            ["data"] = new JsonArray([.. items]),
            ["model"] = "m",
            ["usage"] = new JsonObject { ["total_tokens"] = 1 }
        };

    public static JsonNode Item(int index, float[] vector) =>
        new JsonObject
        {
            ["object"] =
            "embedding",
            ["index"] = index,
            ["embedding"] = new JsonArray([.. vector.Select(value => JsonValue.Create(value))])
        };

    public static Func<HttpContext, Task> Status(int status, string body = "", params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach ((string name, string value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(body);
    };

    /// <summary>Lets all requests wait that <see cref="HeldAsync"/> answers.</summary>
    public async Task HeldAsync(HttpContext context, Asked asked)
    {
        await _open.Task.WaitAsync(context.RequestAborted);
        await VectorsAsync(context, asked);
    }

    /// <summary>Answers those that are held, now and in future.</summary>
    public void Release() => _open.SetResult();

    public Task WaitForAsync(int requests) =>
        Eventually.IsTrueAsync(() => Task.FromResult(Requests.Count >= requests), $"{requests} requests");

    public Task VectorsAsync(HttpContext context, Asked asked) =>
        context.Response.WriteAsync(Reply(asked.Texts.Select((text, i) => Item(i, VectorOf(text, Dimensions)))).ToJsonString());

    public ValueTask DisposeAsync()
    {
        _open.TrySetResult();
        return _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        JsonNode body = (await JsonNode.ParseAsync(context.Request.Body))!;
        Asked asked = new(context.Request.Path, context.Request.Headers.Authorization, body, Interlocked.Increment(ref _count));
        Requests.Enqueue(asked);
        if (Instead.TryDequeue(out Func<HttpContext, Task>? instead))
        {
            await instead(context);
        }
        else
        {
            await (Always ?? VectorsAsync)(context, asked);
        }
    }

    internal sealed record Asked(string Path, string? Authorization, JsonNode Body, int Number)
    {
        public string[] Texts => [.. Body["input"]!.AsArray().Select(text => text!.GetValue<string>())];
    }
}
