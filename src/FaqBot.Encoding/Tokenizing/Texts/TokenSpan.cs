namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A token and where it stands in the normalised text, in UTF-16 units.</summary>
/// <param name="Id">Id in the vocabulary.</param>
/// <param name="Start">First unit.</param>
/// <param name="End">Unit after the last.</param>
internal readonly record struct TokenSpan(int Id, int Start, int End);
