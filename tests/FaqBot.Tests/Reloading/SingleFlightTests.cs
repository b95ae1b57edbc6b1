using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;
using FaqBot.Tests.Running;

namespace FaqBot.Tests.Reloading;

public sealed class SingleFlightTests(SampleDatabase sample) : IAsyncDisposable
{
    private readonly Encoders _encoders = new(
        LoadedEncoder.Load(Repository.BundledModel, new EncoderOptions()), model =>
            throw new ModelException(model, ["it is not installed"]));

    public ValueTask DisposeAsync() => _encoders.DisposeAsync();

    [Fact]
    public async Task Concurrent_reloads_are_served_by_few_loads()
    {
        using TemporaryFolder folder = new();
        using KnowledgeStore store = KnowledgeStore.Open(await sample.CopyToAsync(folder.Path));
        using PublishedCatalogs catalogs = await LoadAsync(store);
        FaqCatalog?[] reloaded =
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => catalogs.ReloadAsync("shop", default))));
        Assert.InRange(reloaded.Distinct().Count(), 1, 8);
    }

    [Fact]
    public async Task Concurrent_reloads_of_several_knowledge_bases_load_each()
    {
        using TemporaryFolder folder = new();
        using KnowledgeStore store = KnowledgeStore.Open(await sample.CopyToAsync(folder.Path));
        using PublishedCatalogs catalogs = await LoadAsync(store);
        string[] both = ["shop", "chitchat"];
        for (int round = 0; round < 5; round++)
        {
            int[] published = [.. both.Select(kb => PublishAgain(store, kb))];

            // From whichever ends the queue is worked off, the first two loads are of the shop: chitchat must not take them for its own.
            string[] requests = ["shop", "shop", "chitchat", "chitchat", "chitchat", "chitchat", "shop", "shop"];
            FaqCatalog?[] reloaded = await Task.WhenAll(requests.Select(kb => Task.Run(() => catalogs.ReloadAsync(kb, default))));
            Assert.Equal(
                requests.Select(kb => (kb, published[Array.IndexOf(both, kb)])),
                reloaded.Select(catalog => (catalog!.Identity.KnowledgeBaseId, catalog.Identity.Number)));
        }
    }

    [Fact]
    public async Task Reload_of_an_unknown_knowledge_base_gives_nothing_and_drops_nothing()
    {
        using TemporaryFolder folder = new();
        using KnowledgeStore store = KnowledgeStore.Open(await sample.CopyToAsync(folder.Path));
        using PublishedCatalogs catalogs = await LoadAsync(store);
        Assert.Null(await catalogs.ReloadAsync("nothing", TestContext.Current.CancellationToken));
        Assert.Equal(["chitchat", "shop"], catalogs.All.Keys.Order(StringComparer.Ordinal));
    }

    private static int PublishAgain(KnowledgeStore store, string kb)
    {
        StoredVersion version = store.Load(kb)!;
        using VersionWriter writer = store.Write(version.Identity.Model, VectorFormat.Float32, TimeProvider.System);
        return writer.Publish(version.Knowledge, version.Identity.ContentHash).Number;
    }

    private async Task<PublishedCatalogs> LoadAsync(KnowledgeStore store)
    {
        PublishedCatalogs catalogs = new(store, _encoders);
        Assert.Equal(2, (await catalogs.RefreshAsync(TestContext.Current.CancellationToken)).Count);
        return catalogs;
    }
}
