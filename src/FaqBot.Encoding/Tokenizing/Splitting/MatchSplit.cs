using System.Runtime.InteropServices;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>A step that splits words at matches of something.</summary>
/// <remarks>https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/tokenizer/normalizer.rs, <c>split</c>.</remarks>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether what is between the matches counts as match, and the matches as what is between.</param>
internal abstract class MatchSplit(SplitBehavior behavior, bool invert) : SplitStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        ReadOnlySpan<char> text = work.Text.Text;
        List<WordSpan> target = work.Workspace.SpareWords;
        List<WordSpan> matches = work.Workspace.Matches;
        int step = 0;
        foreach (WordSpan word in CollectionsMarshal.AsSpan(work.Workspace.Words))
        {
            work.Workspace.ThrowIfCancelled(step++);
            matches.Clear();
            Find(text[word.Start..word.End], word.Start, work.Workspace);
            Divide(word, CollectionsMarshal.AsSpan(matches), target);
        }

        work.Workspace.SwapWords();
    }

    /// <summary>Appends the matches in a word, from left to right, none empty.</summary>
    /// <param name="word">The word.</param>
    /// <param name="offset">Where it starts in the text; added to the places.</param>
    /// <param name="workspace">Its <see cref="Workspace.Matches"/> are where they go.</param>
    protected abstract void Find(ReadOnlySpan<char> word, int offset, Workspace workspace);

    private void Divide(WordSpan word, ReadOnlySpan<WordSpan> matches, List<WordSpan> target)
    {
        int first = target.Count;
        int start = word.Start;
        bool? last = null;
        foreach (WordSpan match in matches)
        {
            Add(new WordSpan(start, match.Start), invert, ref last, first, target);
            Add(match, !invert, ref last, first, target);
            start = match.End;
        }

        Add(new WordSpan(start, word.End), invert, ref last, first, target);
    }

    private void Add(WordSpan part, bool isMatch, ref bool? last, int first, List<WordSpan> target)
    {
        if (part.Start == part.End)
        {
            return;
        }

        bool joins = target.Count > first && behavior switch
        {
            SplitBehavior.Contiguous => last == isMatch,
            SplitBehavior.MergedWithPrevious => isMatch && last == false,
            SplitBehavior.MergedWithNext => !isMatch && last == true,
            _ => false,
        };
        if (joins)
        {
            target[^1] = target[^1] with { End = part.End };
        }
        else if (!(isMatch && behavior == SplitBehavior.Removed))
        {
            target.Add(part);
        }

        last = isMatch;
    }
}
