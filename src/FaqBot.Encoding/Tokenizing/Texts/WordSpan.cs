namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>A part of a text, in UTF-16 units.</summary>
/// <param name="Start">First unit.</param>
/// <param name="End">Unit after the last.</param>
internal readonly record struct WordSpan(int Start, int End);
