using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class CleanTests
{
    [Theory]
    [InlineData("ＡＢＣ ｘｙｚ １２３", "ABC xyz 123")]
    [InlineData("ｱﾎﾟﾛ ﾊﾟｿｺﾝ", "アポロ パソコン")]
    [InlineData("ﬁnd the oﬃce ﬀ", "find the office ff")]
    [InlineData("① ㎏ ℃ ㍿", "1 kg °C 株式会社")]
    [InlineData("发票？！（抬头）", "发票?!(抬头)")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국")]
    [InlineData("等一下…", "等一下...")]
    [InlineData("𠮷野家 𪚥", "𠮷野家 𪚥")]
    [InlineData("𝐈𝐧𝐯𝐨𝐢𝐜𝐞", "Invoice")]
    [InlineData("👨‍👩‍👧 ok", "👨👩👧 ok")]
    public void Clean_compatibility_forms_give_the_plain_ones(string text, string expected) =>
        Assert.Equal(expected, TextNormalizer.Clean(text));

    [Theory]
    [InlineData(" \t a \r\n\n b  ", "a b")]
    [InlineData("a\u00A0\u3000\u2003\u2028\u2029\u0085b", "a b")]
    [InlineData("\u3000发票\u3000", "发票")]
    [InlineData("  \t\n ", "")]
    [InlineData("", "")]
    public void Clean_blanks_become_one_space_and_none_at_the_ends(string text, string expected) =>
        Assert.Equal(expected, TextNormalizer.Clean(text));

    [Theory]
    [InlineData("9:00〜18:00", "9:00～18:00")]
    [InlineData("你好〜", "你好～")]
    public void Clean_wave_dash_and_full_width_tilde_are_alike(string waveDash, string fullWidthTilde) =>
        Assert.Equal(TextNormalizer.Clean(fullWidthTilde), TextNormalizer.Clean(waveDash));

    [Fact]
    public void Clean_one_character_that_expands_gives_the_whole_phrase() =>
        Assert.Equal("صلى الله عليه وسلم", TextNormalizer.Clean("\uFDFA"));

    [Fact]
    public void Clean_lone_surrogates_are_dropped()
    {
        Assert.Equal("ab", TextNormalizer.Clean("a\uD800b"));
        Assert.Equal("ab", TextNormalizer.Clean("a\uDC00b\uD83D"));
        Assert.Equal("", TextNormalizer.Clean("\uDFFF\uD800"));
        Assert.Equal("😀", TextNormalizer.Clean("\uD83D\uD83D\uDE00\uDE00"));
    }

    [Fact]
    public void Clean_noncharacters_are_dropped()
    {
        Assert.Equal("ab", TextNormalizer.Clean("a\uFFFEb"));
        Assert.Equal("ab", TextNormalizer.Clean("a\uFFFFb\uFDD0\uFDEF"));
        Assert.Equal("ab", TextNormalizer.Clean("a" + char.ConvertFromUtf32(0x1FFFE) + "b" + char.ConvertFromUtf32(0x10FFFF)));
    }

    [Theory]
    [InlineData("z\u035C", "z")]
    [InlineData("a\u0301", "á")]
    [InlineData("发\u20DD", "发")]
    public void Clean_combining_flood_is_cut_to_four_marks(string start, string letter)
    {
        string clean = TextNormalizer.Clean(start + new string(start[^1], 500) + "b");

        Assert.Equal(letter + new string(start[^1], 4) + "b", clean);
    }

    [Fact]
    public void Clean_each_letter_may_have_its_own_marks()
    {
        string stacked = string.Concat(Enumerable.Repeat("q\u0316\u0317\u0318\u0319", 50));
        Assert.Equal(stacked, TextNormalizer.Clean(stacked));
    }

    [Theory]
    [InlineData("Tiếng Việt: tôi muốn đổi trả hàng ở đâu")]
    [InlineData("สั่งซื้อที่นี่ได้ไหม เปลี่ยนที่อยู่")]
    [InlineData("ऑर्डर रद्द कैसे करें क्षत्रिय")]
    [InlineData("རྐྱེན་ སྒྲུབ")]
    [InlineData("שָׁלוֹם עֲלֵיכֶם")]
    [InlineData("مُحَمَّدٌ")]
    public void Clean_real_orthographies_keep_their_marks(string text) =>
        Assert.Equal(text.Normalize(System.Text.NormalizationForm.FormKC), TextNormalizer.Clean(text));

    [Fact]
    public void Clean_null_is_refused() => Assert.Throws<ArgumentNullException>(() => TextNormalizer.Clean(null!));
}
