using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Tests.Library;

/// <summary>A library, a local hub and pulls from the one into the other.</summary>
internal sealed class Pulling : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Pulling(LocalHub hub)
    {
        Hub = hub;
        Library = new ModelLibrary(Path.Combine(_folder.Path, "models"), Id("bundled"));
        Options = new HubOptions { Endpoint = hub.Hub.Address, TokenVariable = "HF_TOKEN", StallTimeout = WaitlessTimeProvider.Never };
    }

    public LocalHub Hub { get; }

    public ModelLibrary Library { get; }

    public HubOptions Options { get; set; }

    public ModelCatalog Catalog { get; set; } = ModelCatalog.Empty;

    public FreeSpace Space { get; set; } = FreeSpace.OfSystem;

    public WaitlessTimeProvider Time { get; } = new();

    public List<PullProgress> Progress { get; } = [];

    /// <summary>Told of each progress, on the thread that works.</summary>
    public Action<PullProgress>? Heard { get; set; }

    public string Installed => Library.FolderOf(Id(LocalHub.Model));

    /// <summary>What lies aside of the model, as names of files.</summary>
    public string[] Aside => Directory.Exists(Library.AsideOf(Id(LocalHub.Model)))
        ? [.. Directory.GetFiles(Library.AsideOf(Id(LocalHub.Model)), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Library.AsideOf(Id(LocalHub.Model)), path)).Order(StringComparer.Ordinal)]
        : [];

    public static async Task<Pulling> StartAsync() => new(await LocalHub.StartAsync());

    public static ModelId Id(string text) => ModelId.TryParse(text, out ModelId? id) ? id : throw new ArgumentException(text);

    public Task<PullResult> PullAsync(string model = LocalHub.Model, params string[] files) =>
        PullAsync(new HuggingFaceHub(Options), model, files);

    public Task<PullResult> PullAsync(IModelHub hub, string model = LocalHub.Model, params string[] files) =>
        PullUntilAsync(hub, model, files, TestContext.Current.CancellationToken);

    public Task<PullResult> PullUntilAsync(IModelHub hub, string model, string[] files, CancellationToken cancellationToken)
    {
        Assert.True(ModelReference.TryParse(model, out ModelReference? reference, out string? fault), fault);
        return new ModelPull(Library, hub, Catalog, Time, Space).RunAsync(reference, files, new Listener(Hear), cancellationToken);
    }

    public async Task<string> RefusedAsync<T>(string model = LocalHub.Model, params string[] files)
        where T : Exception
    {
        string message = (await Assert.ThrowsAsync<T>(() => PullAsync(model, files))).Message;
        Assert.False(Directory.Exists(Installed), "Nothing may be installed.");
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _folder.Dispose();
    }

    private void Hear(PullProgress progress)
    {
        Progress.Add(progress);
        Heard?.Invoke(progress);
    }

    private sealed class Listener(Action<PullProgress> add) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => add(value);
    }
}
