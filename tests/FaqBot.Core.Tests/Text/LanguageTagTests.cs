using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("zh-Hans", Language.SimplifiedChinese)]
    [InlineData("zh-Hant", Language.TraditionalChinese)]
    [InlineData("zh", Language.SimplifiedChinese)]
    [InlineData("zh-CN", Language.SimplifiedChinese)]
    [InlineData("zh-SG", Language.SimplifiedChinese)]
    [InlineData("zh-TW", Language.TraditionalChinese)]
    [InlineData("zh-HK", Language.TraditionalChinese)]
    [InlineData("zh-MO", Language.TraditionalChinese)]
    [InlineData("zh-Hans-HK", Language.SimplifiedChinese)]
    [InlineData("zh-Hant-CN", Language.TraditionalChinese)]
    [InlineData("ZH-hant", Language.TraditionalChinese)]
    [InlineData("zh_TW", Language.TraditionalChinese)]
    [InlineData("en", Language.English)]
    [InlineData("en-US", Language.English)]
    [InlineData("EN_gb", Language.English)]
    public void TryParse_known_tag_gives_its_language(string tag, Language expected)
    {
        Assert.True(LanguageTag.TryParse(tag, out Language language));
        Assert.Equal(expected, language);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("fr")]
    [InlineData("zhx")]
    [InlineData("chinese")]
    [InlineData("-zh")]
    [InlineData(" zh")]
    [InlineData("und")]
    [InlineData("en-a-very-long-tag-that-nobody-would-write")]
    public void TryParse_other_tag_is_none(string? tag)
    {
        Assert.False(LanguageTag.TryParse(tag, out Language language));
        Assert.Equal(Language.Other, language);
    }

    [Fact]
    public void Of_every_language_reads_back()
    {
        Assert.Equal("und", LanguageTag.Of(Language.Other));
        foreach (Language language in Enum.GetValues<Language>().Where(language => language != Language.Other))
        {
            Assert.True(LanguageTag.TryParse(LanguageTag.Of(language), out Language read));
            Assert.Equal(language, read);
        }
    }
}
