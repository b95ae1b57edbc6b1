namespace FaqBot.Encoding.Tokenizing;

/// <summary>All that a tokenizer file says about a Unigram tokenizer.</summary>
internal sealed class UnigramSpecification
{
    /// <summary>The vocabulary; the id of a piece is its index.</summary>
    public required IReadOnlyList<string> Pieces { get; init; }

    /// <summary>Log probability of each piece.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Id of what the vocabulary does not cover.</summary>
    public required int UnknownId { get; init; }

    /// <summary>Id that fills a batch up.</summary>
    public required int PaddingId { get; init; }

    /// <summary>Tokens that are found in the raw text.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Special ids before a text.</summary>
    public required int[] PrefixIds { get; init; }

    /// <summary>Special ids after a text.</summary>
    public required int[] SuffixIds { get; init; }

    /// <summary>The normalisation table, if any.</summary>
    public PrecompiledCharsMap? CharsMap { get; init; }

    /// <summary>Whether blanks at the start are dropped.</summary>
    public bool StripLeft { get; init; }

    /// <summary>Whether blanks at the end are dropped.</summary>
    public bool StripRight { get; init; }

    /// <summary>Whether runs of spaces become one.</summary>
    public bool CollapseBlanks { get; init; }

    /// <summary>Whether a text that does not start with a blank gets one.</summary>
    public bool PrependBlank { get; init; }

    /// <summary>Whether each word is segmented on its own.</summary>
    public bool SplitWords { get; init; }

    /// <summary>Most ids of a text, special ones included, when the file states a limit.</summary>
    public int? MaxLength { get; init; }
}
