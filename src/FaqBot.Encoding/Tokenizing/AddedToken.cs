namespace FaqBot.Encoding.Tokenizing;

/// <summary>A token that is found in the text before a word is segmented.</summary>
/// <param name="Id">Id in the vocabulary.</param>
/// <param name="Content">Its text, matched in exact case; the longest wins.</param>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it takes the blanks before it.</summary>
    public bool EatsLeft { get; init; }

    /// <summary>Whether it takes the blanks after it.</summary>
    public bool EatsRight { get; init; }

    /// <summary>Whether it counts only where no letter, mark or digit touches it.</summary>
    public bool IsWholeWord { get; init; }

    /// <summary>Whether it is looked for in the normalised text, not in the raw one.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Whether decoding leaves it out.</summary>
    public bool IsSpecial { get; init; }
}
