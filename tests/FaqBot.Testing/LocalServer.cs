using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FaqBot.Testing;

/// <summary>A web server on a port of its own that keeps what it was asked.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LocalServer(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.Single().Replace("[::]", "127.0.0.1", StringComparison.Ordinal) + "/");

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>Answers in place of the server; taken one at a time, null answers as usual.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>?> Instead { get; } = new();

    public static async Task<LocalServer> StartAsync(Func<HttpContext, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        LocalServer server = new(application);
        application.Run(context =>
        {
            string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            IHeaderDictionary headers = context.Request.Headers;
            server.Requests.Enqueue(new Asked(target, headers.Authorization, headers.Range, headers.IfRange));
            return server.Instead.TryDequeue(out Func<HttpContext, Task>? instead)
                && instead is not null ? instead(context) : answer(context);
        });
        await application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    public sealed record Asked(string Target, string? Authorization, string? Range, string? IfRange);
}
