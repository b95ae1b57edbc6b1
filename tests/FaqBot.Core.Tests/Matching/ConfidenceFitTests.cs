using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class ConfidenceFitTests
{
    private static readonly double[] Known = [-2, 0.5, 0.25, 2, 0.5, -0.5];

    [Fact]
    public void FitConfidence_samples_of_a_known_logistic_gives_its_constants_back()
    {
        double[] found = ConfidenceFit.FitConfidence(Draw(40_000, 1)).ToArray();

        // About three standard errors of such a fit.
        Assert.All(found.Zip(Known), pair => Assert.Equal(pair.Second, pair.First, 0.25));
    }

    [Fact]
    public void FitConfidence_is_where_the_gradient_vanishes()
    {
        LabelledStanding[] samples = [.. Draw(400, 4).Select((sample, i) => sample with { Weight = 0.5 + (i % 3) })];
        ConfidenceWeights weights = ConfidenceFit.FitConfidence(samples);
        double[] found = weights.ToArray(), gradient = new double[found.Length];
        foreach (LabelledStanding sample in samples)
        {
            double[] features = ConfidenceWeights.FeaturesOf(sample.Standing);
            for (int i = 0; i < features.Length; i++)
            {
                gradient[i] += sample.Weight * ((sample.Right ? 1 : 0) - weights.Of(sample.Standing)) * features[i];
            }
        }

        // The prior pulls each weight but the intercept a little towards zero.
        double total = samples.Sum(sample => sample.Weight);
        Assert.All(gradient.Zip(found).Index(), item =>
            Assert.Equal(item.Index == 0 ? 0 : 5e-4 * total * item.Item.Second, item.Item.First, 1e-3));
    }

    [Fact]
    public void FitConfidence_weight_of_two_counts_like_two_samples()
    {
        LabelledStanding[] samples = Draw(300, 5);
        double[] weighted =
            ConfidenceFit.FitConfidence([.. samples.Select((sample, i) => sample with { Weight = i % 2 == 0 ? 2 : 1 })]).ToArray();
        double[] repeated = ConfidenceFit.FitConfidence([.. samples.Concat(samples.Where((_, i) => i % 2 == 0))]).ToArray();
        Assert.All(weighted.Zip(repeated), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void FitConfidence_labels_that_can_be_separated_stay_finite()
    {
        LabelledStanding[] samples =
            [.. Enumerable.Range(0, 40).Select(i => new LabelledStanding(new Standing(i, 0, 0.5, 1, 0), i >= 20, 1))];
        ConfidenceWeights weights = ConfidenceFit.FitConfidence(samples);
        Assert.All(weights.ToArray(), weight => Assert.True(double.IsFinite(weight), $"{weights}"));
        Assert.All(samples, sample => Assert.Equal(sample.Right, weights.Of(sample.Standing) > 0.5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FitConfidence_labels_of_one_kind_are_refused(bool right)
    {
        LabelledStanding sample = new(new Standing(1, 1, 1, 1, 1), right, 1);
        Assert.Throws<ArgumentException>(() => ConfidenceFit.FitConfidence([sample, sample]));
        Assert.Throws<ArgumentException>(() => ConfidenceFit.FitConfidence([]));
    }

    [Fact]
    public void FitConfidence_few_samples_stay_near_a_strong_prior()
    {
        ConfidenceWeights prior = ConfidenceWeights.Reference;
        ConfidenceWeights near = ConfidenceFit.FitConfidence(Draw(10, 6), prior, strength: 10_000);
        Assert.All(near.ToArray().Zip(prior.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 0.05));
    }

    [Fact]
    public void FitRanking_samples_of_known_weights_gives_them_back()
    {
        Random random = new(7);
        RankingWeights known = RankingWeights.Of([1, 2, 0.5, 1, 0.5, -1, -0.5, -1, 0.75]);
        LabelledRanking[] samples = [.. Enumerable.Range(0, 20_000).Select(_ => DrawRanking(known, random))];
        double[] found = ConfidenceFit.FitRanking(samples).ToArray();
        Assert.All(found.Zip(known.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 0.2));
    }

    [Fact]
    public void FitRanking_without_samples_is_refused() => Assert.Throws<ArgumentException>(() => ConfidenceFit.FitRanking([]));

    [Fact]
    public void FitEvenCosine_lies_between_the_kinds_however_many_there_are_of_each()
    {
        (double, bool)[] samples =
        [
            .. Enumerable.Range(0, 50).Select(i => (0.75 + (i * 0.004), true)),
                .. Enumerable.Range(0, 500).Select(i => (0.5 + (i % 50 * 0.004), false)),
        ];
        Assert.Equal(0.72, ConfidenceFit.FitEvenCosine(samples), 0.03);
    }

    [Fact]
    public void LogLoss_is_the_weighted_mean_of_surprise()
    {
        Assert.Equal(Math.Log(2), ConfidenceFit.LogLoss([(0.5, true, 1), (0.5, false, 7)]), 1e-12);
        Assert.Equal(-((Math.Log(0.8) * 3) + Math.Log(0.9)) / 4, ConfidenceFit.LogLoss([(0.8, true, 3), (0.1, false, 1)]), 1e-12);
        Assert.Equal(-Math.Log(1e-6), ConfidenceFit.LogLoss([(0, true, 1)]), 1e-12);
    }

    [Fact]
    public void CalibrationError_is_the_mean_distance_of_confidence_and_share_of_right_answers()
    {
        Assert.Equal(0, ConfidenceFit.CalibrationError([(1, true, 1), (0, false, 1)]), 1e-12);
        Assert.Equal(1, ConfidenceFit.CalibrationError([(1, false, 1), (0, true, 1)]), 1e-12);
        Assert.Equal(0, ConfidenceFit.CalibrationError([(0.75, true, 3), (0.75, false, 1)]), 1e-12);

        // One bin of 0.8 with half right, one bin of 0.3 with none right.
        Assert.Equal((0.3 * 2 / 3) + (0.3 / 3), ConfidenceFit.CalibrationError([(0.8, true, 1), (0.8, false, 1), (0.3, false, 1)]), 1e-12);

        // Errors within one bin cancel each other, those of two bins do not.
        Assert.Equal(0,
            ConfidenceFit.CalibrationError(
                [(0.42, true, 1), (0.44, true, 1), (0.46, false, 1), (0.48, false, 1), (0.7, true, 7), (0.7, false, 3)]), 0.05);
        Assert.Equal(0.4, ConfidenceFit.CalibrationError([(0.6, true, 1), (0.4, false, 1)]), 1e-12);
    }

    private static LabelledStanding[] Draw(int count, int seed)
    {
        Random random = new(seed);
        ConfidenceWeights weights = ConfidenceWeights.Of(Known);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                Standing standing = new(random.NextDouble() * 8, (random.NextDouble() * 8) - 4, random.NextDouble(),
                    random.NextDouble() * 4, random.NextDouble() * 4);
                return new LabelledStanding(standing, random.NextDouble() < weights.Of(standing), 1);
            }),
        ];
    }

    private static LabelledRanking DrawRanking(RankingWeights weights, Random random)
    {
        Evidence[] entries = [.. Enumerable.Range(0, 6).Select(_ => new Evidence
        {
            Cosine = 0,
            Nearest = random.NextDouble() * 2,
            NearestTwo = random.NextDouble() * 2,
            Votes = random.NextDouble() * 2,
            Coverage = random.NextDouble() * 2,
            StoredCoverage = random.NextDouble() * 2,
            NumbersDiffer = random.Next(2) == 0,
            NegationDiffers = random.Next(2) == 0,
            Opposed = random.Next(2),
            OtherScript = random.Next(2) == 0,
            Questions = 1,
        })];
        double[] shares = [.. entries.Select(entry => Math.Exp(weights.Score(entry)))];
        double draw = random.NextDouble() * shares.Sum();
        int right = 0;
        while (right < shares.Length - 1 && draw >= shares[right])
        {
            draw -= shares[right++];
        }

        return new LabelledRanking(entries, right, 1);
    }
}
