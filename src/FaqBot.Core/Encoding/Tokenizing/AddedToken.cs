namespace FaqBot.Encoding.Tokenizing;

/// <summary>A token that is found in the raw text before anything else is done with it.</summary>
/// <param name="Id">Id in the vocabulary.</param>
/// <param name="Content">Its text, matched in exact case; the longest wins.</param>
/// <param name="EatsLeft">Whether it takes the blanks before it.</param>
/// <param name="EatsRight">Whether it takes the blanks after it.</param>
internal sealed record AddedToken(int Id, string Content, bool EatsLeft, bool EatsRight);
