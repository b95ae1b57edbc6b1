namespace FaqBot.Core.Spelling;

/// <summary>A question as it was meant, where that differs from how it was typed.</summary>
/// <param name="Text">The question as it was meant.</param>
/// <param name="IsPinyin">Whether it was typed in pinyin; otherwise with slips.</param>
public sealed record SpellingCorrection(string Text, bool IsPinyin);
