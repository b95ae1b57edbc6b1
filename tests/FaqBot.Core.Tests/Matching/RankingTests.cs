using FaqBot.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class RankingTests
{
    private static readonly ConfidenceModel Confidence = new()
    {
        ModelFingerprint = "f",
        Intercept = -12,
        CosineWeight = 14,
        MarginWeight = 38,
        UnrelatedCosine = 0.6,
    };

    [Fact]
    public void Rank_nothing_is_nothing() => Assert.Empty(Ranking.Rank([], null, Confidence));

    [Fact]
    public void Rank_best_entry_is_judged_by_its_lead_and_the_others_by_their_lag()
    {
        RankedEntry[] ranked = Ranking.Rank([new(4, 40, 0.9f), new(2, 20, 0.8f), new(7, 70, 0.5f)], null, Confidence);

        Assert.Equal([4, 2, 7], ranked.Select(entry => entry.Entry));
        Assert.Equal([40, 20, 70], ranked.Select(entry => entry.Row));
        Assert.Equal(Of(0.9f, 0.9f - (double)0.8f), ranked[0].Confidence);
        Assert.Equal(Of(0.8f, 0.8f - (double)0.9f), ranked[1].Confidence);
        Assert.Equal(Of(0.5f, 0.5f - (double)0.9f), ranked[2].Confidence);
    }

    [Fact]
    public void Rank_single_hit_is_compared_with_an_unrelated_question()
    {
        RankedEntry only = Assert.Single(Ranking.Rank([new(1, 1, 0.85f)], null, Confidence));
        Assert.Equal(Of(0.85f, 0.85f - 0.6), only.Confidence);
    }

    [Fact]
    public void Rank_exact_match_leads_with_certainty_even_over_a_nearer_entry()
    {
        RankedEntry[] ranked = Ranking.Rank([new(1, 10, 0.999f), new(2, 20, 0.7f), new(3, 30, 0.6f)], new Hit(2, 21, 1), Confidence);

        Assert.Equal(new RankedEntry(2, 21, 1, 1), ranked[0]);
        Assert.Equal([2, 1, 3], ranked.Select(entry => entry.Entry));
        Assert.All(ranked[1..], entry => Assert.True(entry.Confidence < 1));
    }

    [Fact]
    public void Rank_exact_match_that_is_no_hit_leads_too() =>
        Assert.Equal([9, 1], Ranking.Rank([new(1, 10, 0.9f)], new Hit(9, 90, 1), Confidence).Select(entry => entry.Entry));

    [Fact]
    public void Rank_cosine_is_shown_with_four_decimals() =>
        Assert.Equal(0.1235, Ranking.Rank([new(1, 10, 0.12345678f)], null, Confidence)[0].Cosine);

    [Fact]
    public void Rank_random_hits_come_in_one_order_with_falling_confidence()
    {
        Random random = new(13);
        for (int round = 0; round < 300; round++)
        {
            Hit[] hits =
            [
                .. Enumerable.Range(0, random.Next(1, 11)).OrderBy(_ => random.Next())
                    .Select(entry => new Hit(entry, entry * 10, random.Next(60, 100) / 100f)).OrderByDescending(hit => hit.Cosine).ThenBy(hit => hit.Entry),
            ];
            Hit? exact = random.Next(3) == 0 ? hits[random.Next(hits.Length)] : null;

            RankedEntry[] ranked = Ranking.Rank(hits, exact, Confidence);

            Assert.Equal(ranked, Ranking.Rank(hits, exact, Confidence));
            Assert.Equal(hits.Length, ranked.Length);
            Assert.Equal(ranked.OrderByDescending(entry => entry.Confidence).ThenByDescending(entry => entry.Cosine).Select(entry => entry.Entry), ranked.Select(entry => entry.Entry));
            Assert.Equal(exact?.Entry ?? hits[0].Entry, ranked[0].Entry);
            Assert.Equal(exact is null ? 0 : 1, ranked.Count(entry => entry.Confidence == 1));
        }
    }

    private static double Of(double cosine, double margin) => Confidence.Of(new Evidence(cosine, margin));
}
