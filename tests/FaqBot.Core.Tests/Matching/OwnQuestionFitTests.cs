using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Storage;
using FaqBot.Core.Tests.Answering;
using FaqBot.Core.Text;
using FaqBot.Encoding.Running;
using FaqBot.Encoding.Vectors;

namespace FaqBot.Core.Tests.Matching;

[Collection(BundledEncoderCollection.Name)]
public sealed class OwnQuestionFitTests(BundledEncoder bundled)
{
    private readonly TextEncoder _encoder = bundled.Encoder;

    [Fact]
    public async Task Fit_of_the_sample_shop_comes_near_to_the_calibrated_confidence()
    {
        FaqCatalog shop = await ShopAsync();
        ConfidenceModel fitted = Fit(shop)!;
        ConfidenceModel calibrated = ConfidenceModel.Read(Repository.BundledModel, _encoder.Identity);

        Assert.Equal(_encoder.Identity.Fingerprint, fitted.ModelFingerprint);
        Assert.True(fitted.Fit!.Right > 0.55, $"{fitted.Fit}");
        Assert.True(fitted.Fit.CalibrationError < 0.1, $"{fitted.Fit}");
        Assert.True(fitted.RelatedCosine > fitted.UnrelatedCosine + 0.05, $"{fitted}");
        Assert.InRange(fitted.UnrelatedCosine, calibrated.UnrelatedCosine - 0.2, calibrated.UnrelatedCosine + 0.2);

        // Careful, and never sure of what is far away.
        Assert.True(Judge(shop, fitted, near: 2, next: 0) > 0.7, $"{fitted}");
        Assert.True(Judge(shop, fitted, near: 0, next: -0.1) < 0.3, $"{fitted}");
    }

    [Fact]
    public async Task Fit_is_the_same_each_time()
    {
        FaqCatalog shop = await ShopAsync();
        ConfidenceModel first = Fit(shop)!, second = Fit(shop)!;
        Assert.Equal(first.ToJson(), second.ToJson());
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(2, 8)]
    [InlineData(4, 1)]
    public void Fit_of_too_little_gives_none(int entries, int alternates) => Assert.Null(Fit(Catalog(entries, alternates, right: true)));

    [Fact]
    public void Fit_of_an_encoder_that_finds_nothing_gives_none()
    {
        Assert.NotNull(Fit(Catalog(6, 2, right: true)));
        Assert.Null(Fit(Catalog(6, 2, right: false)));
    }

    private static double Judge(FaqCatalog shop, ConfidenceModel model, double near, double next) => Confidences.Rank(
        shop,
        [
            new(0, shop.Rows(0).First, Confidences.Evidence(near, coverage: near / 2)),
            new(1, shop.Rows(1).First, Confidences.Evidence(next)),
        ],
        model)[0].Confidence;

    private async Task<FaqCatalog> ShopAsync()
    {
        ShopCatalog shop = new(bundled);
        await shop.InitializeAsync();
        return shop.Catalog;
    }

    private ConfidenceModel? Fit(FaqCatalog catalog) => OwnQuestionFit.Fit(catalog, Unrelated(), TestContext.Current.CancellationToken);

    private UnitVectors Unrelated()
    {
        float[] vectors = new float[UnrelatedQuestions.Texts.Count * _encoder.Dimensions];
        _encoder.Encode([.. UnrelatedQuestions.Texts.Select(TextNormalizer.Clean)], vectors);
        return new UnitVectors(vectors, _encoder.Dimensions);
    }

    /// <summary>Questions of one entry lie together, or each beside those of another entry.</summary>
    private FaqCatalog Catalog(int entries, int alternates, bool right)
    {
        int perEntry = alternates + 1, dimensions = _encoder.Dimensions;
        KnowledgeBase knowledge = new()
        {
            Id = "small",
            Name = "small",
            Languages = [],
            DefaultAnswer = new LocalizedText("-"),
            Entries = [.. Enumerable.Range(0, entries)
                .Select(i => new FaqEntry { Id = $"e{i}", Question = $"q{i}", Answer = new LocalizedText("-") })],
        };
        StoredQuestion[] questions =
            [.. Enumerable.Range(0, entries * perEntry).Select(row => new StoredQuestion(row / perEntry, $"q{row}", $"q{row}"))];
        float[] vectors = new float[questions.Length * dimensions];
        for (int row = 0; row < questions.Length; row++)
        {
            int direction = right ? row / perEntry : row % perEntry;
            vectors[(row * dimensions) + direction] = 0.8f;
            vectors[(row * dimensions) + 100 + (row % 200)] = 0.6f;
        }

        VersionIdentity identity =
            new("small", 1, _encoder.Identity, TextNormalizer.Version, VectorFormat.Float32, "", DateTimeOffset.UnixEpoch);
        return FaqCatalog.Build(new StoredVersion(identity, knowledge, questions, vectors), _encoder.Identity);
    }
}
