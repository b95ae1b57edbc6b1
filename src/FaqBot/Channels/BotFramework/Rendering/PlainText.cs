using Markdig.Syntax.Inlines;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>Answers without Markdown's signs, for channels that would show them.</summary>
internal static class PlainText
{
    /// <summary>The text of blocks, with blank lines between them.</summary>
    public static string Of(IEnumerable<MarkdownBlock> blocks) => string.Join("\n\n", blocks.Select(block => block.Plain));

    /// <summary>The text of inlines; addresses of links stand after their texts.</summary>
    public static string Of(IEnumerable<Inline>? inlines) => string.Concat((inlines ?? []).Select(Of));

    private static string Of(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => "\n",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        LinkInline link => Of(Of((IEnumerable<Inline>)link), link.Url ?? ""),
        DelimiterInline delimiter => delimiter.ToLiteral() + Of((IEnumerable<Inline>)delimiter),
        ContainerInline container => Of((IEnumerable<Inline>)container),
        _ => "",
    };

    private static string Of(string text, string url) => text.Length == 0 || text == url ? url : $"{text} ({url})";
}
