using System.Diagnostics;
using System.Globalization;

namespace FaqBot.Indexer.Tests.Models;

/// <summary>A local hub, and the program that uses it, with a folder of models of its own.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private HubFixture(LocalHub hub) => Hub = hub;

    public LocalHub Hub { get; }

    public string Models => _folder.File("models");

    public string Installed => Path.Combine(Models, "acme--tiny-zh");

    public (string, string) Endpoint => ("HF_ENDPOINT", Hub.Hub.Address.ToString());

    /// <summary>Bytes of the large file that are there while it is not whole.</summary>
    public long PartBytes => new FileInfo(Path.Combine(Models, ".downloads", "acme--tiny-zh", "parts",
        LocalHub.Sha256(Hub.Files["model.safetensors"]))) is { Exists: true } part ? part.Length : 0;

    public static async Task<HubFixture> StartAsync() => new(await LocalHub.StartAsync());

    public string File(string name) => _folder.File(name);

    public Task<IndexerProcess.Result> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    public Task<IndexerProcess.Result> RunAsync(string[] arguments, params (string, string)[] variables) =>
        IndexerProcess.RunAsync(["models", .. arguments, "--models", Models], [Endpoint, .. variables]);

    /// <summary>The next request for the large file gets its first 100,000 bytes and then nothing more.</summary>
    public void StopInTheMiddle() => Hub.Store.Instead.Enqueue(async context =>
    {
        byte[] content = Hub.Files["model.safetensors"];
        context.Response.ContentLength = content.Length;
        context.Response.Headers.ETag = Hub.Tag;
        await context.Response.Body.WriteAsync(content.AsMemory(0, 100_000));
        await context.Response.Body.FlushAsync();
        TaskCompletionSource gone = new();
        context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    });

    /// <summary>Starts a pull that stays in the middle of the large file.</summary>
    public IndexerProcess StartStuckPull()
    {
        StopInTheMiddle();
        IndexerProcess process = IndexerProcess.StartThrough(
            "env", "--default-signal=INT", $"HF_ENDPOINT={Hub.Hub.Address}", IndexerProcess.Program, "models", "pull", LocalHub.Model,
                "--models", Models);
        Assert.True(process.RunsUntil(() => PartBytes == 100_000), "The pull ended before it was in the middle.");
        return process;
    }

    public static async Task InterruptAsync(IndexerProcess process)
    {
        using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _folder.Dispose();
    }
}
