using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>Cuts parts out of an answer by the spans of its syntax tree.</summary>
/// <param name="markdown">The answer, its lines ended by <c>\n</c>.</param>
internal sealed class MarkdownSource(string markdown)
{
    /// <summary>The text of a span.</summary>
    public string Of(SourceSpan span) => Of(span.Start, span.End + 1);

    /// <summary>The text from one place to before another; empty where they are in the wrong order.</summary>
    public string Of(int start, int end) => end <= start ? "" : markdown[Math.Max(start, 0)..Math.Min(end, markdown.Length)];

    /// <summary>The text of inlines that follow each other. Links by reference get their addresses, which are defined elsewhere.</summary>
    public string Of(IEnumerable<Inline>? inlines)
    {
        Inline[] all = [.. inlines ?? []];
        if (all.Length == 0)
        {
            return "";
        }

        StringBuilder text = new();
        int from = all[0].Span.Start;
        foreach (LinkInline link in all.SelectMany(References))
        {
            text.Append(Of(from, link.Span.Start)).Append(link.IsImage ? "![" : "[");
            text.Append(Of(link)).Append("](").Append(link.Url).Append(')');
            from = link.Span.End + 1;
        }

        return text.Append(Of(from, all[^1].Span.End + 1)).ToString().Trim();
    }

    /// <summary>Where the line begins that a place is in.</summary>
    public int LineStart(int place) => place <= 0 ? 0 : markdown.LastIndexOf('\n', Math.Min(place, markdown.Length) - 1) + 1;

    /// <summary>Where the line ends that a place is in: at its line feed, or behind the text.</summary>
    public int LineEnd(int place) =>
        place < markdown.Length && markdown.IndexOf('\n', Math.Max(place, 0)) is >= 0 and var end ? end : markdown.Length;

    /// <summary>A text without the blanks that all of its lines start with, and without blank lines around it.</summary>
    public static string Dedented(string text)
    {
        string[] lines = text.Split('\n');
        int blanks = lines.Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length < blanks ? "" : line[blanks..])).Trim('\n').TrimEnd();
    }

    private static IEnumerable<LinkInline> References(Inline inline) => inline switch
    {
        LinkInline { Reference: not null } link => [link],
        ContainerInline container => container.SelectMany(References),
        _ => [],
    };
}
