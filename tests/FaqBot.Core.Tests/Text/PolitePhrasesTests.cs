using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class PolitePhrasesTests
{
    [Theory]
    [InlineData("你好，请问怎么退货", "怎么退货")]
    [InlineData("您好!我想咨询一下运费多少,谢谢", "运费多少")]
    [InlineData("請問一下發票怎麼開？", "發票怎麼開？")]
    [InlineData("亲，在吗？麻烦问一下退款多久到账", "退款多久到账")]
    [InlineData("Hello, could you please tell me how to return an item? Thanks a lot!", "how to return an item")]
    [InlineData("hi where is my order please", "where is my order")]
    [InlineData("I would like to know the shipping fee", "the shipping fee")]
    public void Strip_polite_words_leaves_the_question(string question, string rest) => Assert.Equal(rest, PolitePhrases.Strip(question));

    [Theory]
    [InlineData("你好")]
    [InlineData("谢谢")]
    [InlineData("hello there")]
    [InlineData("亲子游怎么订")]
    [InlineData("客服电话是多少")]
    [InlineData("history of my orders")]
    [InlineData("喂养说明在哪里")]
    [InlineData("怎么退货")]
    [InlineData("你好吗")]
    public void Strip_question_without_them_is_left_as_it_is(string question) => Assert.Same(question, PolitePhrases.Strip(question));

    [Fact]
    public void Strip_hostile_text_is_quick()
    {
        foreach (string part in new[] { "请问", "。", "谢谢", " ", "hi ", "想问" })
        {
            string text = string.Concat(Enumerable.Repeat(part, 10_000 / part.Length));
            Assert.NotNull(PolitePhrases.Strip(text));
        }
    }
}
