using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class MatchPolicyTests
{
    [Theory]
    [InlineData(0.6, Decision.Answer)]
    [InlineData(0.6001, Decision.Answer)]
    [InlineData(1, Decision.Answer)]
    [InlineData(0.5999, Decision.Suggestions)]
    [InlineData(0.35, Decision.Suggestions)]
    [InlineData(0.3499, Decision.NoMatch)]
    [InlineData(0, Decision.NoMatch)]
    public void Decide_confidence_is_compared_with_both_thresholds(double confidence, Decision expected) =>
        Assert.Equal(expected, new MatchPolicy(0.6, 0.35).Decide(Ranked(confidence)));

    [Theory]
    [InlineData(0, Decision.Answer)]
    [InlineData(0.0001, Decision.Answer)]
    public void Decide_threshold_zero_always_answers(double confidence, Decision expected) =>
        Assert.Equal(expected, new MatchPolicy(0, 0).Decide(Ranked(confidence)));

    [Theory]
    [InlineData(0.9999, Decision.Suggestions)]
    [InlineData(1, Decision.Answer)]
    public void Decide_threshold_one_answers_exact_matches_only(double confidence, Decision expected) =>
        Assert.Equal(expected, new MatchPolicy(1, 0.35).Decide(Ranked(confidence)));

    [Fact]
    public void Decide_no_entry_is_no_match_even_at_threshold_zero() => Assert.Equal(Decision.NoMatch, new MatchPolicy(0, 0).Decide([]));

    [Fact]
    public void Decide_only_the_first_entry_counts() =>
        Assert.Equal(Decision.NoMatch, new MatchPolicy(0.6, 0.35).Decide([.. Ranked(0.1), .. Ranked(0.99)]));

    [Fact]
    public void With_threshold_replaces_that_of_answers_and_bounds_that_of_suggestions()
    {
        MatchPolicy policy = new(0.6, 0.35);
        Assert.Same(policy, policy.With(null));
        Assert.Equal(new MatchPolicy(0.9, 0.35), policy.With(0.9));
        Assert.Equal(new MatchPolicy(0.2, 0.2), policy.With(0.2));
        Assert.Equal(new MatchPolicy(0, 0), policy.With(0));
        Assert.Equal(new MatchPolicy(1, 0.35), policy.With(1));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("0.5", "0.5")]
    [InlineData("0.5 0.001", "0.5")]
    [InlineData("0.5 0.4 0.05 0.02", "0.5 0.4 0.05")]
    [InlineData("0.5 0.4 0.3 0.2 0.1", "0.5 0.4 0.3 0.2")]
    [InlineData("0.12 0.03 0.02", "0.12 0.03")]
    public void SuggestionsOf_gives_the_best_and_no_padding(string confidences, string expected) => Assert.Equal(
        expected,
        string.Join(' ', MatchPolicy.SuggestionsOf(
            [.. confidences.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(text => Ranked(double.Parse(text, null)))])
                .Select(entry => entry.Confidence)));

    private static RankedEntry[] Ranked(double confidence) => [new RankedEntry(0, 0, 0.5, confidence)];
}
