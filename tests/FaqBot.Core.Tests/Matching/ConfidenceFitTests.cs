using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class ConfidenceFitTests
{
    [Fact]
    public void FitShares_samples_of_known_weights_give_their_distribution_back()
    {
        ShareWeights known = DrawnContenders.Weights(1), found = ConfidenceFit.FitShares(DrawnContenders.Labelled(6_000, 2, known));
        double distance = DistanceOf(known, found, judged: false);
        double[] others = [.. Enumerable.Range(3, 5).Select(seed => DistanceOf(known, DrawnContenders.Weights(seed), judged: false))];
        Assert.True(distance < 0.025 && others.Average() > 4 * distance, $"{distance} beside {string.Join(", ", others)}");
    }

    [Fact]
    public void FitShares_is_where_the_gradient_vanishes()
    {
        LabelledContenders[] samples =
            [.. DrawnContenders.Labelled(400, 4, DrawnContenders.Weights(1)).Select((sample, i) => sample with { Weight = 0.5 + (i % 3) })];
        ShareWeights weights = ConfidenceFit.FitShares(samples);
        double[] found = weights.ToArray(), gradient = new double[found.Length];
        foreach (LabelledContenders sample in samples)
        {
            double[][] alternatives = ShareWeights.AlternativesOf(sample.Contenders, judged: false);
            double[] shares = weights.Of(sample.Contenders, judged: false);
            shares = [.. shares, 1 - shares.Sum()];
            int right = sample.Right < 0 ? alternatives.Length - 1 : sample.Right;
            for (int a = 0; a < alternatives.Length; a++)
            {
                for (int i = 0; i < gradient.Length; i++)
                {
                    gradient[i] += sample.Weight * ((a == right ? 1 : 0) - shares[a]) * alternatives[a][i];
                }
            }
        }

        // The prior pulls each weight a little towards zero.
        double total = samples.Sum(sample => sample.Weight);
        Assert.All(gradient.Zip(found), pair => Assert.Equal(5e-4 * total * pair.Second, pair.First, 5e-3));
    }

    [Fact]
    public void FitShares_weight_of_two_counts_like_two_samples()
    {
        LabelledContenders[] samples = DrawnContenders.Labelled(300, 5, DrawnContenders.Weights(1));
        double[] weighted =
            ConfidenceFit.FitShares([.. samples.Select((sample, i) => sample with { Weight = i % 2 == 0 ? 2 : 1 })]).ToArray();
        double[] repeated = ConfidenceFit.FitShares([.. samples.Concat(samples.Where((_, i) => i % 2 == 0))]).ToArray();
        Assert.All(weighted.Zip(repeated), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void FitShares_labels_of_one_kind_stay_finite_and_are_learnt(int right)
    {
        LabelledContenders[] samples =
            [.. DrawnContenders.Labelled(60, 6, DrawnContenders.Weights(1)).Select(sample => sample with { Right = right })];
        ShareWeights weights = ConfidenceFit.FitShares(samples);
        Assert.All(weights.ToArray(), weight => Assert.True(double.IsFinite(weight)));
        Assert.All(samples, sample =>
        {
            double[] shares = weights.Of(sample.Contenders, judged: false);
            Assert.True(right < 0 ? shares.Sum() < 0.5 : shares.Sum() > 0.5, string.Join(' ', shares));
        });
    }

    [Fact]
    public void FitShares_few_samples_stay_near_a_strong_prior()
    {
        ShareWeights prior = ConfidenceModel.Reference.Weights;
        ShareWeights near = ConfidenceFit.FitShares(DrawnContenders.Labelled(10, 7, DrawnContenders.Weights(1)), prior, strength: 10_000);
        Assert.All(near.ToArray().Zip(prior.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 0.05));
    }

    [Fact]
    public void FitShares_without_samples_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ConfidenceFit.FitShares([]));
        Assert.Throws<ArgumentException>(() => ConfidenceFit.FitJudgedShares([], ConfidenceModel.Reference.Weights));
    }

    [Fact]
    public void FitJudgedShares_learns_the_verdicts_and_keeps_what_counts_in_every_knowledge_base()
    {
        ShareWeights known = DrawnContenders.Weights(8), without = DrawnContenders.Weights(9);
        bool[] ofFew = ShareWeights.AreOfFew();
        known = ShareWeights.Of([.. known.ToArray().Zip(without.ToArray()).Select((pair, i) => ofFew[i] ? pair.First : pair.Second)]);
        ShareWeights found = ConfidenceFit.FitJudgedShares(DrawnContenders.Labelled(6_000, 10, known, judged: true), without);

        Assert.True(DistanceOf(known, found, judged: true) < 0.03, $"{DistanceOf(known, found, judged: true)}");
        Assert.All(ofFew.Index().Where(item => !item.Item), item =>
            Assert.Equal(without.ToArray()[item.Index], found.ToArray()[item.Index]));

        // Where entries have many questions, a judge changes nothing.
        foreach (Contenders contenders in DrawnContenders.Draw(50, 11, judged: true))
        {
            Contenders many = contenders with { QuestionsPerEntry = 10 };
            Assert.Equal(without.Of(many, judged: false), found.Of(many, judged: true));
        }
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

    /// <summary>Mean distance of two distributions over an entry or none.</summary>
    private static double DistanceOf(ShareWeights one, ShareWeights other, bool judged) =>
        DrawnContenders.Draw(500, 12, judged)
            .SelectMany(contenders => one.Of(contenders, judged).Zip(other.Of(contenders, judged)))
            .Average(pair => Math.Abs(pair.First - pair.Second));

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
