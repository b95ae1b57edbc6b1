using FaqBot.Core.Answering;

namespace FaqBot.Core.Tests.Answering;

public sealed class AnsweringOptionsTests
{
    [Fact]
    public void Faults_defaults_and_bounds_are_fine()
    {
        Assert.Empty(new AnsweringOptions().Faults());
        Assert.Empty(new AnsweringOptions { AnswerThreshold = 0, SuggestThreshold = 0, MaxQuestionLength = 1 }.Faults());
        Assert.Empty(new AnsweringOptions { AnswerThreshold = 1, SuggestThreshold = 1, MaxQuestionLength = 10_000 }.Faults());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Faults_answer_threshold_out_of_range_is_named(double threshold) => Assert.Contains(
        $"AnswerThreshold is {threshold}, expected 0 to 1",
            new AnsweringOptions { AnswerThreshold = threshold, SuggestThreshold = 0 }.Faults());

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.8)]
    [InlineData(double.NaN)]
    public void Faults_suggest_threshold_above_that_of_answers_is_named(double threshold) => Assert.Equal(
        [$"SuggestThreshold is {threshold}, expected 0 to AnswerThreshold (0.55)"],
            new AnsweringOptions { SuggestThreshold = threshold }.Faults());

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Faults_entries_to_rerank_are_none_or_two_to_ten(int top, bool isFine) => Assert.Equal(
        isFine ? [] : [$"RerankTop is {top}, expected 2 to 10, or 0 for none"], new AnsweringOptions { RerankTop = top }.Faults());

    [Fact]
    public void Faults_patience_out_of_range_is_named() => Assert.Equal(
        ["RerankPatience is 00:00:00, expected 00:00:00.010 to 00:01:00"],
            new AnsweringOptions { RerankPatience = TimeSpan.Zero }.Faults());

    [Fact]
    public void Faults_all_are_named_together() => Assert.Equal(
        [
            "DefaultKnowledgeBase is empty, expected the id of a knowledge base",
            "MaxQuestionLength is 0, expected 1 to 10000",
        ],
        new AnsweringOptions { DefaultKnowledgeBase = " ", MaxQuestionLength = 0 }.Faults());
}
