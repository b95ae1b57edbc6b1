using FaqBot.Core.Knowledge;
using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Matching;

public sealed class EntryWordingsTests
{
    // The number at the end is the angle of the vector.
    private static readonly FaqCatalog Catalog = Catalogs.Build(
        [
            Catalogs.Entry("pay", "怎么付款 0", "how to pay 40", "payment methods 10", "要如何付款結帳 50", "這裡怎麼付款 20", "哪里付款 5"),
            Catalogs.Entry("fee", "运费谁出 0", "运费怎么算 10"),
            Catalogs.Entry("refund", "When do I get my refund 0", "退款要多久 10", "退款幾天會到帳 30"),
            Catalogs.Entry("odd", "??? 0"),
        ],
        text => [MathF.Cos(Angle(text)), MathF.Sin(Angle(text))]);

    [Theory]
    [InlineData(0, Language.SimplifiedChinese, "怎么付款 0")]
    [InlineData(0, Language.TraditionalChinese, "這裡怎麼付款 20")]
    [InlineData(0, Language.English, "payment methods 10")]
    [InlineData(0, Language.Other, "怎么付款 0")]
    [InlineData(1, Language.English, "运费谁出 0")]
    [InlineData(1, Language.TraditionalChinese, "运费谁出 0")]
    [InlineData(2, Language.SimplifiedChinese, "退款要多久 10")]
    [InlineData(2, Language.TraditionalChinese, "退款幾天會到帳 30")]
    [InlineData(3, Language.English, "??? 0")]
    public void Of_is_the_entrys_question_or_its_nearest_wording_in_the_language(int entry, Language language, string expected)
    {
        Assert.Equal(expected, Catalog.Wordings.Of(entry, language).Text);

        // Found once, kept.
        Wording again = Catalog.Wordings.Of(entry, language);
        Assert.Equal((expected, LanguageGuess.Of(expected)), (again.Text, again.Language));
    }

    [Fact]
    public void Of_shows_the_wording_that_matched_where_the_question_is_in_another_language()
    {
        Assert.Equal("how to pay 40", Catalog.Wordings.Of(0, Language.English, matched: 1).Text);
        Assert.Equal("payment methods 10", Catalog.Wordings.Of(0, Language.English, matched: 3).Text);
        Assert.Equal("怎么付款 0", Catalog.Wordings.Of(0, Language.SimplifiedChinese, matched: 5).Text);
    }

    [Theory]
    [InlineData(Language.English, "Fees?", Language.English)]
    [InlineData(Language.SimplifiedChinese, "运费？", Language.SimplifiedChinese)]
    [InlineData(Language.TraditionalChinese, "运费？", Language.SimplifiedChinese)]
    public void Of_prompt_speaks_the_language_where_it_can(Language language, string text, Language spoken)
    {
        FollowUpPrompt prompt = new(new LocalizedText(new Dictionary<string, string> { ["en"] = "Fees?", ["zh-Hans"] = "运费？" }), "fee");
        Assert.Equal(new Wording(text, spoken), Catalog.Wordings.Of(prompt, language));
    }

    [Fact]
    public void Of_prompt_in_another_language_gives_way_to_the_entrys_wording()
    {
        FollowUpPrompt prompt = new("支持哪些付款方式？", "pay");
        Assert.Equal("payment methods 10", Catalog.Wordings.Of(prompt, Language.English).Text);
        Assert.Equal("這裡怎麼付款 20", Catalog.Wordings.Of(prompt, Language.TraditionalChinese).Text);
        Assert.Equal("支持哪些付款方式？", Catalog.Wordings.Of(prompt, Language.SimplifiedChinese).Text);
        Assert.Equal("谁付？", Catalog.Wordings.Of(new FollowUpPrompt("谁付？", "fee"), Language.English).Text);
        Assert.Equal("gone", Catalog.Wordings.Of(new FollowUpPrompt("gone", "no such entry"), Language.SimplifiedChinese).Text);
    }

    [Fact]
    public void IsIn_takes_both_chinese_scripts_as_one()
    {
        Assert.True(Catalog.Wordings.IsIn(1, Language.TraditionalChinese));
        Assert.False(Catalog.Wordings.IsIn(1, Language.English));
        Assert.True(Catalog.Wordings.IsIn(0, Language.English));
    }

    private static float Angle(string text) => float.Parse(text.Split(' ')[^1], null) / 60;
}
