using FaqBot.Core.Text;

namespace FaqBot.Core.Tests.Text;

public sealed class MatchKeyTests
{
    [Theory]
    [InlineData("发票抬头写错了怎么办？", "发票抬头写错了怎么办")]
    [InlineData("发票抬头，写错了：怎么办！！", "发票抬头写错了怎么办")]
    [InlineData("「发票」《抬头》写错了…怎么办", "发票抬头写错了怎么办")]
    [InlineData("发 票 抬 头 写错了怎么办", "发票抬头写错了怎么办")]
    [InlineData("How do I place an Order?", "how do i place an order")]
    [InlineData("HOW-TO: ＰＬＡＣＥ an “order”", "howto place an order")]
    [InlineData("it's", "its")]
    [InlineData("iPhone 15", "ｉＰｈｏｎｅ１５")]
    [InlineData("满100减20", "满 100 减 20")]
    [InlineData("你好～", "你好")]
    [InlineData("你好〜〜", "你好~")]
    [InlineData("营业时间9:00～18:00", "营业时间9:00〜18:00")]
    [InlineData("24 / 7 service", "24/7 service")]
    [InlineData("1.5 kg", "１．５ＫＧ")]
    [InlineData("price: 5%", "Price 5%")]
    public void MatchKey_case_width_blanks_and_punctuation_do_not_tell_apart(string one, string other) =>
        Assert.Equal(Key(other), Key(one));

    [Theory]
    [InlineData("1.5", "15")]
    [InlineData("1,5", "15")]
    [InlineData("1 5", "15")]
    [InlineData("1. 5", "15")]
    [InlineData("3 - 5 days", "35 days")]
    [InlineData("3-5天", "35天")]
    [InlineData("9:30", "930")]
    [InlineData("5~10", "510")]
    [InlineData("C#", "C")]
    [InlineData("C++", "C")]
    [InlineData("5%", "5")]
    [InlineData("R&D", "RD")]
    [InlineData("$5", "5")]
    [InlineData("3+2", "32")]
    [InlineData("résumé", "resume")]
    [InlineData("发票", "發票")]
    [InlineData("𠮷", "吉")]
    [InlineData("👍", "👎")]
    public void MatchKey_signs_that_carry_meaning_tell_apart(string one, string other) => Assert.NotEqual(Key(other), Key(one));

    [Theory]
    [InlineData("？", "?")]
    [InlineData("。。。", "。。。")]
    [InlineData("- -", "- -")]
    [InlineData("～", "~")]
    public void MatchKey_text_of_punctuation_only_is_its_own_key(string text, string expected) => Assert.Equal(expected, Key(text));

    [Fact]
    public void MatchKey_of_a_key_changes_nothing()
    {
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "data", "shop.queries.tsv")))
        {
            string key = Key(line.Split('\t')[0]);
            Assert.Equal(key, Key(key));
        }
    }

    private static string Key(string text) => TextNormalizer.MatchKey(TextNormalizer.Clean(text));
}
