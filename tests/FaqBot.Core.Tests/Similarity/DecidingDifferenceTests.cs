using FaqBot.Core.Similarity;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Similarity;

public sealed class DecidingDifferenceTests
{
    [Theory]
    [InlineData("从北京到上海", "从上海到北京", true)]
    [InlineData("iPhone 14 电池", "iPhone 15 电池", true)]
    [InlineData("怎么取消订单", "怎么修改订单", true)]
    [InlineData("能退款吗", "不能退款吗", true)]
    [InlineData("50% 的退款", "半价的退款", false)]
    [InlineData("怎么退货", "如何退货", false)]
    [InlineData("我喜欢吃水果", "苹果香蕉都很美味", false)]
    [InlineData("怎么退货", "怎么退货", false)]
    public void IsBetween_sees_values_rivals_denials_and_order(string first, string second, bool expected)
    {
        Assert.Equal(expected, DecidingDifference.IsBetween(TextNormalizer.ForEncoding(first), TextNormalizer.ForEncoding(second)));
        Assert.Equal(expected, DecidingDifference.IsBetween(TextNormalizer.ForEncoding(second), TextNormalizer.ForEncoding(first)));
    }

    [Theory]
    [InlineData(0.9, 3, 0.9)]
    [InlineData(0.9, 0, 0.9)]
    [InlineData(1, -40, 0.4)]
    [InlineData(0, -4, 0)]
    public void Lower_never_raises_and_leaves_a_part_to_the_same_subject(double similarity, double logit, double expected) =>
        Assert.Equal(expected, SimilarityScale.Lower(similarity, logit), 0.0001);
}
