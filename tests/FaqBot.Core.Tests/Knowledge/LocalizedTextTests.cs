using FaqBot.Core.Knowledge;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Knowledge;

public sealed class LocalizedTextTests
{
    [Theory]
    [InlineData("zh-Hans,zh-Hant,en", Language.SimplifiedChinese, "zh-Hans")]
    [InlineData("zh-Hans,zh-Hant,en", Language.TraditionalChinese, "zh-Hant")]
    [InlineData("zh-Hans,zh-Hant,en", Language.English, "en")]
    [InlineData("zh-Hans,zh-Hant,en", Language.Other, "zh-Hans")]
    [InlineData("zh-Hant,en", Language.SimplifiedChinese, "zh-Hant")]
    [InlineData("zh-Hans,en", Language.TraditionalChinese, "zh-Hans")]
    [InlineData("zh-Hans", Language.English, "zh-Hans")]
    [InlineData("en", Language.TraditionalChinese, "en")]
    [InlineData("en", Language.Other, "en")]
    [InlineData("*", Language.English, "*")]
    [InlineData("*,en", Language.SimplifiedChinese, "*")]
    [InlineData("*,en", Language.Other, "*")]
    [InlineData("ja", Language.English, "ja")]
    public void For_reader_gives_the_nearest_text(string tags, Language reader, string expected) =>
        Assert.Equal(expected, new LocalizedText(tags.Split(',').ToDictionary(tag => tag, tag => tag)).For(reader));

    [Fact]
    public void LocalizedText_without_texts_cannot_be_made() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocalizedText(new Dictionary<string, string>()));

    [Fact]
    public void LocalizedText_one_text_serves_every_language() => Assert.All(
        Enum.GetValues<Language>(), language => Assert.Equal("x", new LocalizedText("x").For(language)));
}
