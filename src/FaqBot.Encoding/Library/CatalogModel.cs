using FaqBot.Encoding.Library.Hubs;

namespace FaqBot.Encoding.Library;

/// <summary>What the catalog says of a model.</summary>
public sealed record CatalogModel
{
    /// <summary>Its id on the hub.</summary>
    public required ModelId Id { get; init; }

    /// <summary>What its files are.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>Components of a vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Most tokens of a text, special ones included.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>How token vectors become one: <c>mean</c>, <c>cls</c> or <c>lastToken</c>.</summary>
    public required string Pooling { get; init; }

    /// <summary>What stands before a question; may be empty.</summary>
    public required string QueryPrefix { get; init; }

    /// <summary>SPDX name of the licence.</summary>
    public required string Licence { get; init; }

    /// <summary>Bytes of all files that are taken; approximate, the hub says the true number.</summary>
    public required long ApproximateBytes { get; init; }

    /// <summary>Where it comes from: <c>bundled</c> or <c>huggingface</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The weights that are wanted, relative to the repository.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What it is good for, in one line.</summary>
    public required string Description { get; init; }
}
