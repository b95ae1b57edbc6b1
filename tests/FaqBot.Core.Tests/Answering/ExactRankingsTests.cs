using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Answering;

public sealed class ExactRankingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RankedEntry[] Ranked = [new(2, 5, 1, 1), new(4, 9, 0.8, 0)];

    private readonly ExactRankings _rankings = new();

    [Fact]
    public void Find_what_was_kept_is_the_same()
    {
        Assert.Null(_rankings.Find(5, EntryFilter.None, Now));
        _rankings.Keep(5, EntryFilter.None, Ranked, until: null);
        Assert.Same(Ranked, _rankings.Find(5, EntryFilter.None, Now));
        Assert.Null(_rankings.Find(6, EntryFilter.None, Now));
    }

    [Fact]
    public void Find_when_other_entries_may_answer_is_nothing()
    {
        _rankings.Keep(5, EntryFilter.None, Ranked, until: Now);
        Assert.Same(Ranked, _rankings.Find(5, EntryFilter.None, Now.AddTicks(-1)));
        Assert.Null(_rankings.Find(5, EntryFilter.None, Now));
    }

    [Fact]
    public void Find_under_conditions_or_in_a_context_is_nothing()
    {
        EntryFilter[] others =
        [
            new([new("city", "Paris")], FilterJoin.And, null), EntryFilter.None.After("before"), EntryFilter.None.Without(["e1"]),
            new([], FilterJoin.And, null) { Sources = ["manual"] },
        ];
        _rankings.Keep(5, EntryFilter.None, Ranked, until: null);
        foreach (EntryFilter other in others)
        {
            Assert.Null(_rankings.Find(5, other, Now));
            _rankings.Keep(6, other, Ranked, until: null);
            Assert.Null(_rankings.Find(6, EntryFilter.None, Now));
        }
    }

    [Fact]
    public void Keep_beyond_the_most_forgets_all()
    {
        for (int row = 0; row <= ExactRankings.Most; row++)
        {
            _rankings.Keep(row, EntryFilter.None, Ranked, until: null);
        }

        Assert.Null(_rankings.Find(0, EntryFilter.None, Now));
        Assert.NotNull(_rankings.Find(ExactRankings.Most, EntryFilter.None, Now));
    }
}
