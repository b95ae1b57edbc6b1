using FaqBot.Core.Answering;
using FaqBot.Core.Matching;
using FaqBot.Core.Tests.Matching;

namespace FaqBot.Core.Tests.Answering;

public sealed class CompoundQuestionTests
{
    private static readonly MatchPolicy Policy = new(0.6, 0.2);

    private static readonly QuestionMatch Whole = Match("a and b", (3, 0.9), (1, 0.4), (4, 0.1));

    [Fact]
    public void Of_sure_clauses_leads_with_their_entries_in_order_and_answers_none()
    {
        QuestionMatch match = CompoundQuestion.Of(Whole, [Match("a", (2, 0.7)), Match("b", (1, 0.98))], Policy);
        Assert.Equal([(2, 0.35), (1, 0.35), (3, 0.35), (4, 0.1)], match.Ranked.Select(entry => (entry.Entry, entry.Confidence)));
        Assert.Equal(["a", "b"], match.Clauses);
        Assert.Equal(Decision.Suggestions, Policy.Decide(match.Ranked));
    }

    [Fact]
    public void Of_three_clauses_shares_among_three()
    {
        QuestionMatch match =
            CompoundQuestion.Of(Whole, [Match("a", (2, 0.9)), Match("b", (1, 0.99)), Match("c", (3, 0.75))], Policy);
        Assert.Equal([(2, 0.3), (1, 0.3), (3, 0.25)], match.Ranked.Take(3).Select(entry => (entry.Entry, entry.Confidence)));
    }

    [Theory]
    [InlineData(0.5, 0.05)]
    [InlineData(0.1, 0.05)]
    [InlineData(0.99, 0.9)]
    public void Of_any_thresholds_still_suggests(double answer, double suggest)
    {
        MatchPolicy policy = new(answer, suggest);
        QuestionMatch match = CompoundQuestion.Of(Whole, [Match("a", (2, 1)), Match("b", (1, 0.99))], policy);
        Assert.Equal(Decision.Suggestions, policy.Decide(match.Ranked));
        Assert.Equal(match.Ranked.OrderByDescending(entry => entry.Confidence).Select(entry => entry.Entry), match.Ranked
            .Select(entry => entry.Entry));
    }

    [Fact]
    public void Of_clauses_that_lead_to_one_entry_is_the_whole() =>
        Assert.Same(Whole, CompoundQuestion.Of(Whole, [Match("a", (2, 0.9)), Match("b", (2, 0.8))], Policy));

    [Fact]
    public void Of_unsure_clause_is_the_whole() =>
        Assert.Same(Whole, CompoundQuestion.Of(Whole, [Match("a", (2, 0.9)), Match("b", (5, 0.39))], Policy));

    [Fact]
    public void Of_clause_whose_entry_the_whole_suggests_may_be_less_sure()
    {
        QuestionMatch match = CompoundQuestion.Of(Whole, [Match("a", (3, 0.9)), Match("b", (1, 0.21))], Policy);
        Assert.Equal([3, 1, 4], match.Ranked.Select(entry => entry.Entry));
    }

    [Fact]
    public void Of_thresholds_that_leave_no_room_for_suggestions_is_the_whole() => Assert.Same(
        Whole, CompoundQuestion.Of(Whole, [Match("a", (2, 0.9)), Match("b", (1, 0.9))], new MatchPolicy(0.6, 0.6)));

    [Fact]
    public void Of_clause_that_found_nothing_does_not_count() =>
        Assert.Same(Whole, CompoundQuestion.Of(Whole, [Match("a", (2, 0.9)), Match("b")], Policy));

    [Fact]
    public void Of_many_entries_keeps_to_the_most()
    {
        QuestionMatch whole = Match("w", [.. Enumerable.Range(0, Ranking.MaxEntries).Select(i => (i, 0.5))]);
        QuestionMatch match = CompoundQuestion.Of(whole, [Match("a", (20, 0.9)), Match("b", (21, 0.9))], Policy);
        Assert.Equal([20, 21, 0], match.Ranked.Take(3).Select(entry => entry.Entry));
        Assert.Equal(Ranking.MaxEntries, match.Ranked.Length);
    }

    [Theory]
    [InlineData("身份证和结婚证都丢了", 0, 1)]
    [InlineData("结婚证、身份证丢了", 1, 0)]
    [InlineData("身份证和护照丢了", -1, -1)]
    [InlineData("身份证丢了", -1, -1)]
    [InlineData("丢了和丢了", -1, -1)]
    [InlineData("E02 and E05 on the screen", 2, 3)]
    [InlineData("E02 and E07 on the screen", -1, -1)]
    [InlineData("how long and how much", -1, -1)]
    [InlineData("Windows and Mac driver", -1, -1)]
    public void OfJoined_words_that_tell_two_entries_offers_both(string text, int one, int other)
    {
        FaqCatalog catalog = Catalogs.Build(
        [
            Catalogs.Entry("id", "身份证丢了怎么补"), Catalogs.Entry("marriage", "结婚证丢了怎么补办"),
            Catalogs.Entry("e02", "What does E02 mean, how long?"), Catalogs.Entry("e05", "What does E05 mean, how much?"),
            Catalogs.Entry("windows", "Driver for Windows"), Catalogs.Entry("mac", "Driver for Mac"),
            Catalogs.Entry("both", "Is the driver the same for Windows and Mac?"),
        ]);
        int first = text.Contains("driver", StringComparison.Ordinal) ? 4 : one >= 2 || text[0] is 'E' or 'h' ? 2 : 0;
        QuestionMatch whole = Match(text, (first, 0.8), (first + 1, 0.1), (first == 4 ? 6 : 5, 0.05));
        QuestionMatch match = CompoundQuestion.OfJoined(whole, catalog, Policy);
        if (one < 0)
        {
            Assert.Same(whole, match);
            return;
        }

        Assert.Equal([one, other], match.Ranked.Take(2).Select(entry => entry.Entry));
        Assert.Equal(Decision.Suggestions, Policy.Decide(match.Ranked));
        Assert.Equal(2, match.Clauses.Count);
    }

    [Theory]
    [InlineData(0.19, 0.1)]
    [InlineData(0.8, 0.01)]
    public void OfJoined_entries_that_are_out_of_the_question_is_the_whole(double best, double second)
    {
        FaqCatalog catalog = Catalogs.Build([Catalogs.Entry("id", "身份证丢了怎么补"), Catalogs.Entry("marriage", "结婚证丢了怎么补办")]);
        QuestionMatch whole = Match("身份证和结婚证都丢了", (0, best), (1, second));
        Assert.Same(whole, CompoundQuestion.OfJoined(whole, catalog, Policy));
    }

    private static QuestionMatch Match(string text, params (int Entry, double Confidence)[] ranked) =>
        new(
            new AskedText(text, default), null, new Contenders([], 3, 0, 30, 1),
            [.. ranked.Select(entry => new RankedEntry(entry.Entry, entry.Entry, 0.9, entry.Confidence))]);
}
