using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Splitting;

namespace FaqBot.Encoding.Tokenizing;

/// <summary>What the files say about a tokenizer beside its model.</summary>
internal sealed class TokenizerSpecification
{
    /// <summary>The model's folder, for messages.</summary>
    public required string Folder { get; init; }

    /// <summary>Text of each id; null where no file names one.</summary>
    public required IReadOnlyList<string?> Tokens { get; init; }

    /// <summary>Tokens that are found in the text.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Steps that rewrite a text, in order.</summary>
    public required IReadOnlyList<NormalizerStep> Normalizers { get; init; }

    /// <summary>Steps that split a normalised text into words, in order.</summary>
    public required IReadOnlyList<SplitStep> Splits { get; init; }

    /// <summary>Special tokens around one text.</summary>
    public required TokenTemplate Single { get; init; }

    /// <summary>Special tokens around two texts.</summary>
    public required TokenTemplate Pair { get; init; }

    /// <summary>Id that fills a batch up.</summary>
    public int PaddingId { get; init; }

    /// <summary>Most ids of a text, special ones included, when the files state a limit.</summary>
    public int? MaxLength { get; init; }
}
