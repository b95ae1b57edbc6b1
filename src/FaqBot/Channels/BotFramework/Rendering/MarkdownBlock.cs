using System.Text.RegularExpressions;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>What a block of an answer is.</summary>
internal enum BlockKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A heading; its text is without the signs.</summary>
    Heading,

    /// <summary>Lines that each are an item.</summary>
    List,

    /// <summary>Lines that stay as they are; without the fences.</summary>
    Code,

    /// <summary>A quotation; without the signs.</summary>
    Quote,

    /// <summary>Rows of cells.</summary>
    Table,

    /// <summary>An image by itself.</summary>
    Image,
}

/// <summary>A block of a Markdown answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, inline Markdown included; of an image the alternative text.</param>
internal sealed partial record MarkdownBlock(BlockKind Kind, string Text)
{
    /// <summary>Cells of a table, row by row; the first row is the heading.</summary>
    public IReadOnlyList<string[]> Rows { get; init; } = [];

    /// <summary>Address of an image.</summary>
    public string Url { get; init; } = "";

    /// <summary>Splits an answer into blocks.</summary>
    /// <remarks>The blocks of CommonMark that answers use, and tables of GitHub's flavour; what is none of them is a paragraph.</remarks>
    public static IReadOnlyList<MarkdownBlock> Split(string markdown)
    {
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        List<MarkdownBlock> blocks = [];
        for (int i = 0; i < lines.Length;)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) || Rule().IsMatch(lines[i]))
            {
                i++;
            }
            else
            {
                (MarkdownBlock block, i) = Read(lines, i);
                blocks.Add(block);
            }
        }

        return blocks;
    }

    private static (MarkdownBlock Block, int Next) Read(string[] lines, int first)
    {
        string line = lines[first];
        if (Fence().Match(line) is { Success: true } fence)
        {
            int close = Array.FindIndex(lines, first + 1, one => one.TrimStart().StartsWith(fence.Groups[1].Value, StringComparison.Ordinal));
            int end = close < 0 ? lines.Length : close;
            return (new MarkdownBlock(BlockKind.Code, string.Join('\n', lines[(first + 1)..end])), Math.Min(end + 1, lines.Length));
        }

        if (Heading().Match(line) is { Success: true } heading)
        {
            return (new MarkdownBlock(BlockKind.Heading, heading.Groups[1].Value.Trim()), first + 1);
        }

        if (Image().Match(line) is { Success: true } image)
        {
            return (new MarkdownBlock(BlockKind.Image, image.Groups[1].Value) { Url = image.Groups[2].Value }, first + 1);
        }

        if (IsTable(lines, first))
        {
            int end = End(lines, first + 2, one => one.Contains('|', StringComparison.Ordinal));
            string[] rows = [line, .. lines[(first + 2)..end]];
            return (new MarkdownBlock(BlockKind.Table, "") { Rows = [.. rows.Select(Cells)] }, end);
        }

        if (line.TrimStart().StartsWith('>'))
        {
            int end = End(lines, first, one => one.TrimStart().StartsWith('>'));
            return (new MarkdownBlock(BlockKind.Quote, string.Join('\n', lines[first..end].Select(one => one.TrimStart()[1..].TrimStart()))), end);
        }

        if (Item().IsMatch(line))
        {
            int end = End(lines, first, one => Item().IsMatch(one) || one.StartsWith(' ') || one.StartsWith('\t'));
            return (new MarkdownBlock(BlockKind.List, string.Join('\n', lines[first..end])), end);
        }

        int last = Math.Max(first + 1, End(lines, first, one => !StartsOther(one)));
        return (new MarkdownBlock(BlockKind.Paragraph, string.Join('\n', lines[first..last])), last);
    }

    private static int End(string[] lines, int from, Func<string, bool> belongs)
    {
        int end = from;
        while (end < lines.Length && !string.IsNullOrWhiteSpace(lines[end]) && belongs(lines[end]))
        {
            end++;
        }

        return end;
    }

    private static bool StartsOther(string line) =>
        Fence().IsMatch(line) || Heading().IsMatch(line) || Image().IsMatch(line) || Item().IsMatch(line) || Rule().IsMatch(line) || line.TrimStart().StartsWith('>');

    private static bool IsTable(string[] lines, int first) =>
        first + 1 < lines.Length && lines[first].Contains('|', StringComparison.Ordinal) && lines[first + 1].Contains('|', StringComparison.Ordinal)
        && Delimiter().IsMatch(lines[first + 1]);

    private static string[] Cells(string row)
    {
        string trimmed = row.Trim();
        trimmed = trimmed.StartsWith('|') ? trimmed[1..] : trimmed;
        trimmed = trimmed.EndsWith('|') && !trimmed.EndsWith("\\|", StringComparison.Ordinal) ? trimmed[..^1] : trimmed;
        return [.. CellBorder().Split(trimmed).Select(cell => cell.Replace("\\|", "|", StringComparison.Ordinal).Trim())];
    }

    [GeneratedRegex(@"^ {0,3}(```+|~~~+)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*!\[([^\]]*)\]\((\S+?)\)\s*$")]
    private static partial Regex Image();

    [GeneratedRegex(@"^ {0,3}([-*+]|\d{1,9}[.)])[ \t]+\S")]
    private static partial Regex Item();

    [GeneratedRegex(@"^ {0,3}(\*[ \t]*){3,}$|^ {0,3}(-[ \t]*){3,}$|^ {0,3}(_[ \t]*){3,}$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^[\s|:\-]*-[\s|:\-]*$")]
    private static partial Regex Delimiter();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();
}
