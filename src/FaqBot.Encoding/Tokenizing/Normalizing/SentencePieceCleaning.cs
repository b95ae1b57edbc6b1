using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>The normaliser of the SentencePiece library, as a model file sets it.</summary>
/// <remarks>https://github.com/google/sentencepiece/blob/v0.2.0/src/normalizer.cc</remarks>
internal sealed class SentencePieceCleaning : NormalizerStep
{
    private const char Mark = '\u2581';

    /// <summary>The normalisation table, if any: the longest rule wins.</summary>
    public PrecompiledCharsMap? CharsMap { get; init; }

    /// <summary>Pieces that no rule changes, if any.</summary>
    public PieceTrie? Protected { get; init; }

    /// <summary>Whether blanks at the ends and repeated ones go.</summary>
    public bool RemovesBlanks { get; init; }

    /// <summary>Whether a text gets a blank.</summary>
    public bool AddsBlank { get; init; }

    /// <summary>Whether that blank stands at the end.</summary>
    public bool AddsAtEnd { get; init; }

    /// <summary>Whether blanks are written as U+2581.</summary>
    public bool EscapesBlanks { get; init; }

    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        ReadOnlySpan<char> text = work.Text.Text;
        char blank = EscapesBlanks ? Mark : ' ';
        ref TextBuffer destination = ref work.Spare;
        text = RemovesBlanks ? text[LeadingBlanks(text, ref destination)..] : text;
        if (!text.IsEmpty)
        {
            if (AddsBlank && !AddsAtEnd)
            {
                destination.Append(blank);
            }

            bool afterBlank = RemovesBlanks;
            while (!text.IsEmpty)
            {
                int start = destination.Length;
                text = text[AppendNext(text, ref destination)..];
                afterBlank = Tidy(start, afterBlank, ref destination) && RemovesBlanks;
            }

            if (RemovesBlanks)
            {
                destination.Length = destination.Text.TrimEnd(blank).Length;
            }

            if (AddsBlank && AddsAtEnd)
            {
                destination.Append(blank);
            }
        }

        work.SwapText();
    }

    /// <summary>How much of the start of a text becomes blanks.</summary>
    private int LeadingBlanks(ReadOnlySpan<char> text, ref TextBuffer scratch)
    {
        int blanks = 0;
        while (blanks < text.Length)
        {
            int length = AppendNext(text[blanks..], ref scratch);
            bool isBlank = scratch.Text is [' '];
            scratch.Length = 0;
            if (!isBlank)
            {
                break;
            }

            blanks += length;
        }

        return blanks;
    }

    /// <summary>Drops blanks that follow a blank from what was just written, and escapes the others.</summary>
    /// <returns>Whether what is written ends with a blank.</returns>
    private bool Tidy(int start, bool afterBlank, ref TextBuffer destination)
    {
        Span<char> written = destination.Text[start..];
        int dropped = afterBlank ? written.Length - written.TrimStart(' ').Length : 0;
        if (dropped > 0)
        {
            written[dropped..].CopyTo(written);
            destination.Length -= dropped;
            written = written[..^dropped];
        }

        if (written.IsEmpty)
        {
            return afterBlank;
        }

        bool endsWithBlank = written[^1] == ' ';
        if (EscapesBlanks)
        {
            written.Replace(' ', Mark);
        }

        return endsWithBlank;
    }

    /// <summary>Appends what stands in the place of the start of a text.</summary>
    /// <returns>How much of the text that is.</returns>
    private int AppendNext(ReadOnlySpan<char> text, ref TextBuffer destination)
    {
        int length = 0;
        if (Protected?.LongestAt(text, out length) >= 0)
        {
            destination.Append(text[..length]);
            return length;
        }

        length = CharsMap?.AppendLongest(text, ref destination) ?? 0;
        if (length == 0)
        {
            length = char.IsHighSurrogate(text[0]) ? 2 : 1;
            destination.Append(text[..length]);
        }

        return length;
    }
}
