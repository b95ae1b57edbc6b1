using System.Runtime.InteropServices;
using System.Text;
using FaqBot.Encoding.Tokenizing.Normalizing;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>Splits at white space, which is dropped, and around each punctuation character.</summary>
/// <remarks>https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/pre_tokenizers/bert.rs</remarks>
internal sealed class BertSplit : SplitStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        ReadOnlySpan<char> text = work.Text.Text;
        List<WordSpan> target = work.Workspace.SpareWords;
        foreach (WordSpan word in CollectionsMarshal.AsSpan(work.Workspace.Words))
        {
            int start = word.Start, length;
            for (int i = word.Start; i < word.End; i += length)
            {
                length = char.IsHighSurrogate(text[i]) ? 2 : 1;
                BertCharacter kind = length == 1 ? BertCharacters.KindOf(text[i]) : BertCharacters.KindOf(new Rune(text[i], text[i + 1]));
                bool isBlank = kind == BertCharacter.Blank || (kind == BertCharacter.Dropped && char.IsWhiteSpace(text[i]));
                if (isBlank || kind == BertCharacter.Punctuation)
                {
                    Add(start, i, target);
                    start = i + length;
                    if (!isBlank)
                    {
                        target.Add(new WordSpan(i, start));
                    }
                }
            }

            Add(start, word.End, target);
        }

        work.Workspace.SwapWords();
    }

    private static void Add(int start, int end, List<WordSpan> target)
    {
        if (end > start)
        {
            target.Add(new WordSpan(start, end));
        }
    }
}
