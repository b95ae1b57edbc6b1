using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Answering;

public sealed class EncodersTests : PublishedCatalogTest
{
    private readonly EncoderIdentity _other;

    public EncodersTests() => _other = Models.Make("other", seed: 2);

    [Fact]
    public async Task Refresh_catalogs_of_two_models_have_each_its_own_encoder()
    {
        Publish("a", Usual);
        Publish("b", Usual);
        await Catalogs.RefreshAsync(Cancellation);
        Switch("b", _other, "other");
        Assert.Equal("b", Assert.Single(await Catalogs.RefreshAsync(Cancellation)).Identity.KnowledgeBaseId);

        PublishedCatalog a = Catalogs.Use("a")!, b = Catalogs.Use("b")!;
        Assert.Equal((Usual, Usual), (a.Catalog.Identity.Model, a.Encoder.Identity));
        Assert.Equal((_other, _other), (b.Catalog.Identity.Model, b.Encoder.Identity));
        Assert.Equal((Usual.Fingerprint, _other.Fingerprint), (a.Confidence.ModelFingerprint, b.Confidence.ModelFingerprint));
        Assert.NotEqual(await a.Encoder.Encoder.EncodeAsync("first question", Cancellation),
            await b.Encoder.Encoder.EncodeAsync("first question", Cancellation));
        a.Encoder.Release();
        b.Encoder.Release();
        Assert.Equal(1, Models.Loads["other"]);
    }

    [Fact]
    public async Task Refresh_version_that_names_an_installed_model_is_answered_with_it()
    {
        Publish("a", _other);
        await Catalogs.RefreshAsync(Cancellation);
        Assert.Equal(_other, Catalogs.Find("a")!.Identity.Model);
    }

    [Fact]
    public async Task Encoder_that_no_catalog_needs_is_unloaded_after_its_last_question()
    {
        Publish("a", Usual);
        Switch("a", _other, "other");
        await Catalogs.RefreshAsync(Cancellation);
        LoadedEncoder other = Catalogs.Use("a")!.Encoder;
        Switch("a", Usual, null);
        await Catalogs.RefreshAsync(Cancellation);

        Assert.Equal(Usual, Catalogs.Find("a")!.Identity.Model);
        Assert.False(other.Unloaded.IsCompleted);
        Assert.Equal(4, (await other.Encoder.EncodeAsync("first question", Cancellation)).Length);
        other.Release();
        await other.Unloaded.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.False(other.TryUse());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await other.Encoder.EncodeAsync("first question", Cancellation));
        Assert.False(Encoders.Default.Unloaded.IsCompleted);

        // It comes again when it is needed again.
        Switch("a", _other, "other");
        await Catalogs.RefreshAsync(Cancellation);
        Assert.Equal(_other, Catalogs.Find("a")!.Identity.Model);
        Assert.Equal(2, Models.Loads["other"]);
    }

    [Fact]
    public async Task Use_asked_during_switches_always_gives_an_encoder_of_its_catalog()
    {
        Publish("a", Usual);
        await Catalogs.RefreshAsync(Cancellation);
        using CancellationTokenSource enough = new();
        Task[] askers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskUntilAsync(enough.Token)))];
        for (int round = 0; round < 30; round++)
        {
            bool isOther = round % 2 == 0;
            Switch("a", isOther ? _other : Usual, isOther ? "other" : null);
            await Catalogs.RefreshAsync(Cancellation);
        }

        await enough.CancelAsync();
        await Task.WhenAll(askers);
    }

    [Fact]
    public async Task Refresh_chosen_model_that_is_broken_is_refused_once_and_what_answered_goes_on()
    {
        Publish("a", Usual);
        await Catalogs.RefreshAsync(Cancellation);
        Switch("a", _other with { Fingerprint = new string('c', 64) }, "other");
        File.WriteAllText(Path.Combine(Models.FolderOf("other"), "words.vec"), "first 1 2\nsecond 1\n");

        Exception fault =
            Assert.Single((await Assert.ThrowsAsync<AggregateException>(() => Catalogs.RefreshAsync(Cancellation))).InnerExceptions);
        Assert.Contains($"found vectors of model other@cccccccccccc with 4 dimensions", fault.Message, StringComparison.Ordinal);
        Assert.Contains("The model that was chosen for it is not in use.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'words.vec' line 2 has 1 numbers, expected 2", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, Catalogs.Find("a")!.Identity.Number);

        // Each commit of any process asks for a refresh: that must not load a model each time.
        int loads = Models.Loads["other"];
        Assert.Empty(await Catalogs.RefreshAsync(Cancellation));
        Assert.Equal(loads, Models.Loads["other"]);
        await Assert.ThrowsAsync<VersionMismatchException>(() => Catalogs.ReloadAsync("a", Cancellation));
        Assert.True(Models.Loads["other"] > loads);
    }

    [Fact]
    public async Task Confidence_kept_with_the_choice_stands_in_for_that_of_the_folder()
    {
        EncoderIdentity fresh = Models.Make("fresh", seed: 3, isCalibrated: false);
        Publish("a", Usual);
        Switch("a", fresh, "fresh");
        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(() => Catalogs.RefreshAsync(Cancellation));
        Assert.Contains("has no confidence for it that this build can read; ",
            Assert.IsType<ModelException>(Assert.Single(failed.InnerExceptions)).Message, StringComparison.Ordinal);

        ConfidenceModel kept = WordModels.Confidence(fresh) with { EvenCosine = 0.71 };
        Switch("a", fresh, "fresh", kept);
        await Catalogs.RefreshAsync(Cancellation);
        PublishedCatalog answering = Catalogs.Use("a")!;
        answering.Encoder.Release();
        Assert.Equal(kept, answering.Confidence);
    }

    [Fact]
    public void Use_model_that_changed_in_its_folder_is_the_new_one()
    {
        LoadedEncoder before = Encoders.Use("other");
        EncoderIdentity changed = Models.Make("other", seed: 9);
        LoadedEncoder kept = Encoders.Use("other", anew: false), after = Encoders.Use("other");
        Assert.Equal((_other, _other, changed), (before.Identity, kept.Identity, after.Identity));
        foreach (LoadedEncoder encoder in new[] { before, kept, after })
        {
            encoder.Release();
        }
    }

    private async Task AskUntilAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            PublishedCatalog catalog = Catalogs.Use("a")!;
            try
            {
                Assert.Equal(catalog.Catalog.Identity.Model, catalog.Encoder.Identity);
                await catalog.Encoder.Encoder.EncodeAsync("first question", Cancellation);
            }
            finally
            {
                catalog.Encoder.Release();
            }
        }
    }

    private void Publish(string id, EncoderIdentity model) => Publication.Publish(Store, Publication.Knowledge(id), model: model);

    private void Switch(string id, EncoderIdentity model, string? chosen, ConfidenceModel? confidence = null)
    {
        StoredVersion version = Store.Load(id)!;
        using VersionWriter writer = Store.Write(model, VectorFormat.Float32, TimeProvider.System);
        Publication.SaveVectors(writer, version.Knowledge, model.Dimensions);
        Assert.NotNull(writer.Switch(version, chosen is null
            ? null : new ModelAssignment(id, chosen, DateTimeOffset.UnixEpoch, confidence?.ToJson())));
    }
}
