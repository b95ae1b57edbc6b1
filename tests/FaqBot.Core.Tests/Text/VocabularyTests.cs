using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class VocabularyTests
{
    private static readonly Vocabulary Words = new(
        [["票据", "发票", "invoice"], ["花呗", "花呗分期"], ["gift card", "voucher"], ["CEO", "老板"]],
        ["小禾", "关于", "dear bot"],
        ["怎么开发票", "发票抬头", "票据", "花呗怎么用", "buy a voucher", "voucher balance", "gift card", "找CEO"]);

    [Theory]
    [InlineData("票据怎么开", "发票怎么开")]
    [InlineData("票據怎麼開", "发票怎麼開")]
    [InlineData("怎么开 Invoices 呢", "怎么开 发票 呢")]
    [InlineData("花呗分期怎么用", "花呗怎么用")]
    [InlineData("Where do I buy Gift Cards?", "Where do I buy voucher?")]
    [InlineData("a老板b", "a CEO b")]
    public void Unify_member_becomes_the_one_that_is_used_most(string text, string expected) => Assert.Equal(expected, Words.Unify(text));

    [Theory]
    [InlineData("发票怎么开")]
    [InlineData("giftcard and gift")]
    [InlineData("退货")]
    public void Unify_text_without_other_members_is_the_same_object(string text) => Assert.Same(text, Words.Unify(text));

    [Fact]
    public void Unify_of_members_used_alike_the_owners_first_stands_for_all() =>
        Assert.Equal("甲怎么办", new Vocabulary([["甲", "乙"]], [], []).Unify("乙怎么办"));

    [Theory]
    [InlineData("小禾，退货怎么退", "退货怎么退")]
    [InlineData("请问小禾关于退货怎么退？谢谢小禾", "退货怎么退")]
    [InlineData("你好小禾你好，退货怎么退呀", "退货怎么退呀")]
    [InlineData("Dear bot: where is my parcel", "where is my parcel")]
    [InlineData("小禾", "小禾")]
    [InlineData("退货小禾怎么退", "退货小禾怎么退")]
    public void EssenceOf_stop_phrases_are_taken_off_both_ends(string text, string expected) =>
        Assert.Equal(expected, Words.EssenceOf(Question.Parse(text)));

    [Fact]
    public void EssenceOf_without_owners_words_is_the_questions_own()
    {
        Question question = Question.Parse("请问退货怎么退");
        Assert.Same(question.Essence, Vocabulary.None.EssenceOf(question));
    }
}
