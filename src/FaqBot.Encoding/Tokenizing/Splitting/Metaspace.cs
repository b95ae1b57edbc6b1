using System.Runtime.InteropServices;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>Which words get a mark when they do not start with one.</summary>
internal enum PrependScheme
{
    /// <summary>All.</summary>
    Always,

    /// <summary>The one at the start of the text.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}

/// <summary>Writes blanks as a mark, and starts a word at each mark.</summary>
/// <remarks>https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/pre_tokenizers/metaspace.rs</remarks>
/// <param name="mark">The mark.</param>
/// <param name="scheme">Which words get a mark.</param>
/// <param name="split">Whether each mark starts a word.</param>
internal sealed class Metaspace(char mark, PrependScheme scheme, bool split) : SplitStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        ReadOnlySpan<char> text = work.Text.Text;
        List<WordSpan> target = work.Workspace.SpareWords;
        foreach (WordSpan word in CollectionsMarshal.AsSpan(work.Workspace.Words))
        {
            int start = work.Spare.Length;
            bool isMarked = text[word.Start] == ' ' || text[word.Start] == mark;
            if (!isMarked && (scheme == PrependScheme.Always || (scheme == PrependScheme.First && work.AtStart && word.Start == 0)))
            {
                work.Spare.Append(mark);
            }

            work.Spare.Append(text[word.Start..word.End]);
            Span<char> written = work.Spare.Text[start..];
            written.Replace(' ', mark);
            Split(written, start, target);
        }

        work.SwapText();
        work.Workspace.SwapWords();
    }

    private void Split(ReadOnlySpan<char> text, int offset, List<WordSpan> target)
    {
        while (split && text[1..].IndexOf(mark) is >= 0 and int next)
        {
            target.Add(new WordSpan(offset, offset + next + 1));
            offset += next + 1;
            text = text[(next + 1)..];
        }

        target.Add(new WordSpan(offset, offset + text.Length));
    }
}
