using FaqBot.Core.Evaluation;

namespace FaqBot.Core.Tests.Evaluation;

public sealed class SharedStretchTests
{
    [Theory]
    [InlineData("怎么取消积分订单", "怎么修改积分订单", "积分订单")]
    [InlineData("Cancel my subscription plan", "How do I change my subscription plan?", "subscription plan")]
    [InlineData("How do I cancel my plan?", "How do I change my plan?", "")]
    [InlineData("招商信用卡怎么挂失", "招商信用卡年费多少", "招商信用卡")]
    [InlineData("怎么退货", "怎么换货", "")]
    [InlineData("How do I cancel?", "How do I pay?", "")]
    [InlineData("积分订单", "怎么修改积分订单", "")]
    [InlineData("运费多少", "发票抬头", "")]
    public void Of_two_entries_is_the_longest_run_of_words_without_function_words_at_its_ends(string one, string other, string expected)
    {
        (string Text, IReadOnlyList<string> Entries)[] found = [.. SharedStretch.Of([("a", one), ("b", other)])];
        Assert.Equal(expected, string.Join('|', found.Select(item => item.Text)));
        Assert.All(found, item => Assert.Equal(["a", "b"], item.Entries));
    }

    [Fact]
    public void Of_questions_of_one_entry_share_nothing() =>
        Assert.Empty(SharedStretch.Of([("a", "怎么取消积分订单"), ("a", "怎么修改积分订单")]));

    [Fact]
    public void Of_several_entries_names_each_stretch_once_with_all_that_have_it()
    {
        (string Text, IReadOnlyList<string> Entries)[] found =
            [.. SharedStretch.Of([("a", "怎么取消积分订单"), ("b", "怎么修改积分订单"), ("c", "如何查询积分订单"), ("d", "运费多少")])];
        (string text, IReadOnlyList<string> entries) = Assert.Single(found);
        Assert.Equal("积分订单", text);
        Assert.Equal(["a", "b", "c"], entries);
    }
}
