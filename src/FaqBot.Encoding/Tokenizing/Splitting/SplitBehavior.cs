namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>What becomes of the matches that a word is split at.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each is a word.</summary>
    Isolated,

    /// <summary>Each ends the word before it.</summary>
    MergedWithPrevious,

    /// <summary>Each starts the word after it.</summary>
    MergedWithNext,

    /// <summary>Neighbours are one word.</summary>
    Contiguous,
}
