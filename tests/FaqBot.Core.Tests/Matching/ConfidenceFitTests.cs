using FaqBot.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class ConfidenceFitTests
{
    [Theory]
    [InlineData(-12, 14, 38, 1)]
    [InlineData(2, 1, 5, 2)]
    [InlineData(0, 0, 0, 3)]
    public void Fit_samples_of_a_known_logistic_gives_its_constants_back(double intercept, double cosineWeight, double marginWeight, int seed)
    {
        LabelledEvidence[] samples = Draw(40_000, intercept, cosineWeight, marginWeight, seed);
        (double foundIntercept, double foundCosine, double foundMargin) = ConfidenceFit.Fit(samples);

        // Three times the standard error of such a fit or a little more.
        Assert.Equal(intercept, foundIntercept, 0.5);
        Assert.Equal(cosineWeight, foundCosine, 0.6);
        Assert.Equal(marginWeight, foundMargin, 1.5);
    }

    [Fact]
    public void Fit_agrees_with_a_plain_gradient_descent()
    {
        LabelledEvidence[] samples = [.. Draw(400, -2, 3, 4, 4).Select((sample, i) => sample with { Weight = 0.5 + (i % 3) })];
        (double intercept, double cosine, double margin) = ConfidenceFit.Fit(samples);
        double[] reference = Descend(samples);

        Assert.Equal(reference[0], intercept, 1e-3);
        Assert.Equal(reference[1], cosine, 1e-3);
        Assert.Equal(reference[2], margin, 1e-3);
    }

    [Fact]
    public void Fit_weight_of_two_counts_like_two_samples()
    {
        LabelledEvidence[] samples = Draw(300, -2, 3, 4, 5);
        LabelledEvidence[] weighted = [.. samples.Select((sample, i) => sample with { Weight = i % 2 == 0 ? 2 : 1 })];
        LabelledEvidence[] repeated = [.. samples.Concat(samples.Where((_, i) => i % 2 == 0))];
        (double Intercept, double Cosine, double Margin) one = ConfidenceFit.Fit(weighted), other = ConfidenceFit.Fit(repeated);
        Assert.Equal(other.Intercept, one.Intercept, 1e-6);
        Assert.Equal(other.Cosine, one.Cosine, 1e-6);
        Assert.Equal(other.Margin, one.Margin, 1e-6);
    }

    [Fact]
    public void Fit_order_and_repetition_do_not_change_the_result()
    {
        LabelledEvidence[] samples = Draw(300, -2, 3, 4, 6);
        Assert.Equal(ConfidenceFit.Fit(samples), ConfidenceFit.Fit(samples));
        Assert.Equal(ConfidenceFit.Fit(samples).CosineWeight, ConfidenceFit.Fit([.. samples.Reverse()]).CosineWeight, 1e-6);
    }

    [Fact]
    public void Fit_labels_that_can_be_separated_stay_finite()
    {
        LabelledEvidence[] samples =
            [.. Enumerable.Range(0, 40).Select(i => new LabelledEvidence(new Evidence(0.5 + (i * 0.01), i * 0.005), i >= 20, 1))];
        (double intercept, double cosine, double margin) = ConfidenceFit.Fit(samples);
        Assert.All(new[] { intercept, cosine, margin }, weight => Assert.True(double.IsFinite(weight), $"{intercept} {cosine} {margin}"));
        Assert.All(samples, sample => Assert.Equal(sample.Right, intercept + (cosine * sample.Evidence.Cosine) + (margin * sample.Evidence.Margin) > 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_labels_of_one_kind_are_refused(bool right)
    {
        Assert.Throws<ArgumentException>(() => ConfidenceFit.Fit([new(new Evidence(0.5, 0.1), right, 1), new(new Evidence(0.6, 0.1), right, 1)]));
        Assert.Throws<ArgumentException>(() => ConfidenceFit.Fit([]));
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
        Assert.Equal(0, ConfidenceFit.CalibrationError([(0.42, true, 1), (0.44, true, 1), (0.46, false, 1), (0.48, false, 1), (0.7, true, 7), (0.7, false, 3)]), 0.05);
        Assert.Equal(0.4, ConfidenceFit.CalibrationError([(0.6, true, 1), (0.4, false, 1)]), 1e-12);
    }

    private static LabelledEvidence[] Draw(int count, double intercept, double cosineWeight, double marginWeight, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                Evidence evidence = new(0.5 + (random.NextDouble() * 0.5), random.NextDouble() * 0.3);
                double p = 1 / (1 + Math.Exp(-(intercept + (cosineWeight * evidence.Cosine) + (marginWeight * evidence.Margin))));
                return new LabelledEvidence(evidence, random.NextDouble() < p, 1);
            }),
        ];
    }

    /// <summary>Maximises the mean likelihood by gradient steps with momentum on centred features.</summary>
    private static double[] Descend(LabelledEvidence[] samples)
    {
        double total = samples.Sum(sample => sample.Weight);
        double cosineMean = samples.Sum(sample => sample.Weight * sample.Evidence.Cosine) / total;
        double marginMean = samples.Sum(sample => sample.Weight * sample.Evidence.Margin) / total;
        double[] weights = new double[3], speed = new double[3];
        for (int step = 0; step < 20_000; step++)
        {
            double[] gradient = new double[3];
            foreach (LabelledEvidence sample in samples)
            {
                double[] x = [1, 5 * (sample.Evidence.Cosine - cosineMean), 10 * (sample.Evidence.Margin - marginMean)];
                double p = 1 / (1 + Math.Exp(-((weights[0] * x[0]) + (weights[1] * x[1]) + (weights[2] * x[2]))));
                for (int i = 0; i < 3; i++)
                {
                    gradient[i] += sample.Weight * ((sample.Right ? 1 : 0) - p) * x[i] / total;
                }
            }

            for (int i = 0; i < 3; i++)
            {
                speed[i] = (0.9 * speed[i]) + gradient[i];
                weights[i] += 0.3 * speed[i];
            }
        }

        double cosine = 5 * weights[1], margin = 10 * weights[2];
        return [weights[0] - (cosine * cosineMean) - (margin * marginMean), cosine, margin];
    }
}
