using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class RerankingFitTests
{
    private const int Entries = 5;

    [Fact]
    public void Fit_informative_cross_encoder_lowers_the_log_loss_of_other_questions()
    {
        Reranking fitted = Fit(Draw(400, seed: 1, informed: 2));
        Assert.True(fitted.Weight > 0.5 && !fitted.IsNeutral, $"{fitted}");
        Assert.True(fitted.Fit is { } report && report.LogLoss < report.LogLossBefore - 0.02
            && report.Right > report.RightBefore + 0.05, $"{fitted.Fit}");

        LabelledReranking[] others = Draw(4_000, seed: 2, informed: 2);
        (double before, double after) = (Loss(others, null), Loss(others, fitted));
        Assert.True(after < before - 0.02, $"{before} {after}");
        Assert.InRange(fitted.Fit!.LogLoss, after - 0.06, after + 0.06);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Fit_useless_cross_encoder_makes_nothing_worse(int seed)
    {
        Reranking fitted = Fit(Draw(400, seed, informed: 0));
        Assert.InRange(fitted.Weight, 0, 0.25);
        LabelledReranking[] others = Draw(4_000, seed + 100, informed: 0);
        (double before, double after) = (Loss(others, null), Loss(others, fitted));
        Assert.True(after < before + 0.01, $"{before} {after}");
    }

    [Fact]
    public void Fit_constant_cross_encoder_orders_nothing_anew()
    {
        Reranking fitted = Fit([.. Draw(200, seed: 6, informed: 0)
            .Select(sample => sample with { Entries = [.. sample.Entries.Select(entry => entry with { Logit = 3.25 })] })]);
        Assert.Equal(0, fitted.Weight);
    }

    [Fact]
    public void Fit_cross_encoder_that_speaks_against_the_right_entries_is_not_believed()
    {
        Reranking fitted = Fit(Draw(400, seed: 7, informed: -2));
        Assert.Equal(0, fitted.Weight);
    }

    [Fact]
    public void Fit_samples_of_a_known_weight_gives_it_back()
    {
        Random random = new(8);
        Reranking truth = Start() with { Weight = 1.5 };
        Reranking found = Fit([.. Enumerable.Range(0, 5_000).Select(question =>
        {
            JudgedEntry[] entries =
                [.. Enumerable.Range(0, Entries).Select(_ => new JudgedEntry(random.NextDouble() * 3, 0.5, Normal(random)))];
            return new LabelledReranking(
                question, entries, Pick([.. truth.StandingsOf(entries).Select(standing => Math.Exp(standing.Score))], random), true, 1);
        })]);
        Assert.Equal(truth.Weight, found.Weight, 0.1);
    }

    [Fact]
    public void Fit_samples_of_a_known_confidence_gives_it_back()
    {
        Random random = new(9);
        RerankingWeights known = RerankingWeights.Of([-0.5, 0.5, 0.75, 0.25]);

        // A single entry says nothing about the order, so that its weight stays 0.
        Reranking found = Fit([.. Enumerable.Range(0, 10_000).Select(question =>
        {
            JudgedEntry entry = new((random.NextDouble() * 8) - 4, 0.02 + (0.96 * random.NextDouble()), Normal(random));
            return new LabelledReranking(question, [entry], random.NextDouble() < known.Of(Start().StandingsOf([entry])[0])
                ? 0 : -1, true, 1);
        })]);
        Assert.Equal(0, found.Weight);
        Assert.All(found.Confidence.ToArray().Zip(known.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 0.15));
    }

    [Fact]
    public void Fit_is_the_same_each_time_and_on_any_scale_of_the_cross_encoder()
    {
        LabelledReranking[] samples = Draw(300, seed: 9, informed: 1);
        Reranking first = Fit(samples), second = Fit(samples);
        Assert.Equal(first, second);
        Reranking scaled = Fit([.. samples.Select(sample =>
            sample with { Entries = [.. sample.Entries.Select(entry => entry with { Logit = (100 * entry.Logit) - 40 })] })]);
        Assert.Equal(first.Weight, scaled.Weight, 1e-4);
        Assert.All(first.Confidence.ToArray().Zip(scaled.Confidence.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Fit_samples_of_one_kind_are_none()
    {
        LabelledReranking[] samples = Draw(50, seed: 10, informed: 1);
        Assert.Null(RerankingFit.Fit([.. samples.Select(sample => sample with { Right = -1 })], "x", Entries));
        Assert.Null(RerankingFit.Fit([], "x", Entries));
    }

    [Fact]
    public void Fit_suggests_a_threshold_of_the_wanted_precision()
    {
        Reranking fitted = RerankingFit.Fit(Draw(400, seed: 11, informed: 2), "x", Entries, 0.9)!;
        Assert.True(fitted.Fit!.Suggested is { Wanted: 0.9, Precision: >= 0.9, Threshold: > 0 and < 1 }, $"{fitted.Fit.Suggested}");
    }

    private static Reranking Fit(IReadOnlyCollection<LabelledReranking> samples) => RerankingFit.Fit(samples, "x", Entries)!;

    private static Reranking Start() => new()
    {
        ModelFingerprint = "x",
        Features = Reranking.Version,
        Top = Entries,
        Mean = 0,
        Deviation = 1,
        Weight = 0,
        Confidence = RerankingWeights.Neutral,
    };

    /// <summary>Questions that the ranking answers with calibrated confidence; a cross-encoder gives right entries more by some
    /// deviations.</summary>
    private static LabelledReranking[] Draw(int count, int seed, double informed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(question =>
            {
                double[] scores = [.. Enumerable.Range(0, Entries).Select(_ => random.NextDouble() * 4).OrderDescending()];
                double[] shares = [.. scores.Select(Math.Exp)];
                double inScope = question % 4 == 0 ? 0.2 : 0.9, sum = shares.Sum();
                int right = random.NextDouble() < inScope ? Pick(shares, random) : -1;
                return new LabelledReranking(
                    question,
                    [.. scores.Select((score, i) =>
                        new JudgedEntry(score, inScope * shares[i] / sum, Normal(random) + (i == right ? informed : 0)))],
                    right,
                    right >= 0,
                    1);
            }),
        ];
    }

    private static int Pick(double[] shares, Random random)
    {
        double draw = random.NextDouble() * shares.Sum();
        int picked = 0;
        while (picked < shares.Length - 1 && draw >= shares[picked])
        {
            draw -= shares[picked++];
        }

        return picked;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Loss(LabelledReranking[] samples, Reranking? reranking) => ConfidenceFit.LogLoss(
    [
        .. samples.Select(sample =>
        {
            RankedEntry[] ranked = [.. sample.Entries.Select((entry, i) => new RankedEntry(i, i, 0, entry.Confidence))];
            RankedEntry best = (reranking?.Rank(ranked, sample.Entries) ?? ranked)[0];
            return (best.Confidence, best.Entry == sample.Right, sample.Weight);
        }),
    ]);
}
