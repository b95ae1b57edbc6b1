using FaqBot.Core.Matching;
using FaqBot.Core.Similarity;

namespace FaqBot.Tests.Similarity;

public sealed class SimilarityScaleTests
{
    private static readonly ConfidenceModel Bundled =
        ConfidenceModel.Parse(File.ReadAllText(Path.Combine(Repository.BundledModel, ConfidenceModel.FileName)));

    // Two models whose cosines lie in different bands.
    private static readonly ConfidenceModel High = Model(unrelated: 0.62, even: 0.69);
    private static readonly ConfidenceModel Low = Model(unrelated: 0.1, even: 0.25);

    [Fact]
    public void Scale_follows_the_models_own_band()
    {
        foreach (ConfidenceModel model in new[] { High, Low })
        {
            SimilarityScale scale = new(model);
            double even = model.EvenCosine;
            Assert.Equal(0, scale.Of(-1));
            Assert.Equal(0, scale.Of(model.UnrelatedCosine));
            Assert.Equal(0.25, scale.Of((model.UnrelatedCosine + even) / 2), 0.001);
            Assert.Equal(0.5, scale.Of(even), 0.001);
            Assert.Equal(0.75, scale.Of((even + 1) / 2), 0.001);
            Assert.Equal(1, scale.Of(1));
            Assert.Equal(1, scale.Of(1.0000002));
        }

        Assert.Equal(SimilarityLevel.VeryLow, SimilarityScale.LevelOf(new SimilarityScale(High).Of(0.6)));
        Assert.Equal(SimilarityLevel.High, SimilarityScale.LevelOf(new SimilarityScale(Low).Of(0.6)));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.5, 50)]
    [InlineData(0.5, double.NaN)]
    [InlineData(1, 0.9)]
    [InlineData(-1, 0.9)]
    public void Odd_calibration_still_gives_a_rising_scale(double unrelated, double even)
    {
        SimilarityScale scale = new(Model(unrelated, even));
        double[] similarities = [.. Enumerable.Range(-100, 201).Select(hundredth => scale.Of(hundredth / 100.0))];
        Assert.Equal(similarities.Order(), similarities);
        Assert.Equal((0, 1), (similarities[0], similarities[^1]));
    }

    [Theory]
    [InlineData(0.2999, "VeryLow")]
    [InlineData(0.3, "Low")]
    [InlineData(0.5, "Medium")]
    [InlineData(0.7, "High")]
    [InlineData(0.8999, "High")]
    [InlineData(0.9, "VeryHigh")]
    public void Level_has_its_bounds(double similarity, string level) => Assert.Equal(level, $"{SimilarityScale.LevelOf(similarity)}");

    private static ConfidenceModel Model(double unrelated, double even) =>
        Bundled with { UnrelatedCosine = unrelated, RelatedCosine = unrelated + 0.1, EvenCosine = even };
}
