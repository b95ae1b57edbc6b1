using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class SimplifiedChineseTests
{
    [Theory]
    [InlineData("發票抬頭打錯了怎麼辦", "发票抬头打错了怎么办")]
    [InlineData("頭髮與發財", "头发与发财")]
    [InlineData("臺灣 iPhone 15，OK", "台湾 iPhone 15，OK")]
    [InlineData("\U0002B6E2", "\U0002B6E2")]
    [InlineData("a\ud800b", "a\ud800b")]
    public void Of_traditional_text_is_simplified(string text, string simplified) => Assert.Equal(simplified, SimplifiedChinese.Of(text));

    [Fact]
    public void Of_text_without_traditional_characters_is_the_same_object()
    {
        string text = string.Concat("发票", "怎么开 invoice");
        Assert.Same(text, SimplifiedChinese.Of(text));
        Assert.Same(text, SimplifiedChinese.WithoutRegionalWords(text));
    }

    [Theory]
    [InlineData("软体更新", "软件更新")]
    [InlineData("行动电话", "移动电话")]
    [InlineData("网路", "网络")]
    public void WithoutRegionalWords_word_of_Taiwan_becomes_that_of_the_mainland(string text, string expected) =>
        Assert.Equal(expected, SimplifiedChinese.WithoutRegionalWords(text));

    [Fact]
    public void Of_keeps_the_number_of_runes_of_every_character()
    {
        foreach (int value in Enumerable.Range(0x3400, 0x9FFF - 0x3400 + 1))
        {
            string simplified = SimplifiedChinese.Of(char.ConvertFromUtf32(value));
            Assert.Single(simplified.EnumerateRunes());
        }
    }
}
