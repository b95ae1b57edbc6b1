using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class RankingTests
{
    private static readonly ConfidenceModel Confidence = Confidences.Of("f");

    [Fact]
    public void Rank_nothing_is_nothing() => Assert.Empty(Ranking.Rank([], 3, null, Confidence));

    [Fact]
    public void Rank_entries_are_ordered_by_score_and_judged_by_their_standing()
    {
        EntryEvidence[] entries = [Entry(2, 0.6), Entry(4, 1.0), Entry(7, -0.5)];
        Standing[] standings = Confidence.StandingsOf(entries, 5);
        RankedEntry[] ranked = Ranking.Rank(entries, 5, null, Confidence);

        Assert.Equal([4, 2, 7], ranked.Select(entry => entry.Entry));
        Assert.Equal([40, 20, 70], ranked.Select(entry => entry.Row));
        Assert.Equal([Confidence.Of(standings[1]), Confidence.Of(standings[0]), Confidence.Of(standings[2])],
            ranked.Select(entry => entry.Confidence));
        Assert.True(ranked[0].Confidence > 0.5 && ranked[1].Confidence < 0.5, $"{ranked[0]} {ranked[1]}");
    }

    [Fact]
    public void Rank_single_entry_is_compared_with_an_unrelated_one()
    {
        double near = Assert.Single(Ranking.Rank([Entry(1, 1.2)], 5, null, Confidence)).Confidence;
        double far = Assert.Single(Ranking.Rank([Entry(1, 0)], 5, null, Confidence)).Confidence;
        Assert.True(near > 0.6 && far < 0.2, $"{near} {far}");
    }

    [Fact]
    public void Rank_exact_match_leads_with_certainty_even_over_a_nearer_entry()
    {
        RankedEntry[] ranked = Ranking.Rank([Entry(1, 2), Entry(2, 0.5), Entry(3, 0)], 5, new Hit(2, 21, 1), Confidence);

        Assert.Equal(new RankedEntry(2, 21, 1, 1), ranked[0]);
        Assert.Equal([2, 1, 3], ranked.Select(entry => entry.Entry));
        Assert.All(ranked[1..], entry => Assert.True(entry.Confidence < 1));
    }

    [Fact]
    public void Rank_exact_match_that_was_not_found_leads_too() =>
        Assert.Equal([9, 1], Ranking.Rank([Entry(1, 1)], 5, new Hit(9, 90, 1), Confidence).Select(entry => entry.Entry));

    [Fact]
    public void Rank_cosine_is_shown_with_four_decimals() => Assert.Equal(
        0.1235, Ranking.Rank(
            [Entry(1, 1) with { Evidence = Confidences.Evidence(1) with { Cosine = 0.12345678 } }], 5, null, Confidence)[0].Cosine);

    [Fact]
    public void Rank_differences_count_against_an_entry()
    {
        Evidence same = Confidences.Evidence(1);
        foreach (
            Evidence other in new[] { same with { NumbersDiffer = true }, same with { NegationDiffers = true }, same with { Opposed = 1 } })
        {
            RankedEntry[] ranked = Ranking.Rank([new(1, 10, other), new(2, 20, same)], 5, null, Confidence);
            Assert.Equal([2, 1], ranked.Select(entry => entry.Entry));
        }
    }

    [Fact]
    public void Rank_child_of_the_previous_answer_goes_before_a_sibling_and_a_stranger()
    {
        Evidence plain = Confidences.Evidence(0.8);
        RankedEntry[] ranked = Ranking.Rank(
            [new(1, 10, plain), new(2, 20, plain with { Context = 0.5 }), new(3, 30, plain with { Context = 1 })], 3, null, Confidence);
        Assert.Equal([3, 2, 1], ranked.Select(entry => entry.Entry));
    }

    [Fact]
    public void Rank_random_entries_come_in_one_order_with_falling_confidence()
    {
        Random random = new(13);
        for (int round = 0; round < 300; round++)
        {
            EntryEvidence[] entries =
                [.. Enumerable.Range(0, random.Next(1, 40)).OrderBy(_ => random.Next()).Select(entry => RandomEntry(entry, random))];
            Hit? exact = random.Next(3) == 0 ? new Hit(entries[0].Entry, entries[0].Row, 1) : null;

            RankedEntry[] ranked = Ranking.Rank(entries, 7, exact, Confidence);

            Assert.Equal(ranked, Ranking.Rank([.. entries.Reverse()], 7, exact, Confidence));
            Assert.Equal(Math.Min(Ranking.MaxEntries, entries.Length), ranked.Length);
            Assert.Equal(ranked.Select(entry => entry.Confidence).OrderDescending(), ranked.Select(entry => entry.Confidence));
            Assert.All(ranked, entry => Assert.Equal(entry.Confidence, Math.Round(entry.Confidence, 4)));
            Assert.Equal(exact is null ? 0 : 1, ranked.Count(entry => entry.Confidence == 1));
            Assert.Equal(ranked.Length, ranked.DistinctBy(entry => entry.Entry).Count());
        }
    }

    private static EntryEvidence Entry(int entry, double nearest) => new(entry, entry * 10, Confidences.Evidence(nearest));

    private static EntryEvidence RandomEntry(int entry, Random random) => new(entry, entry * 10, Confidences.Evidence(
        Math.Round((random.NextDouble() * 3) - 1, 1), random.Next(1, 200), random.NextDouble()));
}
