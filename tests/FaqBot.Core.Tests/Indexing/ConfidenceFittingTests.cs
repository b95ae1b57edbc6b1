using FaqBot.Core.Indexing;
using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Storage.Relational;
using FaqBot.Core.Tests.Storage;
using FaqBot.Encoding.Library;
using FaqBot.Encoding.Library.Hubs;
using FaqBot.Encoding.ModelFiles;
using FaqBot.Encoding.Running;

namespace FaqBot.Core.Tests.Indexing;

[Collection(BundledEncoderCollection.Name)]
public sealed class ConfidenceFittingTests : IDisposable
{
    private const string MiniLm = "sentence-transformers/all-MiniLM-L6-v2";

    private readonly TemporaryFolder _folder = new();
    private readonly TextEncoder _encoder;
    private readonly KnowledgeStore _store;

    public ConfidenceFittingTests(BundledEncoder bundled)
    {
        _encoder = bundled.Encoder;
        _store = KnowledgeStore.Open(_folder.File("faq.db"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Model_that_hardly_knows_the_language_does_not_have_its_noise_taken_for_a_difference()
    {
        // It was trained on English; most questions of the shop are Chinese.
        string folder = Path.GetDirectoryName(Repository.SharedFile("fixtures", "models", "all-MiniLM-L6-v2-f16", "model.onnx"))!;
        using TextEncoder english = TextEncoder.Load(folder, new EncoderOptions());
        KnowledgeBase shop = FaqFile.Read(Path.Combine(Repository.Root, "data", "faq.json"));
        Assert.True((await IndexAsync(english, folder, shop)).Changed);

        ConfidenceModel fitted = ConfidenceModel.ParseFor(english.Identity, _store.Load("shop")!.Confidence)!;
        Assert.True(fitted.RelatedCosine > fitted.UnrelatedCosine + 0.05, $"{fitted}");
        Assert.True(fitted.Fit!.CalibrationError < 0.1, $"{fitted.Fit}");
        Assert.False((await IndexAsync(english, folder, shop)).Changed);
    }

    [Fact]
    public async Task Too_few_questions_take_the_confidence_that_is_shipped_for_the_model()
    {
        new ModelSource("https://huggingface.co", MiniLm, null, null, DateTimeOffset.UnixEpoch, null).Write(_folder.Path);
        await IndexAsync(_encoder, _folder.Path, Publication.Knowledge("a"));
        Assert.Equal(ShippedConfidence.For(MiniLm, _encoder.Identity)!.ToJson(), _store.Load("a")!.Confidence);
    }

    [Fact]
    public async Task Too_few_questions_for_a_model_without_any_are_refused()
    {
        ModelException refused =
            await Assert.ThrowsAsync<ModelException>(() => IndexAsync(_encoder, _folder.Path, Publication.Knowledge("a")));
        Assert.Contains(
            "'a' has too few questions to fit it on (expected 12 that have alternates", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"calibrate --model \"{_folder.Path}\"", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_store.Published());
    }

    [Fact]
    public async Task Version_without_a_confidence_that_it_needs_is_indexed_again()
    {
        KnowledgeBase knowledge = Publication.Knowledge("a");
        Assert.True((await new KnowledgeIndexer(_store, _encoder, TimeProvider.System)
            .IndexAsync(knowledge, cancellationToken: TestContext.Current.CancellationToken)).Changed);
        new ModelSource("local", MiniLm, null, null, DateTimeOffset.UnixEpoch, null).Write(_folder.Path);
        IndexResult again = await IndexAsync(_encoder, _folder.Path, knowledge);
        Assert.Equal((true, 0), (again.Changed, again.Encoded));
        Assert.False((await IndexAsync(_encoder, _folder.Path, knowledge)).Changed);
    }

    [Fact]
    public void Folder_or_choice_that_has_a_confidence_needs_no_fit()
    {
        Assert.Null(ConfidenceFitting.For(_encoder, Repository.BundledModel));
        ModelAssignment chosen =
            new("a", "acme--mini", DateTimeOffset.UnixEpoch, ShippedConfidence.For(MiniLm, _encoder.Identity)!.ToJson());
        Assert.Null(ConfidenceFitting.For(_encoder, _folder.Path, chosen));

        // That of another model is none.
        Assert.NotNull(ConfidenceFitting.For(
            _encoder, _folder.Path, chosen with { Confidence = ShippedConfidence.For(MiniLm, Publication.Model)!.ToJson() }));
        Assert.NotNull(ConfidenceFitting.For(_encoder, folder: null));
    }

    [Fact]
    public void Shipped_confidences_are_of_models_in_the_catalog_and_name_their_data()
    {
        ModelCatalog catalog = ModelCatalog.Read(Path.Combine(Repository.Root, "models", "catalog.json"));
        Assert.Contains(MiniLm, ShippedConfidence.Models);
        Assert.All(ShippedConfidence.Models, id =>
        {
            Assert.True(ModelId.TryParse(id, out ModelId? model) && catalog.Find(model) is not null, id);
            ConfidenceModel shipped = ShippedConfidence.For(id, _encoder.Identity)!;
            Assert.Equal(_encoder.Identity.Fingerprint, shipped.ModelFingerprint);
            Assert.NotEmpty(shipped.Fit!.Data);
            Assert.InRange(shipped.Fit.CalibrationError, 0, 0.05);
        });
        Assert.Null(ShippedConfidence.For("acme/absent", _encoder.Identity));
    }

    private Task<IndexResult> IndexAsync(TextEncoder encoder, string folder, KnowledgeBase knowledge) =>
        new KnowledgeIndexer(_store, encoder, TimeProvider.System) { Fitting = ConfidenceFitting.For(encoder, folder) }
            .IndexAsync(knowledge, cancellationToken: TestContext.Current.CancellationToken);
}
