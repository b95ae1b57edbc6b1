using System.Runtime.InteropServices;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>Gives each word that does not start with a blank one.</summary>
internal sealed class PrefixBlank : SplitStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        ReadOnlySpan<char> text = work.Text.Text;
        List<WordSpan> target = work.Workspace.SpareWords;
        foreach (WordSpan word in CollectionsMarshal.AsSpan(work.Workspace.Words))
        {
            int start = work.Spare.Length;
            if (text[word.Start] != ' ')
            {
                work.Spare.Append(' ');
            }

            work.Spare.Append(text[word.Start..word.End]);
            target.Add(new WordSpan(start, work.Spare.Length));
        }

        work.SwapText();
        work.Workspace.SwapWords();
    }
}
