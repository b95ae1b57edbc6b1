using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>Splits words at what a pattern finds.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether what is between the matches counts as match.</param>
internal sealed class PatternSplit(TextPattern pattern, SplitBehavior behavior, bool invert) : MatchSplit(behavior, invert)
{
    /// <inheritdoc />
    protected override void Find(ReadOnlySpan<char> word, int offset, Workspace workspace) => pattern.Find(word, offset, workspace);
}
