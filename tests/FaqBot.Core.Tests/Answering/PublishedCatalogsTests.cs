using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

public sealed class PublishedCatalogsTests : PublishedCatalogTest
{
    private static readonly EncoderIdentity OtherModel = Publication.Model with { Fingerprint = new string('b', 64) };

    [Fact]
    public async Task RefreshAsync_loads_what_is_new_and_nothing_else()
    {
        Assert.Empty(await Catalogs.RefreshAsync(Cancellation));
        Publish("a");
        Publish("b");
        Assert.Equal(["a", "b"], (await Catalogs.RefreshAsync(Cancellation)).Select(catalog => catalog.Identity.KnowledgeBaseId));
        FaqCatalog a = Catalogs.Find("a")!, b = Catalogs.Find("b")!;

        Assert.Empty(await Catalogs.RefreshAsync(Cancellation));
        Publish("b", "second");
        Assert.Equal(2, Assert.Single(await Catalogs.RefreshAsync(Cancellation)).Identity.Number);
        Assert.Same(a, Catalogs.Find("a"));
        Assert.NotSame(b, Catalogs.Find("b"));
        Assert.Equal(["a", "b"], Catalogs.All.Keys.Order());
    }

    [Fact]
    public async Task RefreshAsync_drops_what_is_no_longer_published()
    {
        Publish("a");
        Publish("b");
        await Catalogs.RefreshAsync(Cancellation);
        Unpublish("a");
        Assert.Empty(await Catalogs.RefreshAsync(Cancellation));
        Assert.Null(Catalogs.Find("a"));
        Assert.NotNull(Catalogs.Find("b"));
    }

    [Fact]
    public async Task RefreshAsync_version_of_another_model_keeps_the_old_one_and_loads_the_others()
    {
        Publish("a");
        Publish("b");
        await Catalogs.RefreshAsync(Cancellation);
        FaqCatalog old = Catalogs.Find("a")!;
        Publication.Publish(Store, Publication.Knowledge("a", edition: "second"), model: OtherModel);
        Publish("b", "second");
        Publication.Publish(Store, Publication.Knowledge("c"), model: OtherModel);

        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(() => Catalogs.RefreshAsync(Cancellation));

        Assert.Equal(2, failed.InnerExceptions.Count);
        Assert.All(failed.InnerExceptions, inner => Assert.IsType<VersionMismatchException>(inner));
        Assert.Same(old, Catalogs.Find("a"));
        Assert.Equal(2, Catalogs.Find("b")!.Identity.Number);
        Assert.Null(Catalogs.Find("c"));
    }

    [Fact]
    public async Task ReloadAsync_gives_the_version_that_answers_now()
    {
        Publish("a");
        Assert.Equal(1, (await Catalogs.ReloadAsync("a", Cancellation))!.Identity.Number);
        Publish("a", "second");
        FaqCatalog? reloaded = await Catalogs.ReloadAsync("a", Cancellation);
        Assert.Equal(2, reloaded!.Identity.Number);
        Assert.Same(reloaded, Catalogs.Find("a"));
    }

    [Fact]
    public async Task ReloadAsync_what_is_not_published_is_null_and_dropped()
    {
        Assert.Null(await Catalogs.ReloadAsync("nobody", Cancellation));
        Publish("a");
        await Catalogs.ReloadAsync("a", Cancellation);
        Unpublish("a");
        Assert.Null(await Catalogs.ReloadAsync("a", Cancellation));
        Assert.Null(Catalogs.Find("a"));
    }

    [Fact]
    public async Task ReloadAsync_failed_load_keeps_the_old_version()
    {
        Publish("a");
        FaqCatalog? old = await Catalogs.ReloadAsync("a", Cancellation);
        Publication.Publish(Store, Publication.Knowledge("a", edition: "second"), model: OtherModel);
        await Assert.ThrowsAsync<VersionMismatchException>(() => Catalogs.ReloadAsync("a", Cancellation));
        Assert.Same(old, Catalogs.Find("a"));

        Publish("a", "third");
        Sql.Execute(Store.Path, "UPDATE entries SET answer = '{'");
        await Assert.ThrowsAsync<StoreException>(() => Catalogs.ReloadAsync("a", Cancellation));
        Assert.Same(old, Catalogs.Find("a"));

        Publish("a", "fourth");
        Assert.Equal(4, (await Catalogs.ReloadAsync("a", Cancellation))!.Identity.Number);
    }

    [Fact]
    public async Task ReloadAsync_cancelled_while_it_waits_loads_nothing()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        Publish("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalogs.ReloadAsync("a", cancelled.Token));
        Assert.Null(Catalogs.Find("a"));
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
        await Catalogs.RefreshAsync(Cancellation);
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
    private async Task<(
        Task<FaqCatalog?> First, Task<FaqCatalog?> Second)> DuringALoadAsync(Action prepare, string firstId, string secondId)
    {
        Publication.Publish(Store, Publication.Knowledge("long", entries: 3_000), model: Usual);
        for (int round = 0; round < 50; round++)
        {
            prepare();
            Task<FaqCatalog?> slow = Task.Run(() => Catalogs.ReloadAsync("long", Cancellation), Cancellation);

            // A call that finds nobody loading has loaded by the time it returns.
            while (!slow.IsCompleted)
            {
                Task<FaqCatalog?> first = Catalogs.ReloadAsync(firstId, Cancellation);
                if (!first.IsCompleted)
                {
                    Task<FaqCatalog?> second = Catalogs.ReloadAsync(secondId, Cancellation);
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
        await Catalogs.RefreshAsync(Cancellation);
        FaqCatalog production = Catalogs.Find("a")!;
        Assert.Same(production, Catalogs.Find("a", Deployment.Test));
        using (VersionWriter writer = Store.Write(Usual, VectorFormat.Float32, TimeProvider.System))
        {
            FaqBot.Core.Knowledge.KnowledgeBase draft = Publication.Knowledge("a", edition: "draft");
            Publication.SaveVectors(writer, draft, Usual.Dimensions);
            Assert.Equal(2, writer.Publish(draft, "draft", null, Deployment.Test).Number);
        }

        Assert.Equal(2, Assert.Single(await Catalogs.RefreshAsync(Cancellation)).Identity.Number);
        Assert.Same(production, Catalogs.Find("a"));
        Assert.Equal("a draft", Catalogs.Find("a", Deployment.Test)!.Knowledge.Name);
        Assert.Equal(["a"], Catalogs.All.Keys);
        Assert.Empty(await Catalogs.RefreshAsync(Cancellation));

        Publish("a", "second");
        await Catalogs.RefreshAsync(Cancellation);
        Assert.Equal(3, Catalogs.Find("a")!.Identity.Number);
        Assert.Same(Catalogs.Find("a"), Catalogs.Find("a", Deployment.Test));
        Assert.Null(Catalogs.Find("b", Deployment.Test));
    }

    private void Publish(string id, string edition = "first") =>
        Publication.Publish(Store, Publication.Knowledge(id, edition: edition), model: Usual);

    private void Unpublish(string id) => Sql.Execute(Store.Path, $"DELETE FROM deployments WHERE knowledge_base_id = '{id}'");
}
