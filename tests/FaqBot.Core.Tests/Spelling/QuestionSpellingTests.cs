using FaqBot.Core.Spelling;

namespace FaqBot.Core.Tests.Spelling;

public sealed class QuestionSpellingTests
{
    private static readonly string[] Questions =
    [
        "怎么开发票", "发票抬头写错了怎么办", "积分怎么用", "退货运费谁出", "怎么退货", "退款多久到账", "7天无理由退货是什么规则", "怎么联系客服",
        "优惠券怎么用", "可以用APP付款吗", "怎么取消订单", "订单在哪里看", "支持多少种付款方式", "东西不让退怎么办",
        "how do I cancel my order", "can I use a coupon", "where is my refund", "do you sell onions", "disco lights", "how do I log in",
        "gift card balance", "where is the giftshop",
    ];

    private readonly QuestionSpelling _spelling = new(Questions);

    [Theory]
    [InlineData("cancle order", "cancel order")]
    [InlineData("can I use a cuopon", "can I use a coupon")]
    [InlineData("where is my refumd", "where is my refund")]
    [InlineData("where is my refnd", "where is my refund")]
    [InlineData("where is my re fund", "where is my refund")]
    [InlineData("whereis my refund", "where is my refund")]
    [InlineData("giftcard balance", "gift card balance")]
    [InlineData("gift shop", "giftshop")]
    [InlineData("the shipmant of my order", "the shipment of my order")]
    [InlineData("积份怎么用", "积分怎么用")]
    [InlineData("发漂怎么开", "发票怎么开")]
    [InlineData("怎么取消订但", "怎么取消订单")]
    [InlineData("退 货", "退货")]
    [InlineData("怎么开 发 票", "怎么开发票")]
    [InlineData("我要 退 货 了", "我要 退货了")]
    [InlineData("怎么用cuopon", "怎么用coupon")]
    public void Correct_slip_becomes_what_was_meant(string typed, string meant) =>
        Assert.Equal(new SpellingCorrection(meant, IsPinyin: false), _spelling.Correct(typed));

    [Theory]
    [InlineData("who is Orion")]
    [InlineData("who is orion")]
    [InlineData("Cisco router")]
    [InlineData("cisco router")]
    [InlineData("order A1B2C")]
    [InlineData("error cupon7")]
    [InlineData("a REFUMD b")]
    [InlineData("the fund of my cousin")]
    [InlineData("who canceled the border")]
    [InlineData("spotify and netflix")]
    [InlineData("权益怎么用")]
    [InlineData("公分怎么算")]
    [InlineData("发表意见")]
    [InlineData("布让退")]
    [InlineData("不上退")]
    [InlineData("我爸付的款")]
    [InlineData("退货 运费")]
    [InlineData("")]
    [InlineData("？！")]
    public void Correct_right_word_name_or_code_stays(string typed) => Assert.Null(_spelling.Correct(typed));

    [Theory]
    [InlineData("tui kuan duo jiu dao zhang", "退款多久到账")]
    [InlineData("tuikuan duojiu daozhang", "退款多久到账")]
    [InlineData("TuiKuanDuoJiuDaoZhang", "退款多久到账")]
    [InlineData("tuì kuǎn duō jiǔ dào zhàng?", "退款多久到账")]
    [InlineData("tui4kuan3 duo1jiu3 dao4zhang4", "退款多久到账")]
    [InlineData("7tian wuliyou tuihuo", "7天无理由退货")]
    [InlineData("ke yi yong APP fu kuan ma", "可以用app付款吗")]
    [InlineData("zen me tui huo, tui kuan duo jiu", "怎么退货,退款多久")]
    [InlineData("fapiao", "发票")]
    public void Correct_pinyin_becomes_characters(string typed, string meant) =>
        Assert.Equal(new SpellingCorrection(meant, IsPinyin: true), _spelling.Correct(typed));

    [Theory]
    [InlineData("can you make tea")]
    [InlineData("do you like Siri")]
    [InlineData("women can run")]
    [InlineData("he men")]
    [InlineData("how do I cancel")]
    [InlineData("banana pie")]
    [InlineData("ma")]
    [InlineData("привет нихао")]
    public void Correct_other_text_is_not_read_as_pinyin(string typed) => Assert.Null(_spelling.Correct(typed));

    [Fact]
    public void Correct_pinyin_of_an_English_knowledge_base_stays() =>
        Assert.Null(new QuestionSpelling(["how do I cancel my order"]).Correct("tui kuan duo jiu dao zhang"));

    [Fact]
    public void Correct_longest_pinyin_is_read_in_bounds()
    {
        string typed = string.Concat(Enumerable.Repeat("tuikuanduojiu", 15));
        Assert.Equal(string.Concat(Enumerable.Repeat("退款多久", 15)), _spelling.Correct(typed)?.Text);
        Assert.Null(_spelling.Correct(typed + typed));
    }
}
