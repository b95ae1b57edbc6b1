using System.Text.Json;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class RerankingTests
{
    [Fact]
    public void Rank_orders_the_judged_anew_and_leaves_the_others_behind_them()
    {
        RankedEntry[] ranked = Reranking(weight: 2).Rank(Ranked(0.6, 0.4, 0.3, 0.2), [new(2, 0.6, -1), new(1.5, 0.4, 1), new(1, 0.3, 0.5)]);
        Assert.Equal([1, 2, 0, 3], ranked.Select(entry => entry.Entry));
        Assert.Equal(ranked.OrderByDescending(entry => entry.Confidence), ranked);
        Assert.All(ranked, entry => Assert.Equal(entry.Entry + 100, entry.Row));
    }

    [Fact]
    public void Rank_without_weight_changes_no_order_and_no_confidence()
    {
        RankedEntry[] before = Ranked(0.6131, 0.3, 0.0001, 0);
        Assert.True(Reranking(0).IsNeutral);
        Assert.Equal(before, Reranking(0).Rank(before, [new(2, 0.6131, 9), new(1, 0.3, -9), new(0, 0.0001, 70)]));
        Assert.Equal(before, Reranking(0).Rank(before, []));
    }

    [Fact]
    public void Rank_is_never_as_sure_as_an_exact_match()
    {
        Reranking sure = Reranking(5) with { Confidence = RerankingWeights.Of([100, 1, 10, 10]) };
        Assert.Equal(0.9999, sure.Rank(Ranked(0.9999), [new(1, 0.9999, 1e9)])[0].Confidence);
    }

    [Fact]
    public void Standing_of_a_single_entry_leads_over_an_unrelated_one()
    {
        RerankedStanding standing = Assert.Single(Reranking(2).StandingsOf([new(3, 0.5, 1)]));
        Assert.Equal(new RerankedStanding(5, 0, 1, 5), standing);
    }

    [Fact]
    public void Standing_is_bounded_whatever_the_cross_encoder_gives()
    {
        RerankedStanding[] standings = Reranking(100).StandingsOf([new(1, 1, 1e30), new(1, 0, -1e30)]);
        Assert.Equal(new RerankedStanding(501, 10, 5, 10), standings[0]);
        Assert.Equal(new RerankedStanding(-499, -10, -5, -10), standings[1]);
    }

    [Fact]
    public void Section_comes_back_from_json_and_does_not_count_for_other_features()
    {
        ConfidenceModel model =
            Confidences.Of("m") with { Reranking = Reranking(1.25) with { Fit = new RerankingReport(10, 0.5, 0.6, 0.7, 0.6, 0.05) } };
        Assert.Equal(model, ConfidenceModel.Parse(model.ToJson()));
        Assert.Null(ConfidenceModel.Parse((model with { Reranking = Reranking(1) with { Features = 99 } }).ToJson()).Reranking);
        Assert.DoesNotContain("reranking", Confidences.Of("m").ToJson(), StringComparison.OrdinalIgnoreCase);
        JsonException broken = Assert.Throws<JsonException>(() =>
            ConfidenceModel.Parse((model with { Reranking = Reranking(1) with { Deviation = 0 } }).ToJson()));
        Assert.Contains("deviation not above 0", broken.Message, StringComparison.Ordinal);
    }

    internal static Reranking Reranking(double weight, string model = "x", int top = 3) => new()
    {
        ModelFingerprint = model,
        Features = FaqBot.Core.Matching.Reranking.Version,
        Top = top,
        Mean = 0,
        Deviation = 1,
        Weight = weight,
        Confidence = RerankingWeights.Neutral,
    };

    private static RankedEntry[] Ranked(params double[] confidences) =>
        [.. confidences.Select((confidence, i) => new RankedEntry(i, 100 + i, 0.9, confidence))];
}
