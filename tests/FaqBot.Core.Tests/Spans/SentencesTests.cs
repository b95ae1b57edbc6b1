using FaqBot.Core.Spans;

namespace FaqBot.Core.Tests.Spans;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\t", "")]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("Version 3.5 of shop.example costs 1.2 dollars.", "Version 3.5 of shop.example costs 1.2 dollars.")]
    [InlineData("七天内可退。运费谁出？我们出！其余见下；谢谢", "七天内可退。|运费谁出？|我们出！|其余见下；|谢谢")]
    [InlineData("他说：“可以退。”然后走了。", "他说：“可以退。”|然后走了。")]
    [InlineData("真的吗？！是的。。。", "真的吗？！|是的。。。")]
    [InlineData(
        "# Title\n\n1. First step.\n2) Second step.\n- item\n> quoted\n12 months", "Title|First step.|Second step.|item|quoted|12 months")]
    [InlineData("𠮷野家。😀 yes.", "𠮷野家。|😀 yes.")]
    public void Split_gives_sentences(string text, string expected) => Assert.Equal(
        expected.Split('|', StringSplitOptions.RemoveEmptyEntries),
        Sentences.Split(text).Where(unit => !unit.IsClause).Select(unit => unit.Span.Of(text)));

    [Fact]
    public void Split_adds_clauses_of_long_sentences_only()
    {
        const string Text = "签收后七天内，商品没有使用过，包装和配件都齐全，并且不影响再次销售的，可以在售后中心申请无理由退货。短句，不拆。";
        Assert.Equal(
            ["签收后七天内，", "商品没有使用过，", "包装和配件都齐全，", "并且不影响再次销售的，", "可以在售后中心申请无理由退货。"],
            Sentences.Split(Text).Where(unit => unit.IsClause).Select(unit => unit.Span.Of(Text)));
    }

    [Fact]
    public void Split_names_the_paragraph_and_stops_at_the_limit()
    {
        const string Text = "A one. A two.\nB one.";
        Assert.Equal(["A one. A two.", "A one. A two.", "B one."], Sentences.Split(Text).Select(unit => unit.Paragraph.Of(Text)));
        Assert.Equal(Sentences.Most, Sentences.Split(string.Concat(Enumerable.Repeat("Again. ", 1_000))).Count);
    }
}
