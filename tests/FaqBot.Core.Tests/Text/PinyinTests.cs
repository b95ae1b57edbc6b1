using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class PinyinTests
{
    [Theory]
    [InlineData('票', "piao")]
    [InlineData('行', "xing hang heng")]
    [InlineData('绿', "lv lu")]
    [InlineData('a', "")]
    [InlineData('あ', "")]
    public void ReadingsOf_character_gives_its_syllables(char character, string syllables) =>
        Assert.Equal(syllables, string.Join(' ', Pinyin.ReadingsOf(new Rune(character)).ToArray().Select(Pinyin.Syllable)));

    [Theory]
    [InlineData('发', '法', true)]
    [InlineData('还', '换', true)]
    [InlineData('退', '换', false)]
    [InlineData('a', 'a', false)]
    public void SoundAlike_characters_share_a_reading(char one, char other, bool expected) =>
        Assert.Equal(expected, Pinyin.SoundAlike(new Rune(one), new Rune(other)));

    [Fact]
    public void ReadingsOf_common_characters_are_known()
    {
        foreach (Rune rune in "我们的订单什么时候能发货退款运费优惠券发票抬头会员积分换货保修".EnumerateRunes())
        {
            Assert.False(Pinyin.ReadingsOf(rune).IsEmpty, $"{rune}");
        }
    }
}
