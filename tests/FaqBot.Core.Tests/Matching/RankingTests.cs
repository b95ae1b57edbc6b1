using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class RankingTests
{
    private static readonly ConfidenceModel Confidence = Confidences.Of("f");

    /// <summary>Forty entries of one question each: the row of an entry is its index.</summary>
    private static readonly FaqCatalog Catalog =
        Catalogs.Build([.. Enumerable.Range(0, 40).Select(entry => Catalogs.Entry($"e{entry}", $"w{entry}"))]);

    [Fact]
    public void Rank_nothing_is_nothing() => Assert.Empty(Rank([]));

    [Fact]
    public void Rank_entries_are_ordered_by_their_share_and_all_shares_leave_something_to_none()
    {
        RankedEntry[] ranked = Rank([Entry(2, 0.6), Entry(4, 1.2), Entry(7, -0.5)]);

        Assert.Equal([4, 2, 7], ranked.Select(entry => entry.Entry));
        Assert.Equal([4, 2, 7], ranked.Select(entry => entry.Row));
        Assert.True(ranked[0].Confidence > 2 * ranked[1].Confidence && ranked[1].Confidence > ranked[2].Confidence, $"{ranked[0]}");
        Assert.InRange(ranked.Sum(entry => entry.Confidence), 0.01, 0.999);
    }

    [Fact]
    public void Rank_single_entry_is_compared_with_none()
    {
        double[] shares = [.. new[] { 0, 0.75, 1.5, 2 }.Select(nearest => Assert.Single(Rank([Entry(1, nearest)])).Confidence)];
        Assert.True(shares.SequenceEqual(shares.Order()) && shares[0] < 0.35 && shares[^1] > 0.6, string.Join(' ', shares));
    }

    [Fact]
    public void Rank_exact_match_leads_with_certainty_even_over_a_nearer_entry_and_leaves_nothing_to_others()
    {
        RankedEntry[] ranked = Rank([Entry(1, 2), Entry(2, 0.5), Entry(3, 0)], new Hit(2, 21, 1));

        Assert.Equal(new RankedEntry(2, 21, 1, 1), ranked[0]);
        Assert.Equal([2, 1, 3], ranked.Select(entry => entry.Entry));
        Assert.All(ranked[1..], entry => Assert.Equal(0, entry.Confidence));
    }

    [Fact]
    public void Rank_exact_match_that_was_not_found_leads_too() =>
        Assert.Equal([9, 1], Rank([Entry(1, 1)], new Hit(9, 90, 1)).Select(entry => entry.Entry));

    [Fact]
    public void Rank_cosine_is_shown_with_four_decimals() => Assert.Equal(
        0.1235, Rank([Entry(1, 1) with { Evidence = Confidences.Evidence(1) with { Cosine = 0.12345678 } }])[0].Cosine);

    [Fact]
    public void Rank_differences_count_against_an_entry()
    {
        Evidence same = Confidences.Evidence(1);
        foreach (
            Evidence other in new[] { same with { NumbersDiffer = true }, same with { NegationDiffers = true }, same with { Opposed = 1 } })
        {
            Assert.Equal([2, 1], Rank([new(1, 1, other), new(2, 2, same)]).Select(entry => entry.Entry));
        }
    }

    [Fact]
    public void Rank_child_of_the_previous_answer_goes_before_a_sibling_and_a_stranger()
    {
        Evidence plain = Confidences.Evidence(0.8);
        RankedEntry[] ranked =
            Rank([new(1, 1, plain), new(2, 2, plain with { Context = 0.5 }), new(3, 3, plain with { Context = 1 })]);
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

            RankedEntry[] ranked = Rank(entries, exact);

            Assert.Equal(ranked, Rank([.. entries.Reverse()], exact));
            Assert.Equal(Math.Min(Ranking.MaxEntries, entries.Length), ranked.Length);
            Assert.Equal(ranked.Select(entry => entry.Confidence).OrderDescending(), ranked.Select(entry => entry.Confidence));
            Assert.All(ranked, entry => Assert.Equal(entry.Confidence, Math.Round(entry.Confidence, 4)));
            Assert.Equal(exact is null ? 0 : 1, ranked.Count(entry => entry.Confidence == 1));
            Assert.True(ranked.Sum(entry => entry.Confidence) < 1.0006);
            Assert.Equal(ranked.Length, ranked.DistinctBy(entry => entry.Entry).Count());
        }
    }

    private static RankedEntry[] Rank(EntryEvidence[] entries, Hit? exact = null) =>
        Confidences.Rank(Catalog, entries, Confidence, exact);

    private static EntryEvidence Entry(int entry, double nearest, double coverage = 0) =>
        new(entry, entry, Confidences.Evidence(nearest, coverage: coverage));

    private static EntryEvidence RandomEntry(int entry, Random random) => new(entry, entry, Confidences.Evidence(
        Math.Round((random.NextDouble() * 3) - 1, 1), random.Next(1, 200), random.NextDouble()));
}
