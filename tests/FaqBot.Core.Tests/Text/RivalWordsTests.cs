using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class RivalWordsTests
{
    [Theory]
    [InlineData("怎么取消订单", "怎么修改订单", "怎么取消≠怎么修改")]
    [InlineData("怎么取消订单", "如何撤销订单", "")]
    [InlineData("怎么取消訂單", "怎么修改订单", "怎么取消≠怎么修改")]
    [InlineData("取消或修改订单", "怎么修改订单", "")]
    public void Between_names_words_that_exclude_each_other(string first, string second, string expected) => Assert.Equal(
        expected,
        string.Join(' ', RivalWords.BuiltIn.Between(In(first), In(second)).Select(pair => $"{pair.Word}≠{pair.Rival}")));

    [Fact]
    public void Own_groups_know_members_and_rivals()
    {
        RivalWords words = new([[new(["sign in", "log in"], AreSame: true), new(["sign out"], AreSame: false)]]);
        int[] entering = words.In("how do I log in"), leaving = words.In("how do I sign out");
        Assert.Equal([("log in", "sign out")], words.Between(entering, leaving));
        Assert.Equal([("sign out", "log in")], words.Between(leaving, entering));
        Assert.Empty(words.Between(entering, words.In("how do I sign in")));
    }

    private static int[] In(string text) => RivalWords.BuiltIn.In(TextNormalizer.Clean(text));
}
