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

    /// <summary>A quotation: blocks of its own.</summary>
    Quote,

    /// <summary>Rows of cells.</summary>
    Table,

    /// <summary>An image by itself.</summary>
    Image,
}

/// <summary>A block of a Markdown answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text as the answer has it, inline Markdown included; of an image the alternative text.</param>
/// <param name="Plain">All of it without Markdown's signs.</param>
internal sealed record MarkdownBlock(BlockKind Kind, string Text, string Plain)
{
    /// <summary>Cells of a table with their inline Markdown, row by row; the first row is the heading.</summary>
    public IReadOnlyList<string[]> Rows { get; init; } = [];

    /// <summary>Blocks of a quotation.</summary>
    public IReadOnlyList<MarkdownBlock> Quoted { get; init; } = [];

    /// <summary>Address of an image.</summary>
    public string Url { get; init; } = "";
}
