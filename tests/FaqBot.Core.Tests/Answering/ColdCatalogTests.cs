using System.Diagnostics.Metrics;
using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Storage;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

/// <summary>Catalogs of which memory holds one at a time.</summary>
public sealed class ColdCatalogTests : PublishedCatalogTest
{
    [Fact]
    public async Task What_leaves_memory_is_still_known_and_comes_back_when_it_is_asked()
    {
        using PublishedCatalogs few = Few();
        Publish("a", "b", "c");
        await few.RefreshAsync(Cancellation);
        await Catalogs.RefreshAsync(Cancellation);
        Assert.Equal(1, few.InMemory);
        Assert.Equal(["a", "b", "c"], few.Heads.Keys.Order());
        foreach (string id in new[] { "a", "b", "c", "a" })
        {
            CatalogHead head = few.HeadOf(id)!;
            FaqCatalog found = few.Find(id)!, always = Catalogs.Find(id)!;
            Assert.Equal((1, id), (few.InMemory, Assert.Single(few.All.Keys)));
            Assert.Equal(always.Identity, found.Identity);
            Assert.Equal(always.Entries.Select(entry => entry.Id), found.Entries.Select(entry => entry.Id));
            Assert.Equal((head.Entries, head.Questions, head.Identity), (found.Entries.Count, found.Questions.Count, found.Identity));
            Assert.Empty(head.Knowledge.Entries);
        }

        Assert.Null(few.Find("d"));
        Assert.Null(few.HeadOf("d"));
    }

    [Fact]
    public async Task Refresh_loads_nothing_that_left_memory_unless_it_was_published_anew()
    {
        using PublishedCatalogs few = Few();
        Publish("a", "b");
        await few.RefreshAsync(Cancellation);
        Assert.Empty(await few.RefreshAsync(Cancellation));
        few.Find("b");
        Publication.Publish(Store, Publication.Knowledge("a", edition: "second"), model: Usual);
        Assert.Equal(2, Assert.Single(await few.RefreshAsync(Cancellation)).Identity.Number);
        Assert.Equal((2, 1), (few.HeadOf("a")!.Identity.Number, few.HeadOf("b")!.Identity.Number));
        Assert.Equal(2, few.Find("a")!.Identity.Number);
        Assert.Equal(1, (await few.ReloadAsync("b", Cancellation))!.Identity.Number);
    }

    [Fact]
    public async Task Encoder_of_what_left_memory_is_let_go_of()
    {
        using PublishedCatalogs few = Few();
        EncoderIdentity other = Models.Make("other", seed: 2);
        Publish("a");
        Publication.Publish(Store, Publication.Knowledge("b"), model: other);
        await few.RefreshAsync(Cancellation);
        LoadedEncoder left = few.Use("b")!.Encoder;
        few.Find("a");
        left.Release();
        await left.Unloaded.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        PublishedCatalog again = few.Use("b")!;
        Assert.Equal(other, again.Encoder.Identity);
        again.Encoder.Release();
        Assert.Equal(2, Models.Loads["other"]);
    }

    [Fact]
    public async Task Many_askers_of_what_left_memory_are_served_by_one_load()
    {
        using PublishedCatalogs few = Few();
        Publish("a", "b");
        await few.RefreshAsync(Cancellation);
        few.Find("b");
        int loads = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "faqbot.catalog.load.duration")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref loads));
        listener.Start();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(
            () => few.FindAsync("a", Deployment.Production, Cancellation).AsTask(), Cancellation)));
        Assert.Equal("a", Assert.Single(few.All.Keys));
        Assert.InRange(loads, 1, 2);
    }

    [Fact]
    public async Task What_cannot_be_read_back_says_so_and_is_tried_again()
    {
        using PublishedCatalogs few = Few();
        Publish("a", "b");
        await few.RefreshAsync(Cancellation);
        few.Find("b");
        few.Await([few.HeadOf("a")!.Identity]);
        Assert.Throws<KnowledgeBaseAwaitedException>(() => few.Find("a"));
        await Assert.ThrowsAsync<KnowledgeBaseAwaitedException>(
            () => few.FindAsync("a", Deployment.Production, Cancellation).AsTask());
        Assert.NotNull(few.Find("b"));
        few.Await([]);
        Assert.NotNull(few.Find("a"));
    }

    [Fact]
    public async Task Who_would_wait_too_long_for_others_that_are_loaded_is_told_to_come_back()
    {
        using ManualResetEventSlim loading = new(), go = new();
        await using Encoders slow = new(Models.Load("usual"), model =>
        {
            loading.Set();
            go.Wait(Cancellation);
            return Models.Load(model);
        });
        using PublishedCatalogs few = new(Store, slow) { MaxBytes = 1, LoadPatience = TimeSpan.Zero };
        Publish("a", "b");
        await few.RefreshAsync(Cancellation);
        few.Find("b");
        Publication.Publish(Store, Publication.Knowledge("c"), model: Models.Make("other", seed: 2));
        Task refreshing = Task.Run(() => few.RefreshAsync(Cancellation), Cancellation);
        loading.Wait(Cancellation);
        KnowledgeBaseAwaitedException told = await Assert.ThrowsAsync<KnowledgeBaseAwaitedException>(
            () => few.FindAsync("a", Deployment.Production, Cancellation).AsTask());
        Assert.Contains("after others", told.Message, StringComparison.Ordinal);
        Assert.Throws<KnowledgeBaseAwaitedException>(() => few.Use("a"));
        Assert.NotNull(await few.FindAsync("b", Deployment.Production, Cancellation));
        go.Set();
        await refreshing;
        Assert.NotNull(await few.FindAsync("a", Deployment.Production, Cancellation));
    }

    [Fact]
    public async Task With_room_for_all_nothing_leaves_memory()
    {
        using PublishedCatalogs roomy = new(Store, Encoders) { MaxBytes = 1 << 30 };
        Publish("a", "b", "c");
        await roomy.RefreshAsync(Cancellation);
        Assert.Equal(3, roomy.InMemory);
        Assert.InRange(roomy.Bytes, 3_000, 1 << 20);
    }

    private PublishedCatalogs Few() => new(Store, Encoders) { MaxBytes = 1 };

    private void Publish(params string[] ids)
    {
        foreach (string id in ids)
        {
            Publication.Publish(Store, Publication.Knowledge(id), model: Usual);
        }
    }
}
