using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class StandingTests
{
    [Fact]
    public void Of_several_entries_leads_and_shares_are_those_of_a_softmax()
    {
        Standing[] standings = Standing.Of([(1, 1), (3, 4), (2, 1)], length: 6, unrelated: 0);

        Assert.Equal([-2, 1, -1], standings.Select(standing => standing.Lead));
        Assert.Equal(1, standings.Sum(standing => standing.Share), 1e-12);
        Assert.Equal(Math.E, standings[1].Share / standings[2].Share, 1e-9);
        Assert.Equal(Math.Log(7), standings[0].Length);
        Assert.Equal([0, Math.Log(4), 0], standings.Select(standing => standing.Questions));
    }

    [Fact]
    public void Of_equal_entries_nobody_leads() =>
        Assert.Equal([0, 0], Standing.Of([(2, 1), (2, 1)], 3, 0).Select(standing => standing.Lead));

    [Fact]
    public void Of_one_entry_an_unrelated_one_stands_in()
    {
        Standing only = Assert.Single(Standing.Of([(2, 1)], 3, unrelated: 1));
        Assert.Equal((1, 1 / (1 + Math.Exp(-1))), (only.Lead, only.Share));
    }

    [Fact]
    public void Of_scores_far_apart_stay_finite()
    {
        Standing[] standings = Standing.Of([(-4_000, 1), (5_000, 1)], 3, 0);
        Assert.Equal([-10, 10], standings.Select(standing => standing.Lead));
        Assert.Equal([0, 1], standings.Select(standing => standing.Share));
    }
}
