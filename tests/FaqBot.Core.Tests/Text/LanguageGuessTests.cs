using System.Text;
using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("发票抬头写错了怎么办", Language.SimplifiedChinese)]
    [InlineData("發票抬頭打錯了", Language.TraditionalChinese)]
    [InlineData("今天天气怎么样", Language.SimplifiedChinese)]
    [InlineData("你好", Language.SimplifiedChinese)]
    [InlineData("怎麼退貨？多久會退款", Language.TraditionalChinese)]
    [InlineData("how do I change the address", Language.English)]
    [InlineData("ñandú über façade", Language.English)]
    [InlineData("怎么用 iPhone 付款", Language.SimplifiedChinese)]
    [InlineData("請問 Apple Pay 怎麼用", Language.TraditionalChinese)]
    [InlineData("what does 发票 mean on my order page", Language.English)]
    [InlineData("これはどうやってつかいますか", Language.Other)]
    [InlineData("送料はいくらですか", Language.Other)]
    [InlineData("ハロー", Language.Other)]
    [InlineData("주문을 취소하고 싶어요", Language.Other)]
    [InlineData("как отменить заказ", Language.Other)]
    [InlineData("คืนสินค้าได้ไหม", Language.Other)]
    [InlineData("12345", Language.Other)]
    [InlineData("😀👍", Language.Other)]
    [InlineData("?!...", Language.Other)]
    [InlineData("", Language.Other)]
    [InlineData("𠮷𪚥", Language.SimplifiedChinese)]
    [InlineData("〇", Language.SimplifiedChinese)]
    public void Of_text_gives_the_language_of_most_letters(string text, Language expected) =>
        Assert.Equal(expected, LanguageGuess.Of(text));

    [Fact]
    public void Of_lone_surrogates_does_not_throw() => Assert.Equal(Language.English, LanguageGuess.Of("abc\uD800\uDFFF"));

    [Fact]
    public void Of_labelled_questions_is_nearly_always_right()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "data", "shop.queries.tsv")).Skip(1)
            .Select(line => line.Split('\t'))];

        // A Chinese text without a character of one script only counts as simplified.
        int right = rows.Count(row => LanguageTag.Of(LanguageGuess.Of(row[0])) == row[2]);
        Assert.True(right >= rows.Length * 0.98, $"{right} of {rows.Length}");
        Assert.DoesNotContain(rows, row => row[2] == "zh-Hans" && LanguageGuess.Of(row[0]) == Language.TraditionalChinese);
    }

    [Theory]
    [InlineData(0x4E00, true)]
    [InlineData(0x9FFF, true)]
    [InlineData(0x3400, true)]
    [InlineData(0x20000, true)]
    [InlineData(0x2A6DF, true)]
    [InlineData(0x323AF, true)]
    [InlineData(0xF900, true)]
    [InlineData(0x3007, true)]
    [InlineData(0x3042, false)]
    [InlineData(0xAC00, false)]
    [InlineData(0x3001, false)]
    [InlineData('a', false)]
    public void IsHan_character_of_any_plane_is_known(int character, bool expected) =>
        Assert.Equal(expected, LanguageGuess.IsHan(new Rune(character)));
}
