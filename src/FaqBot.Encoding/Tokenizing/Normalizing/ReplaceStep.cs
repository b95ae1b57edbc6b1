using System.Runtime.InteropServices;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Replaces what a pattern finds.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="content">What stands in its place, literally.</param>
internal sealed class ReplaceStep(TextPattern pattern, string content) : NormalizerStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        List<WordSpan> matches = work.Workspace.Matches;
        matches.Clear();
        ReadOnlySpan<char> text = work.Text.Text;
        pattern.Find(text, 0, work.Workspace);
        int end = 0, step = 0;
        foreach (WordSpan match in CollectionsMarshal.AsSpan(matches))
        {
            work.Workspace.ThrowIfCancelled(step++);
            work.Spare.Append(text[end..match.Start]);
            work.Spare.Append(content);
            end = match.End;
        }

        work.Spare.Append(text[end..]);
        work.SwapText();
    }
}
