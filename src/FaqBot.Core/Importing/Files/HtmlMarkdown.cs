using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace FaqBot.Core.Importing.Files;

/// <summary>Turns HTML into the Markdown that answers are written in: paragraphs, lists, links, emphasis, headings, code; tables as lines
/// of text, images as images. Scripts, styles and comments go.</summary>
internal static partial class HtmlMarkdown
{
    private const int MostDepth = 256;

    /// <summary>The rest of a tag of an element that pages are written with.</summary>
    private const string Element =
        @"(?:a|abbr|article|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe"
        + @"|img|ins|kbd|label|li|main|mark|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td"
        + @"|tfoot|th|thead|tr|u|ul|video)(?:\s[^<>]*)?/?>";

    private const string Container = "p|div|ul|ol|h[1-6]|table|span|section|article|blockquote";

    private static readonly HtmlParser Parser = new();

    /// <summary>Whether a text holds elements of HTML outside of code.</summary>
    public static bool IsIn(string text) => text.Contains('<', StringComparison.Ordinal) && Known().IsMatch(Code().Replace(text, ""));

    /// <summary>Turns a text that is HTML as a whole into Markdown.</summary>
    /// <param name="html">The HTML.</param>
    /// <returns>The Markdown.</returns>
    public static string Of(string html)
    {
        IHtmlDocument document = Parser.ParseDocument("<body>" + html);
        return new Writer(escapes: true).Write(document.Body!);
    }

    /// <summary>Turns the elements within a Markdown text into Markdown; all else stays as it is written.</summary>
    /// <param name="markdown">The text.</param>
    /// <returns>The text without elements.</returns>
    public static string Within(string markdown)
    {
        if (Whole().IsMatch(markdown))
        {
            return Of(markdown);
        }

        StringBuilder result = new();
        int from = 0;
        foreach (Match code in Code().Matches(markdown).Cast<Match>())
        {
            result.Append(Part(markdown[from..code.Index])).Append(code.Value);
            from = code.Index + code.Length;
        }

        return result.Append(Part(markdown[from..])).ToString().Trim();
    }

    private static string Part(string markdown)
    {
        if (!Known().IsMatch(markdown))
        {
            return markdown;
        }

        // What is no element is text: <https://…>, <your name>, a < b.
        string escaped = Unknown().Replace(markdown, "&lt;");
        IHtmlDocument document = Parser.ParseDocument("<body>" + Entity().Replace(escaped, "&amp;"));
        string start = markdown[..(markdown.Length - markdown.TrimStart().Length)], end = markdown[markdown.TrimEnd().Length..];
        return start + new Writer(escapes: false).Write(document.Body!) + end;
    }

    [GeneratedRegex("</?" + Element, RegexOptions.IgnoreCase)]
    private static partial Regex Known();

    [GeneratedRegex("<(?!/?" + Element + ")", RegexOptions.IgnoreCase)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"&(?!(?:[a-zA-Z]{2,10}|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,6});)")]
    private static partial Regex Entity();

    [GeneratedRegex(@"^\s*<(?:" + Container + @")\b[^<>]*>.*</(?:" + Container + @")>\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^```.*?^```[^\n]*$|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[ \t\r\n\u00A0]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\\`*_\[\]]")]
    private static partial Regex Special();

    [GeneratedRegex(@"^(\d*)([#>+.-])(?=\s)")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"(?: *\n){3,}")]
    private static partial Regex Spare();

    [GeneratedRegex(@"[^\S\n]+\n")]
    private static partial Regex TrailingBlanks();

    [GeneratedRegex(@"^\s*(?:javascript|vbscript|data|file|blob|about)\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
