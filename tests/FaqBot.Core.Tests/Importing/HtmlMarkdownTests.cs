using FaqBot.Core.Importing.Files;

namespace FaqBot.Core.Tests.Importing;

public sealed class HtmlMarkdownTests
{
    [Theory]
    [InlineData("<p>One</p><p>Two</p>", "One\n\nTwo")]
    [InlineData("<p>a<br>b</p>", "a  \nb")]
    [InlineData("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n   - c")]
    [InlineData("<ol start=\"3\"><li>a</li><li>b</li></ol>", "3. a\n4. b")]
    [InlineData("<h2>Fee</h2><p>Two <strong>euros</strong>, <em>each</em>.</p>", "## Fee\n\nTwo **euros**, *each*.")]
    [InlineData("<a href=\"https://x.example/a b\">here</a>", "[here](https://x.example/a%20b)")]
    [InlineData("<a href=\"javascript:alert(1)\">here</a>", "here")]
    [InlineData("<img src=\"https://x.example/a.png\" alt=\"A\">", "![A](https://x.example/a.png)")]
    [InlineData("<table><tr><th>Size</th><th>Fee</th></tr><tr><td>S</td><td>1</td></tr></table>", "Size | Fee  \nS | 1")]
    [InlineData("<pre>a\n  b</pre>", "```\na\n  b\n```")]
    [InlineData("<p>2 * 3 * 4, a_b</p>", "2 \\* 3 \\* 4, a\\_b")]
    [InlineData("<p>x</p><script>alert(1)</script><style>p{}</style><!-- c -->", "x")]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b")]
    [InlineData("<p>A &amp; B &lt;C&gt; &nbsp;D</p>", "A & B <C> D")]
    public void Of_html_is_the_markdown_of_it(string html, string expected) => Assert.Equal(expected, HtmlMarkdown.Of(html));

    [Theory]
    [InlineData("**Bold**<br/>next\n\n- item", "**Bold**  \nnext\n\n- item")]
    [InlineData("See <a href=\"https://x.example\">this</a> and *that* for a < b & c",
        "See [this](https://x.example) and *that* for a < b & c")]
    [InlineData("Write <your name> and <b>send</b>", "Write <your name> and **send**")]
    [InlineData("Use `<br>` here<br>now", "Use `<br>` here  \nnow")]
    public void Within_markdown_only_elements_change(string markdown, string expected) =>
        Assert.Equal(expected, HtmlMarkdown.Within(markdown));

    [Theory]
    [InlineData("a < b", false)]
    [InlineData("Mail <me@x.example> or <https://x.example>", false)]
    [InlineData("`<br>`", false)]
    [InlineData("a<br>b", true)]
    [InlineData("</p>", true)]
    public void Is_in_tells_elements_from_other_signs(string text, bool expected) => Assert.Equal(expected, HtmlMarkdown.IsIn(text));
}
