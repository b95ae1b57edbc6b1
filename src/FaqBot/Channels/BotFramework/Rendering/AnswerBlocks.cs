using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FaqBot.Channels.BotFramework.Rendering;

/// <summary>Splits an answer into the blocks that channels show each in its own way.</summary>
/// <remarks>
/// CommonMark with tables of GitHub's flavour, as Markdig reads them; HTML is text. What a channel shows as Markdown is cut out of the
/// answer by the spans of the syntax tree, so that it stays as the owner wrote it.
/// </remarks>
internal sealed class AnswerBlocks
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseCjkFriendlyEmphasis().UsePreciseSourceLocation().DisableHtml().Build();

    private static readonly MarkdownPipeline TextOnly = WithoutParsers();

    private readonly MarkdownSource _source;
    private readonly List<MarkdownBlock> _blocks = [];

    private AnswerBlocks(string markdown) => _source = new MarkdownSource(markdown);

    /// <summary>Splits an answer.</summary>
    public static IReadOnlyList<MarkdownBlock> Of(string markdown)
    {
        string unified = markdown.ReplaceLineEndings("\n");
        AnswerBlocks blocks = new(unified);
        foreach (Block block in Parse(unified))
        {
            blocks.Add(block);
        }

        return blocks._blocks;
    }

    private static MarkdownDocument Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested more deeply than anybody reads: text and nothing else.
            return Markdown.Parse(markdown, TextOnly);
        }
    }

    private static MarkdownPipeline WithoutParsers()
    {
        MarkdownPipelineBuilder builder = new();
        builder.BlockParsers.RemoveAll(parser => parser is not ParagraphBlockParser);
        builder.InlineParsers.RemoveAll(parser => parser is not LineBreakInlineParser);
        return builder.UsePreciseSourceLocation().Build();
    }

    private void Add(Block block)
    {
        switch (block)
        {
            case ThematicBreakBlock or LinkReferenceDefinitionGroup or LinkReferenceDefinition:
                break;
            case HeadingBlock { Inline: var inline }:
                Add(BlockKind.Heading, _source.Of(inline), PlainText.Of(inline));
                break;
            case ParagraphBlock { Inline: { } inline }:
                AddParagraph(inline);
                break;
            case CodeBlock code:
                _blocks.Add(new MarkdownBlock(BlockKind.Code, code.Lines.ToString(), code.Lines.ToString()));
                break;
            case QuoteBlock quote:
                AddQuote(quote);
                break;
            case Table table:
                AddTable(table);
                break;
            case ListBlock list:
                AddList(list);
                break;
            default:
                Add(BlockKind.Paragraph, _source.Of(block.Span), _source.Of(block.Span));
                break;
        }
    }

    private void Add(BlockKind kind, string text, string plain)
    {
        if (text.Length > 0)
        {
            _blocks.Add(new MarkdownBlock(kind, text, plain));
        }
    }

    /// <summary>A line that is an image alone is a block of its own.</summary>
    private void AddParagraph(ContainerInline paragraph)
    {
        List<Inline> running = [];
        foreach (List<Inline> line in Lines(paragraph))
        {
            if (ImageOf(line) is { } image)
            {
                Flush();
                (string text, string url) = (PlainText.Of(image), image.Url ?? "");
                _blocks.Add(new MarkdownBlock(BlockKind.Image, text, text.Length == 0 ? url : $"{text}: {url}") { Url = url });
            }
            else
            {
                running.AddRange(line);
            }
        }

        Flush();

        void Flush()
        {
            Add(BlockKind.Paragraph, _source.Of(running), PlainText.Of(running).Trim());
            running.Clear();
        }
    }

    /// <summary>Inlines line by line, each with the break that ends it.</summary>
    private static IEnumerable<List<Inline>> Lines(ContainerInline paragraph)
    {
        List<Inline> line = [];
        foreach (Inline inline in paragraph)
        {
            line.Add(inline);
            if (inline is LineBreakInline)
            {
                yield return line;
                line = [];
            }
        }

        yield return line;
    }

    private static LinkInline? ImageOf(List<Inline> line)
    {
        Inline[] shown = [.. line.Where(inline => inline is not (LineBreakInline or LiteralInline { Content.IsEmpty: true })
            && !(inline is LiteralInline literal && literal.Content.IsEmptyOrWhitespace()))];
        return shown is [LinkInline { IsImage: true } image] ? image : null;
    }

    /// <summary>A quotation is read once more without its signs, since the spans within it hold those of its further lines.</summary>
    private void AddQuote(QuoteBlock quote)
    {
        IReadOnlyList<MarkdownBlock> quoted = Of(string.Join('\n', _source.Of(quote.Span).Split('\n').Select(Unquoted)));
        if (quoted.Count > 0)
        {
            _blocks.Add(new MarkdownBlock(BlockKind.Quote, "", PlainText.Of(quoted)) { Quoted = quoted });
        }
    }

    private static string Unquoted(string line)
    {
        string trimmed = line.TrimStart();
        return trimmed.StartsWith("> ", StringComparison.Ordinal) ? trimmed[2..] : trimmed.StartsWith('>') ? trimmed[1..] : line;
    }

    private void AddTable(Table table)
    {
        TableRow[] rows = [.. table.OfType<TableRow>()];
        IEnumerable<string> plain = rows.Select(row => string.Join(" | ", row.Select(cell => PlainText.Of(InlineOf(cell)).Trim())));
        _blocks.Add(new MarkdownBlock(BlockKind.Table, "", string.Join('\n', plain))
        {
            Rows = [.. rows.Select(row => row.Select(TextOf).ToArray())],
        });
    }

    private string TextOf(Block cell) => _source.Of(InlineOf(cell)).Trim().Replace("\\|", "|", StringComparison.Ordinal);

    private static ContainerInline? InlineOf(Block cell) => (cell as TableCell)?.OfType<ParagraphBlock>().FirstOrDefault()?.Inline;

    /// <summary>What cannot stand in a list's text, such as code, becomes a block between two parts of it.</summary>
    private void AddList(ListBlock list)
    {
        int from = list.Span.Start;
        bool isWithinItem = false;
        List<string> plain = [];
        Walk(list, "");
        Flush(list.Span.End + 1);

        void Walk(ListBlock of, string indent)
        {
            foreach (ListItemBlock item in of.OfType<ListItemBlock>())
            {
                if (isWithinItem && _source.LineStart(item.Span.Start) is var start && start >= from)
                {
                    Flush(start);
                    from = start;
                    isWithinItem = false;
                }

                string marker = of.IsOrdered ? $"{item.Order}{of.OrderedDelimiter} " : "• ";
                string further = indent + new string(' ', marker.Length);
                string lead = indent + marker;
                foreach (Block block in item)
                {
                    if (block is ListBlock inner)
                    {
                        Walk(inner, further);
                        continue;
                    }

                    if (block is ParagraphBlock or HeadingBlock)
                    {
                        plain.Add(lead + PlainText.Of(((LeafBlock)block).Inline).Replace("\n", "\n" + further, StringComparison.Ordinal));
                    }
                    else
                    {
                        Flush(_source.LineStart(block.Span.Start));
                        Add(block);
                        from = Math.Min(_source.LineEnd(block.Span.End) + 1, list.Span.End + 1);
                        isWithinItem = true;
                    }

                    lead = further;
                }
            }
        }

        void Flush(int end)
        {
            string text = MarkdownSource.Dedented(_source.Of(from, end));
            Add(isWithinItem ? BlockKind.Paragraph : BlockKind.List, text, MarkdownSource.Dedented(string.Join('\n', plain)));
            plain.Clear();
        }
    }
}
