using System.Text.RegularExpressions;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>Answers without Markdown's signs, for channels that would show them.</summary>
internal static partial class PlainText
{
    /// <summary>Turns blocks into text: blank lines between them, addresses of links after their texts, cells side by side.</summary>
    public static string Of(IEnumerable<MarkdownBlock> blocks) => string.Join("\n\n", blocks.Select(Of));

    /// <summary>Takes the signs out of inline Markdown.</summary>
    public static string Inline(string text)
    {
        text = Link().Replace(text, match =>
            match.Groups["text"].Value.Length == 0 || match.Groups["text"].Value == match.Groups["url"].Value
                ? match.Groups["url"].Value
                : $"{match.Groups["text"].Value} ({match.Groups["url"].Value})");
        text = Strong().Replace(text, "${text}");
        text = Emphasis().Replace(text, "${text}");
        text = Code().Replace(text, "${text}");
        return Escape().Replace(text, "$1");
    }

    private static string Of(MarkdownBlock block) => block.Kind switch
    {
        BlockKind.Code => block.Text,
        BlockKind.Image => block.Text.Length == 0 ? block.Url : $"{block.Text}: {block.Url}",
        BlockKind.Table => string.Join('\n', block.Rows.Select(row => string.Join(" | ", row.Select(Inline)))),
        BlockKind.List => Inline(Bullet().Replace(block.Text, "$1• ")),
        _ => Inline(block.Text),
    };

    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\((?<url>[^\s()]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<mark>\*\*|__)(?=\S)(?<text>.+?)(?<=\S)\k<mark>")]
    private static partial Regex Strong();

    [GeneratedRegex(@"(?<![\w*])\*(?=\S)(?<text>[^*]+?)(?<=\S)\*(?![\w*])")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"`(?<text>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+\-.!|>~])")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^(\s*)[-*+]\s+", RegexOptions.Multiline)]
    private static partial Regex Bullet();
}
