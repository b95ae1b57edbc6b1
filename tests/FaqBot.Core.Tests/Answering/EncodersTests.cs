using FaqBot.Answering;
using FaqBot.Core.Tests.Storage;
using FaqBot.Encoding;
using FaqBot.Matching;
using FaqBot.Storage;

namespace FaqBot.Core.Tests.Answering;

public sealed class EncodersTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WordModels _models = new();
    private readonly EncoderIdentity _usual;
    private readonly EncoderIdentity _other;
    private readonly Encoders _encoders;
    private readonly KnowledgeStore _store;
    private readonly PublishedCatalogs _catalogs;

    public EncodersTests()
    {
        _usual = _models.Make("usual", seed: 1);
        _other = _models.Make("other", seed: 2);
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
        _encoders = new Encoders(_models.Load("usual"), Load);
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
    public async Task Refresh_catalogs_of_two_models_have_each_its_own_encoder()
    {
        Publish("a", _usual);
        Publish("b", _usual);
        await _catalogs.RefreshAsync(Cancellation);
        Switch("b", _other, "other");
        Assert.Equal("b", Assert.Single(await _catalogs.RefreshAsync(Cancellation)).Identity.KnowledgeBaseId);

        PublishedCatalog a = _catalogs.Use("a")!, b = _catalogs.Use("b")!;
        Assert.Equal((_usual, _usual), (a.Catalog.Identity.Model, a.Encoder.Identity));
        Assert.Equal((_other, _other), (b.Catalog.Identity.Model, b.Encoder.Identity));
        Assert.Equal((_usual.Fingerprint, _other.Fingerprint), (a.Confidence.ModelFingerprint, b.Confidence.ModelFingerprint));
        Assert.NotEqual(await a.Encoder.Encoder.EncodeAsync("first question", Cancellation), await b.Encoder.Encoder.EncodeAsync("first question", Cancellation));
        a.Encoder.Release();
        b.Encoder.Release();
        Assert.Equal(1, _models.Loads["other"]);
    }

    [Fact]
    public async Task Refresh_version_that_names_an_installed_model_is_answered_with_it()
    {
        Publish("a", _other);
        await _catalogs.RefreshAsync(Cancellation);
        Assert.Equal(_other, _catalogs.Find("a")!.Identity.Model);
    }

    [Fact]
    public async Task Encoder_that_no_catalog_needs_is_unloaded_after_its_last_question()
    {
        Publish("a", _usual);
        Switch("a", _other, "other");
        await _catalogs.RefreshAsync(Cancellation);
        LoadedEncoder other = _catalogs.Use("a")!.Encoder;
        Switch("a", _usual, null);
        await _catalogs.RefreshAsync(Cancellation);

        Assert.Equal(_usual, _catalogs.Find("a")!.Identity.Model);
        Assert.False(other.Unloaded.IsCompleted);
        Assert.Equal(4, (await other.Encoder.EncodeAsync("first question", Cancellation)).Length);
        other.Release();
        await other.Unloaded.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.False(other.TryUse());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await other.Encoder.EncodeAsync("first question", Cancellation));
        Assert.False(_encoders.Default.Unloaded.IsCompleted);

        // It comes again when it is needed again.
        Switch("a", _other, "other");
        await _catalogs.RefreshAsync(Cancellation);
        Assert.Equal(_other, _catalogs.Find("a")!.Identity.Model);
        Assert.Equal(2, _models.Loads["other"]);
    }

    [Fact]
    public async Task Use_asked_during_switches_always_gives_an_encoder_of_its_catalog()
    {
        Publish("a", _usual);
        await _catalogs.RefreshAsync(Cancellation);
        using CancellationTokenSource enough = new();
        Task[] askers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskUntilAsync(enough.Token)))];
        for (int round = 0; round < 30; round++)
        {
            bool isOther = round % 2 == 0;
            Switch("a", isOther ? _other : _usual, isOther ? "other" : null);
            await _catalogs.RefreshAsync(Cancellation);
        }

        await enough.CancelAsync();
        await Task.WhenAll(askers);
    }

    [Fact]
    public async Task Refresh_chosen_model_that_is_broken_is_refused_once_and_what_answered_goes_on()
    {
        Publish("a", _usual);
        await _catalogs.RefreshAsync(Cancellation);
        Switch("a", _other with { Fingerprint = new string('c', 64) }, "other");
        File.WriteAllText(Path.Combine(_models.FolderOf("other"), "words.vec"), "first 1 2\nsecond 1\n");

        Exception fault = Assert.Single((await Assert.ThrowsAsync<AggregateException>(() => _catalogs.RefreshAsync(Cancellation))).InnerExceptions);
        Assert.Contains($"found vectors of model other@cccccccccccc with 4 dimensions", fault.Message, StringComparison.Ordinal);
        Assert.Contains("The model that was chosen for it is not in use.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'words.vec' line 2 has 1 numbers, expected 2", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _catalogs.Find("a")!.Identity.Number);

        // Each commit of any process asks for a refresh: that must not load a model each time.
        int loads = _models.Loads["other"];
        Assert.Empty(await _catalogs.RefreshAsync(Cancellation));
        Assert.Equal(loads, _models.Loads["other"]);
        await Assert.ThrowsAsync<VersionMismatchException>(() => _catalogs.ReloadAsync("a", Cancellation));
        Assert.True(_models.Loads["other"] > loads);
    }

    [Fact]
    public async Task Confidence_kept_with_the_choice_stands_in_for_that_of_the_folder()
    {
        EncoderIdentity fresh = _models.Make("fresh", seed: 3, isCalibrated: false);
        Publish("a", _usual);
        Switch("a", fresh, "fresh");
        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(() => _catalogs.RefreshAsync(Cancellation));
        Assert.Contains("calibrate --help", Assert.IsType<ModelException>(Assert.Single(failed.InnerExceptions)).Message, StringComparison.Ordinal);

        ConfidenceModel kept = WordModels.Confidence(fresh) with { EvenCosine = 0.71 };
        Switch("a", fresh, "fresh", kept);
        await _catalogs.RefreshAsync(Cancellation);
        PublishedCatalog answering = _catalogs.Use("a")!;
        answering.Encoder.Release();
        Assert.Equal(kept, answering.Confidence);
    }

    [Fact]
    public void Use_model_that_changed_in_its_folder_is_the_new_one()
    {
        LoadedEncoder before = _encoders.Use("other");
        EncoderIdentity changed = _models.Make("other", seed: 9);
        LoadedEncoder kept = _encoders.Use("other", anew: false), after = _encoders.Use("other");
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
            PublishedCatalog catalog = _catalogs.Use("a")!;
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

    private LoadedEncoder Load(string model) =>
        Directory.Exists(_models.FolderOf(model)) ? _models.Load(model) : throw new ModelException(model, ["it is not installed"]);

    private void Publish(string id, EncoderIdentity model) => Publication.Publish(_store, Publication.Knowledge(id), model: model);

    private void Switch(string id, EncoderIdentity model, string? chosen, ConfidenceModel? confidence = null)
    {
        StoredVersion version = _store.Load(id)!;
        using VersionWriter writer = _store.Write(model, VectorFormat.Float32, TimeProvider.System);
        Publication.SaveVectors(writer, version.Knowledge, model.Dimensions);
        Assert.NotNull(writer.Switch(version, chosen is null ? null : new ModelAssignment(id, chosen, DateTimeOffset.UnixEpoch, confidence?.ToJson())));
    }
}
