namespace FaqBot.Encoding.Tokenizing;

/// <summary>The pieces of a Unigram model and what they are worth.</summary>
internal sealed class UnigramVocabulary
{
    /// <summary>Text of each id; null where there is none.</summary>
    public required IReadOnlyList<string?> Tokens { get; init; }

    /// <summary>Log probability of each id.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Whether an id is never chosen; null when all are.</summary>
    public Func<int, bool>? IsUnused { get; init; }

    /// <summary>Id of what the pieces do not cover.</summary>
    public required int UnknownId { get; init; }

    /// <summary>What an uncovered code point costs.</summary>
    public required double UnknownScore { get; init; }

    /// <summary>Ids of the 256 bytes by which uncovered code points are spelled; null when they are unknown.</summary>
    public int[]? ByteIds { get; init; }

    /// <summary>Whether sums are rounded to single precision, as the SentencePiece library does; else they are double as in Hugging
    /// Face's.</summary>
    public bool IsSinglePrecision { get; init; }
}
