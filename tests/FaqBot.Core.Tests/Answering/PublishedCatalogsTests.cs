using FaqBot.Answering;
using FaqBot.Core.Tests.Storage;
using FaqBot.Encoding;
using FaqBot.Matching;
using FaqBot.Storage;

namespace FaqBot.Core.Tests.Answering;

public sealed class PublishedCatalogsTests : IAsyncDisposable
{
    private static readonly EncoderIdentity OtherModel = Publication.Model with { Fingerprint = new string('b', 64) };

    private readonly TemporaryFolder _folder = new();
    private readonly WordModels _models = new();
    private readonly EncoderIdentity _model;
    private readonly Encoders _encoders;
    private readonly KnowledgeStore _store;
    private readonly PublishedCatalogs _catalogs;

    public PublishedCatalogsTests()
    {
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        _model = _models.Make("usual", seed: 1);
        _encoders = new Encoders(_models.Load("usual"), _models.Load);
        _catalogs = new PublishedCatalogs(_store, _encoders);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _catalogs.Dispose();
        await _encoders.DisposeAsync();
        _store.Dispose();
        _models.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RefreshAsync_loads_what_is_new_and_nothing_else()
    {
        Assert.Empty(await _catalogs.RefreshAsync(Cancellation));
        Publish("a");
        Publish("b");
        Assert.Equal(["a", "b"], (await _catalogs.RefreshAsync(Cancellation)).Select(catalog => catalog.Identity.KnowledgeBaseId));
        FaqCatalog a = _catalogs.Find("a")!, b = _catalogs.Find("b")!;

        Assert.Empty(await _catalogs.RefreshAsync(Cancellation));
        Publish("b", "second");
        Assert.Equal(2, Assert.Single(await _catalogs.RefreshAsync(Cancellation)).Identity.Number);
        Assert.Same(a, _catalogs.Find("a"));
        Assert.NotSame(b, _catalogs.Find("b"));
        Assert.Equal(["a", "b"], _catalogs.All.Keys.Order());
    }

    [Fact]
    public async Task RefreshAsync_drops_what_is_no_longer_published()
    {
        Publish("a");
        Publish("b");
        await _catalogs.RefreshAsync(Cancellation);
        Unpublish("a");
        Assert.Empty(await _catalogs.RefreshAsync(Cancellation));
        Assert.Null(_catalogs.Find("a"));
        Assert.NotNull(_catalogs.Find("b"));
    }

    [Fact]
    public async Task RefreshAsync_version_of_another_model_keeps_the_old_one_and_loads_the_others()
    {
        Publish("a");
        Publish("b");
        await _catalogs.RefreshAsync(Cancellation);
        FaqCatalog old = _catalogs.Find("a")!;
        Publication.Publish(_store, Publication.Knowledge("a", edition: "second"), model: OtherModel);
        Publish("b", "second");
        Publication.Publish(_store, Publication.Knowledge("c"), model: OtherModel);

        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(() => _catalogs.RefreshAsync(Cancellation));

        Assert.Equal(2, failed.InnerExceptions.Count);
        Assert.All(failed.InnerExceptions, inner => Assert.IsType<VersionMismatchException>(inner));
        Assert.Same(old, _catalogs.Find("a"));
        Assert.Equal(2, _catalogs.Find("b")!.Identity.Number);
        Assert.Null(_catalogs.Find("c"));
    }

    [Fact]
    public async Task ReloadAsync_gives_the_version_that_answers_now()
    {
        Publish("a");
        Assert.Equal(1, (await _catalogs.ReloadAsync("a", Cancellation))!.Identity.Number);
        Publish("a", "second");
        FaqCatalog? reloaded = await _catalogs.ReloadAsync("a", Cancellation);
        Assert.Equal(2, reloaded!.Identity.Number);
        Assert.Same(reloaded, _catalogs.Find("a"));
    }

    [Fact]
    public async Task ReloadAsync_what_is_not_published_is_null_and_dropped()
    {
        Assert.Null(await _catalogs.ReloadAsync("nobody", Cancellation));
        Publish("a");
        await _catalogs.ReloadAsync("a", Cancellation);
        Unpublish("a");
        Assert.Null(await _catalogs.ReloadAsync("a", Cancellation));
        Assert.Null(_catalogs.Find("a"));
    }

    [Fact]
    public async Task ReloadAsync_failed_load_keeps_the_old_version()
    {
        Publish("a");
        FaqCatalog? old = await _catalogs.ReloadAsync("a", Cancellation);
        Publication.Publish(_store, Publication.Knowledge("a", edition: "second"), model: OtherModel);
        await Assert.ThrowsAsync<VersionMismatchException>(() => _catalogs.ReloadAsync("a", Cancellation));
        Assert.Same(old, _catalogs.Find("a"));

        Publish("a", "third");
        Sql.Execute(_store.Path, "UPDATE entries SET answer = '{'");
        await Assert.ThrowsAsync<StoreException>(() => _catalogs.ReloadAsync("a", Cancellation));
        Assert.Same(old, _catalogs.Find("a"));

        Publish("a", "fourth");
        Assert.Equal(4, (await _catalogs.ReloadAsync("a", Cancellation))!.Identity.Number);
    }

    [Fact]
    public async Task ReloadAsync_cancelled_while_it_waits_loads_nothing()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        Publish("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _catalogs.ReloadAsync("a", cancelled.Token));
        Assert.Null(_catalogs.Find("a"));
    }

    [Fact]
    public async Task ReloadAsync_calls_that_wait_for_the_same_are_served_by_one_load()
    {
        Publish("a");
        (Task<FaqCatalog?> first, Task<FaqCatalog?> second) = await DuringALoadAsync(() => { }, "a", "a");
        Assert.Same(await first, await second);
    }

    [Fact]
    public async Task ReloadAsync_calls_that_wait_for_different_ones_are_each_served()
    {
        Publish("a");
        Publish("b");
        await _catalogs.RefreshAsync(Cancellation);
        int edition = 1;
        (Task<FaqCatalog?> first, Task<FaqCatalog?> second) = await DuringALoadAsync(
            () =>
            {
                edition++;
                Publish("a", $"{edition}");
                Publish("b", $"{edition}");
            },
            "a",
            "b");
        Assert.Equal(edition, (await first)!.Identity.Number);
        Assert.Equal(edition, (await second)!.Identity.Number);
    }

    /// <summary>Calls two reloads that really wait behind a long one; tries again when the long one was too short.</summary>
    private async Task<(Task<FaqCatalog?> First, Task<FaqCatalog?> Second)> DuringALoadAsync(Action prepare, string firstId, string secondId)
    {
        Publication.Publish(_store, Publication.Knowledge("long", entries: 3_000), model: _model);
        for (int round = 0; round < 50; round++)
        {
            prepare();
            Task<FaqCatalog?> slow = Task.Run(() => _catalogs.ReloadAsync("long", Cancellation), Cancellation);

            // A call that finds nobody loading has loaded by the time it returns.
            while (!slow.IsCompleted)
            {
                Task<FaqCatalog?> first = _catalogs.ReloadAsync(firstId, Cancellation);
                if (!first.IsCompleted)
                {
                    Task<FaqCatalog?> second = _catalogs.ReloadAsync(secondId, Cancellation);
                    if (!second.IsCompleted)
                    {
                        await slow;
                        return (first, second);
                    }
                }
            }
        }

        throw new TimeoutException("The long load was never long enough.");
    }

    [Fact]
    public async Task RefreshAsync_draft_answers_tests_alone_until_a_publication_ends_it()
    {
        Publish("a");
        await _catalogs.RefreshAsync(Cancellation);
        FaqCatalog production = _catalogs.Find("a")!;
        Assert.Same(production, _catalogs.Find("a", Deployment.Test));
        using (VersionWriter writer = _store.Write(_model, VectorFormat.Float32, TimeProvider.System))
        {
            FaqBot.Knowledge.KnowledgeBase draft = Publication.Knowledge("a", edition: "draft");
            Publication.SaveVectors(writer, draft, _model.Dimensions);
            Assert.Equal(2, writer.Publish(draft, "draft", null, Deployment.Test).Number);
        }

        Assert.Equal(2, Assert.Single(await _catalogs.RefreshAsync(Cancellation)).Identity.Number);
        Assert.Same(production, _catalogs.Find("a"));
        Assert.Equal("a draft", _catalogs.Find("a", Deployment.Test)!.Knowledge.Name);
        Assert.Equal(["a"], _catalogs.All.Keys);
        Assert.Empty(await _catalogs.RefreshAsync(Cancellation));

        Publish("a", "second");
        await _catalogs.RefreshAsync(Cancellation);
        Assert.Equal(3, _catalogs.Find("a")!.Identity.Number);
        Assert.Same(_catalogs.Find("a"), _catalogs.Find("a", Deployment.Test));
        Assert.Null(_catalogs.Find("b", Deployment.Test));
    }

    private void Publish(string id, string edition = "first") => Publication.Publish(_store, Publication.Knowledge(id, edition: edition), model: _model);

    private void Unpublish(string id) => Sql.Execute(_store.Path, $"DELETE FROM deployments WHERE knowledge_base_id = '{id}'");
}
