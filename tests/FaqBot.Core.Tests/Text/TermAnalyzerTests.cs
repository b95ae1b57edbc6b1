using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class TermAnalyzerTests
{
    [Theory]
    [InlineData("發票怎麼開", "发票怎么开")]
    [InlineData("Cancelling my orders", "cancel my order")]
    [InlineData("How do I track INVOICES?", "how do i track invoice")]
    [InlineData("軟體更新", "软件更新")]
    public void Analyze_the_same_in_other_forms_has_the_same_terms(string one, string other) =>
        Assert.Equal(TermAnalyzer.Analyze(one).Terms, TermAnalyzer.Analyze(other).Terms);

    [Fact]
    public void Analyze_Chinese_gives_characters_and_pairs()
    {
        AnalyzedText text = TermAnalyzer.Analyze("开发票ok");
        Assert.Equal((6, 4), (text.Terms.Length, text.Length));
        Assert.Equal(3, text.Terms.Count(TermAnalyzer.IsSingle));
        Assert.Equal(1, text.Terms.Count(TermAnalyzer.IsLatin));
        Assert.Equal(text.Terms.Order(), text.Terms);
    }

    [Theory]
    [InlineData("怎么", true)]
    [InlineData("发票", false)]
    [InlineData("how", true)]
    [InlineData("invoice", false)]
    public void IsGeneric_words_of_every_question(string word, bool expected) =>
        Assert.Equal(expected, TermAnalyzer.IsGeneric(TermAnalyzer.Analyze(word).Terms[^1]));

    [Theory]
    [InlineData("七天无理由", new double[] { 7 })]
    [InlineData("7天无理由", new double[] { 7 })]
    [InlineData("十五个工作日和二十元", new double[] { 15, 20 })]
    [InlineData("两件8.5折", new[] { 2, 8.5 })]
    [InlineData("within 30days", new double[] { 30 })]
    [InlineData("一个问题", new double[] { })]
    [InlineData("十分感谢你", new double[] { 10 })]
    [InlineData("iPhone15", new double[] { })]
    public void Analyze_numbers_are_found_in_either_writing(string text, double[] numbers) =>
        Assert.Equal(numbers, TermAnalyzer.Analyze(text).Numbers);

    [Theory]
    [InlineData("不能退款", true)]
    [InlineData("能退款", false)]
    [InlineData("能不能退款", false)]
    [InlineData("是不是免运费", false)]
    [InlineData("有没有发票", false)]
    [InlineData("没收到货", true)]
    [InlineData("未收到短信", true)]
    [InlineData("不同城市", false)]
    [InlineData("无线耳机", false)]
    [InlineData("I can't log in", true)]
    [InlineData("I did not receive it", true)]
    [InlineData("I received it", false)]
    public void Analyze_denial_is_told_from_asking(string text, bool expected) =>
        Assert.Equal(expected, TermAnalyzer.Analyze(text).Negated);

    [Theory]
    [InlineData("怎么转入", "怎么转出", 1)]
    [InlineData("怎么开通会员", "怎么取消会员", 1)]
    [InlineData("怎么开通会员", "怎么启用会员", 0)]
    [InlineData("取消绑定", "绑定", 1)]
    [InlineData("enable notifications", "disabling notifications", 1)]
    [InlineData("国内可以提前还款吗", "境外逾期还款", 2)]
    [InlineData("怎么退货", "怎么退货", 0)]
    [InlineData("", "转入", 0)]
    public void Conflicts_opposed_words_are_counted(string one, string other, int expected)
    {
        ushort[] mine = TermAnalyzer.Analyze(one).Sides, theirs = TermAnalyzer.Analyze(other).Sides;
        Assert.Equal((expected, expected), (OpposedWords.Conflicts(mine, theirs), OpposedWords.Conflicts(theirs, mine)));
    }

    [Theory]
    [InlineData("cancelled", "cancel")]
    [InlineData("cancelling", "cancel")]
    [InlineData("invoices", "invoic")]
    [InlineData("invoice", "invoic")]
    [InlineData("policies", "policy")]
    [InlineData("address", "address")]
    [InlineData("billing", "bill")]
    [InlineData("shipped", "ship")]
    [InlineData("string", "string")]
    [InlineData("need", "need")]
    [InlineData("status", "status")]
    [InlineData("customer's", "customer")]
    public void Stem_inflection_is_cut_off(string word, string stem) => Assert.Equal(stem, LatinWord.Stem(word));

    [Fact]
    public void Analyze_long_hostile_text_is_read_in_time()
    {
        foreach (string part in new[] { "不", "一", "取消", "a.", "9", "绑定解绑" })
        {
            Assert.True(TermAnalyzer.Analyze(string.Concat(Enumerable.Repeat(part, 10_000))).Length > 0);
        }
    }
}
