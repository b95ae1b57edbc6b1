using FaqBot.Channels.BotFramework.Rendering;

namespace FaqBot.Tests.BotFramework;

/// <summary>Answers as the blocks of cards, and as plain text.</summary>
public sealed class AnswerBlocksTests
{
    [Theory]
    [InlineData("# Fee: C#\n\nText", "Heading «Fee: C#» | Paragraph «Text»")]
    [InlineData("## Closed ##", "Heading «Closed»")]
    [InlineData(
        "Prices\n===\nText\n\nSizes *too*\n---\nMore", "Heading «Prices» | Paragraph «Text» | Heading «Sizes *too*» | Paragraph «More»")]
    public void Heading_keeps_its_own_signs(string markdown, string expected) => Assert.Equal(expected, Shown(markdown));

    [Theory]
    [InlineData(
        "1. First\n2. Run:\n\n   ```sh\n   run --it\n     twice\n   ```\n\n   after it\n3. Third\n   - **b**",
        "List «1. First⏎2. Run:» | Code «run --it⏎  twice» | Paragraph «after it» | List «3. Third⏎   - **b**»",
        "1. First\n2. Run:\n\nrun --it\n  twice\n\nafter it\n\n3. Third\n   • b")]
    [InlineData("- ```\n  x\n  ```", "Code «x»", "x")]
    [InlineData("* one\n* two\n  more", "List «* one⏎* two⏎  more»", "• one\n• two\n  more")]
    [InlineData("    indented\n    code", "Code «indented⏎code»", "indented\ncode")]
    public void Code_within_a_list_stays_code(string markdown, string expected, string plain)
    {
        Assert.Equal(expected, Shown(markdown));
        Assert.Equal(plain, PlainText.Of(AnswerBlocks.Of(markdown)));
    }

    [Fact]
    public void Table_right_after_a_paragraph_is_a_table()
    {
        IReadOnlyList<MarkdownBlock> blocks = AnswerBlocks.Of(
            "Sizes are:\n| Size | Price |\n|---|---|\n| S \\| M | **10** |\n| L | `20` |\n\nEnd");
        Assert.Equal([BlockKind.Paragraph, BlockKind.Table, BlockKind.Paragraph], blocks.Select(block => block.Kind));
        Assert.Equal(["Size,Price", "S | M,**10**", "L,`20`"], blocks[1].Rows.Select(row => string.Join(',', row)));
        Assert.Equal("Sizes are:\n\nSize | Price\nS | M | 10\nL | 20\n\nEnd", PlainText.Of(blocks));
    }

    [Theory]
    [InlineData(
        "![All sizes](https://shop.example/s.png \"Sizes in cm\")", "Image «All sizes» https://shop.example/s.png",
        "All sizes: https://shop.example/s.png")]
    [InlineData(
        "See\n![a](https://x/y.png)\nthere",
        "Paragraph «See» | Image «a» https://x/y.png | Paragraph «there»", "See\n\na: https://x/y.png\n\nthere")]
    [InlineData("![](https://x/y.png)", "Image «» https://x/y.png", "https://x/y.png")]
    public void Image_is_one_with_a_title_too(string markdown, string expected, string plain)
    {
        Assert.Equal(expected, Shown(markdown));
        Assert.Equal(plain, PlainText.Of(AnswerBlocks.Of(markdown)));
    }

    [Theory]
    [InlineData("**支持退货。**请看 <https://a.b/c> & <b>html</b> a_b_c", "支持退货。请看 https://a.b/c & <b>html</b> a_b_c")]
    [InlineData("Line *one*  \n`two * 2` and [l](http://x \"t\")\\\n3 \\* 4 &amp; __5__", "Line one\ntwo * 2 and l (http://x)\n3 * 4 & 5")]
    [InlineData("[https://x](https://x) [](https://y)", "https://x https://y")]
    [InlineData("a | b\nc * d [e] !", "a | b\nc * d [e] !")]
    public void Plain_text_has_no_signs_and_loses_nothing(string markdown, string plain) =>
        Assert.Equal(plain, PlainText.Of(AnswerBlocks.Of(markdown)));

    [Fact]
    public void Link_by_reference_gets_its_address()
    {
        const string Markdown = "See **[the list][1]**, then [2].\n\n[1]: https://shop.example/list \"x\"\n[2]: https://shop.example/2";
        Assert.Equal("Paragraph «See **[the list](https://shop.example/list)**, then [2](https://shop.example/2).»", Shown(Markdown));
        Assert.Equal("See the list (https://shop.example/list), then 2 (https://shop.example/2).", PlainText.Of(AnswerBlocks.Of(Markdown)));
    }

    [Fact]
    public void Quotation_holds_blocks()
    {
        MarkdownBlock quote = Assert.Single(AnswerBlocks.Of("> Said **he**\n> and she\n>\n> - a\n> - b\n>\n> ```\n> > c\n> ```"));
        Assert.Equal(BlockKind.Quote, quote.Kind);
        Assert.Equal("Paragraph «Said **he**⏎and she» | List «- a⏎- b» | Code «> c»", Shown(quote.Quoted));
        Assert.Equal("Said he\nand she\n\n• a\n• b\n\n> c", quote.Plain);
    }

    [Theory]
    [InlineData('>')]
    [InlineData('[')]
    [InlineData('*')]
    public void Signs_without_end_are_text_at_worst(char sign) => Assert.NotNull(AnswerBlocks.Of(new string(sign, 5_000) + "a"));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("***\n---")]
    public void Nothing_is_no_block(string markdown) => Assert.Empty(AnswerBlocks.Of(markdown));

    private static string Shown(string markdown) => Shown(AnswerBlocks.Of(markdown));

    private static string Shown(IEnumerable<MarkdownBlock> blocks) =>
        string.Join(" | ", blocks.Select(block => $"{block.Kind} «{block.Text.Replace('\n', '⏎')}» {block.Url}".TrimEnd()));
}
