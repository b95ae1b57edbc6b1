using FaqBot.Core.Answering;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Answering;

public sealed class SmallTalkTests
{
    [Theory]
    [InlineData(0.69, 1.0, true)]
    [InlineData(0.7, 1.0, false)]
    [InlineData(0.5, 0.7, true)]
    [InlineData(0.5, 0.69, false)]
    [InlineData(0.6, 0.74, false)]
    [InlineData(0.6, 0.76, true)]
    [InlineData(null, 0.7, true)]
    [InlineData(0.1, null, false)]
    public void Answers_only_where_it_is_clearly_better(double? asked, double? smallTalk, bool expected) =>
        Assert.Equal(expected, SmallTalk.Answers(new MatchPolicy(0.7, 0.35), Ranked(asked), Ranked(smallTalk)));

    private static RankedEntry[] Ranked(double? confidence) => confidence is { } value ? [new RankedEntry(0, 0, 0.9, value)] : [];
}
