using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class QuestionClausesTests
{
    [Theory]
    [InlineData("怎么开发票？另外退款多久到账", "怎么开发票|退款多久到账")]
    [InlineData("我想退货，顺便问下运费谁出", "我想退货|运费谁出")]
    [InlineData("手机号怎么解绑，密码怎么改", "手机号怎么解绑|密码怎么改")]
    [InlineData("会员有什么好处以及怎么开通会员", "会员有什么好处|怎么开通会员")]
    [InlineData("怎么注销账号 注销了还能恢复吗", "怎么注销账号|注销了还能恢复吗")]
    [InlineData("積分怎麼用？對了，優惠券能疊加嗎？", "積分怎麼用|優惠券能疊加嗎")]
    [InlineData("怎么申请退货，退货可以上门取件吗，运费谁出", "怎么申请退货|退货可以上门取件吗|运费谁出")]
    [InlineData("我买错了尺码，怎么换货？运费谁出？", "我买错了尺码,怎么换货|运费谁出")]
    [InlineData("发票？退款？", "发票|退款")]
    [InlineData("How do I return an item and how long does the refund take?", "How do I return an item|how long does the refund take")]
    [InlineData("cancel my order. also change my password", "cancel my order|change my password")]
    [InlineData("cancel order; change address", "cancel order|change address")]
    [InlineData("Can I pay cash, and how much is version 1.5?", "Can I pay cash|how much is version 1.5")]
    [InlineData("I want to close my account. By the way, can it be restored?", "I want to close my account|can it be restored")]
    public void Of_text_that_asks_several_things_gives_each(string text, string expected) =>
        Assert.Equal(expected.Split('|'), QuestionClauses.Of(TextNormalizer.Clean(text)));

    [Theory]
    [InlineData("退货和换货的运费谁出")]
    [InlineData("Terms and conditions")]
    [InlineData("How do I update my name and address?")]
    [InlineData("I bought it yesterday. How do I return it?")]
    [InlineData("我上周买的鞋子，穿了一次就开胶了，怎么申请维修")]
    [InlineData("我还有积分吗")]
    [InlineData("还有积分怎么用")]
    [InlineData("怎么退货，怎么退")]
    [InlineData("怎么退货？怎么办？")]
    [InlineData("My parcel is broken, what should I do? How is it?")]
    [InlineData("运费是1,000还是2,000")]
    [InlineData("")]
    public void Of_text_that_asks_one_thing_gives_none(string text) => Assert.Empty(QuestionClauses.Of(TextNormalizer.Clean(text)));

    [Fact]
    public void Of_text_with_many_clauses_gives_the_first()
    {
        string text = string.Concat(Enumerable.Range(0, 30).Select(i => $"发票{(char)('甲' + i)}怎么开？"));
        Assert.Equal(QuestionClauses.Most, QuestionClauses.Of(TextNormalizer.Clean(text)).Count);
        Assert.Empty(QuestionClauses.Of(string.Concat(Enumerable.Repeat(text, 10))));
    }
}
