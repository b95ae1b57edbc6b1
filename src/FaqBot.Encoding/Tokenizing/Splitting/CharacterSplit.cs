using System.Text;
using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>Splits words at single code points of a kind.</summary>
/// <param name="isMatch">Whether a code point is of the kind.</param>
/// <param name="behavior">What becomes of them.</param>
internal sealed class CharacterSplit(Func<Rune, bool> isMatch, SplitBehavior behavior) : MatchSplit(behavior, invert: false)
{
    /// <summary>Splits at white space and drops it.</summary>
    public static CharacterSplit WhiteSpace { get; } = new(Rune.IsWhiteSpace, SplitBehavior.Removed);

    /// <summary>Splits at punctuation.</summary>
    /// <param name="behavior">What becomes of it.</param>
    /// <returns>The step.</returns>
    public static CharacterSplit Punctuation(SplitBehavior behavior) =>
        new(rune => BertCharacters.KindOf(rune) == BertCharacter.Punctuation, behavior);

    /// <summary>Splits at digits and other numbers.</summary>
    /// <param name="individual">Whether each is a word.</param>
    /// <returns>The step.</returns>
    public static CharacterSplit Digits(bool individual) =>
        new(Rune.IsNumber, individual ? SplitBehavior.Isolated : SplitBehavior.Contiguous);

    /// <inheritdoc />
    protected override void Find(ReadOnlySpan<char> word, int offset, Workspace workspace)
    {
        foreach (Rune rune in word.EnumerateRunes())
        {
            int length = rune.Utf16SequenceLength;
            if (isMatch(rune))
            {
                workspace.Matches.Add(new WordSpan(offset, offset + length));
            }

            offset += length;
        }
    }
}
