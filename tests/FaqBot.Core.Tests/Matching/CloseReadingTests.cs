using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;

namespace FaqBot.Core.Tests.Matching;

public sealed class CloseReadingTests
{
    [Theory]
    [InlineData("怎么取消订单", "怎么修改订单", "怎么取消≠怎么修改")]
    [InlineData("怎麼取消訂單", "怎么修改订单", "怎么取消≠怎么修改")]
    [InlineData("怎么取消订单", "订单怎么撤销", "")]
    [InlineData("订单取消", "订单可以修改吗", "取消≠修改")]
    [InlineData("cancel subscription", "how do I upgrade my subscription", "cancel≠upgrade")]
    [InlineData("how do I cancel my order", "how do I cancel my order please", "")]
    public void Rivals_are_words_that_make_another_question(string asked, string stored, string expected)
    {
        Differences differences = Read(asked, "answer", stored);
        Assert.Equal(expected, string.Join(' ', differences.Rivals.Select(pair => $"{pair.Word}≠{pair.Rival}")));
    }

    [Fact]
    public void Rivals_are_those_of_the_more_agreeing_of_two_questions()
    {
        Assert.NotEmpty(Read("怎么取消订单", "answer", "怎么修改订单").Rivals);
        Assert.Empty(Read("怎么取消订单", "answer", "怎么修改订单", "订单怎么取消").Rivals);
        Assert.Empty(Read("怎么取消订单", "answer", "订单怎么取消", "怎么修改订单").Rivals);
    }

    [Theory]
    [InlineData("怎么取消订单", "订单怎么撤销", 1)]
    [InlineData("cancel subscription", "how do I stop my subscription", 1)]
    [InlineData("天气怎么样", "怎么取消订单", 0)]
    public void Agreements_are_words_that_both_say(string asked, string stored, int least) =>
        Assert.InRange(Read(asked, "answer", stored).Agreements, least, least == 0 ? 0 : 9);

    [Theory]
    [InlineData("买了30天还能退货吗", "14天内可以退货吗", "退货请联系客服", "conflicting")]
    [InlineData("can I return it after 30 days", "return within 14 days", "ask us", "conflicting")]
    [InlineData("买了30天还能退货吗", "可以退货吗", "退货请联系客服", "lacking")]
    [InlineData("可以退货吗", "14天内可以退货吗", "退货请联系客服", "missing")]
    [InlineData("两周内可以退货吗", "14天内可以退货吗", "退货请联系客服", "equal")]
    [InlineData("return within 2 weeks", "return within 14 days", "ask us", "equal")]
    [InlineData("买了30天还能退货吗", "可以退货吗", "签收后30天内可以退货", "equal")]
    [InlineData("买了30天还能退货吗", "14天内可以退货吗", "会员30天内也可以退货", "equal")]
    [InlineData("怎么退货", "怎么退货呢", "30天内", "")]
    public void Values_conflict_lack_miss_or_are_equal(string asked, string stored, string answer, string expected)
    {
        Differences differences = Read(asked, answer, stored);
        Assert.Equal(
            (expected == "conflicting" ? 1 : 0, expected == "lacking" ? 1 : 0, expected == "missing" ? 1 : 0, expected == "equal" ? 1 : 0),
            (differences.ConflictingValues, differences.LackingValues, differences.MissingValues, differences.EqualValues));
    }

    [Fact]
    public void Values_of_the_second_question_count_too()
    {
        Differences differences = Read("30天内可以退货吗", "answer", "可以退货吗", "30天还能退吗");
        Assert.Equal((1, 0, 0), (differences.EqualValues, differences.ConflictingValues, differences.LackingValues));
    }

    [Theory]
    [InlineData("把钱从微信转到支付宝", "把钱从支付宝转到微信", true)]
    [InlineData("transfer money from Paypal to Wise", "transfer money from Wise to Paypal", true)]
    [InlineData("如何从港币换到美元", "如何从美元换到港币", true)]
    [InlineData("怎么取消订单", "怎么取消订单", false)]
    [InlineData("怎么取消订单", "订单怎么取消呢", false)]
    [InlineData("transfer money to Paypal", "transfer money from Paypal", false)]
    public void Reordered_is_the_same_words_in_another_order(string asked, string stored, bool isReordered) =>
        Assert.Equal(isReordered, Read(asked, "answer", stored).Reordered);

    [Fact]
    public void InAnswer_is_the_share_of_terms_that_only_the_answer_has()
    {
        Assert.Equal(0, Read("怎么退货", "在订单页申请退货", "怎么退货").InAnswer);
        Assert.Equal(0, Read("运费多少", "在订单页申请退货", "怎么退货").InAnswer);
        Assert.InRange(Read("退货运费险", "运费险会赔付退货的邮费", "怎么退货").InAnswer, 0.4, 0.9);
        Assert.Equal(0.5, Read("gift wrapping", "We offer wrapping for every order.", "gift").InAnswer, 1e-9);
    }

    [Fact]
    public void InAnswer_reads_the_answer_in_the_language_of_the_question()
    {
        LocalizedText answer = new(new Dictionary<string, string> { ["zh-Hans"] = "可以选择礼品包装", ["en"] = "Gift wrapping is offered." });
        FaqCatalog catalog = Catalogs.Build([Catalogs.Entry("e", "礼物", "presents") with { Answer = answer }]);
        CloseReading reading = new(catalog, "wrapping");
        Assert.Equal(0, reading.From(Found(0)).InAnswer);
        Assert.Equal(1, reading.From(Found(1)).InAnswer);
    }

    private static Differences Read(string asked, string answer, params string[] stored)
    {
        FaqCatalog catalog = Catalogs.Build([Catalogs.Entry("e", stored) with { Answer = new LocalizedText(answer) }]);
        return new CloseReading(catalog, asked).From(Found(0, stored.Length > 1 ? 1 : -1));
    }

    private static EntryEvidence Found(int row, int second = -1) =>
        new(0, row, Confidences.Evidence(1)) { SecondRow = second };
}
