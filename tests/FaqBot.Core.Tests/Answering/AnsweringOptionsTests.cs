using FaqBot.Answering;

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
        $"AnswerThreshold is {threshold}, expected 0 to 1", new AnsweringOptions { AnswerThreshold = threshold, SuggestThreshold = 0 }.Faults());

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.8)]
    [InlineData(double.NaN)]
    public void Faults_suggest_threshold_above_that_of_answers_is_named(double threshold) => Assert.Equal(
        [$"SuggestThreshold is {threshold}, expected 0 to AnswerThreshold (0.7)"], new AnsweringOptions { SuggestThreshold = threshold }.Faults());

    [Fact]
    public void Faults_all_are_named_together() => Assert.Equal(
        [
            "DefaultKnowledgeBase is empty, expected the id of a knowledge base",
            "MaxQuestionLength is 0, expected 1 to 10000",
        ],
        new AnsweringOptions { DefaultKnowledgeBase = " ", MaxQuestionLength = 0 }.Faults());
}
