using System.Collections;
using FaqBot.Core.Spelling;

namespace FaqBot.Core.Answering;

/// <summary>The texts by which one question is searched: all that must be encoded.</summary>
/// <param name="Text">The question as it was typed.</param>
/// <param name="InContext">The same said in full, or null.</param>
/// <param name="Correction">What it was meant to be, or null.</param>
/// <param name="Clauses">Its clauses, where it may ask several things.</param>
internal sealed record QuestionTexts(string Text, string? InContext, SpellingCorrection? Correction, IReadOnlyList<string> Clauses)
    : IEnumerable<string>
{
    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() =>
        new[] { Text, InContext, Correction?.Text }.OfType<string>().Concat(Clauses).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
