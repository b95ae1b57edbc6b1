using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FaqBot.Bench;

/// <summary>An endpoint that reads the body away and answers a few bytes, in a process of its own: what the web server itself
/// costs.</summary>
internal static class EmptyEndpoint
{
    /// <summary>The word that makes this program one.</summary>
    public const string Argument = "--empty-endpoint";

    /// <summary>Starts one.</summary>
    public static Task<ServerProcess> StartAsync() =>
        ServerProcess.StartAsync(ServerProcess.Prepare([typeof(EmptyEndpoint).Assembly.Location, Argument]), CancellationToken.None);

    /// <summary>Is one, until the process is ended.</summary>
    /// <param name="args">Arguments of the web server.</param>
    public static Task RunAsync(string[] args)
    {
        WebApplication app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return TypedResults.Ok(new Answer(true));
        });
        return app.RunAsync();
    }

    private sealed record Answer(bool Ok);
}
