using System.Text;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Brings a text into a Unicode normalisation form.</summary>
/// <remarks>
/// Sorting a run of combining marks takes the square of its length, so runs longer than any script has are sorted in pieces.
/// </remarks>
/// <param name="form">The form.</param>
internal sealed class UnicodeForm(NormalizationForm form) : NormalizerStep
{
    /// <summary>A noncharacter that .NET does not normalise; it decomposes to nothing else and combines with nothing.</summary>
    public const char Refused = '\uFFFE';

    private const int LongestRun = 256;

    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        ReadOnlySpan<char> text = work.Text.Text;
        while (!text.IsEmpty)
        {
            int length = LengthKept(text);
            if (length > 0)
            {
                work.Spare.Append(text[..length]);
            }
            else
            {
                length = EndOfPiece(text);
                Append(text[..length], ref work.Spare);
            }

            text = text[length..];
        }

        work.SwapText();
    }

    private void Append(ReadOnlySpan<char> text, ref TextBuffer destination)
    {
        if (text.IsNormalized(form))
        {
            destination.Append(text);
            return;
        }

        int written;
        for (int room = text.Length + 16; !text.TryNormalize(destination.Room(room), out written, form); room *= 2)
        {
        }

        destination.Length += written;
    }

    /// <summary>The length of a code point at the start that stays as it is and parts what is around it; 0 for any other.</summary>
    private static int LengthKept(ReadOnlySpan<char> text)
    {
        int length = char.IsHighSurrogate(text[0]) ? 2 : 1;
        return text[0] == Refused || MarkAt(text, length - 1) == CombiningMark.Later ? length : 0;
    }

    /// <summary>
    /// The length up to which a text may be normalised at once: all of it, but for floods of marks and what stays as it is.
    /// </summary>
    private static int EndOfPiece(ReadOnlySpan<char> text)
    {
        int run = 0;
        for (int i = 0; i < text.Length; i++)
        {
            CombiningMark mark = MarkAt(text, i);
            if (mark == CombiningMark.Later)
            {
                return char.IsLowSurrogate(text[i]) ? i - 1 : i;
            }

            run = mark == CombiningMark.Known ? run + 1 : char.IsHighSurrogate(text[i]) ? run : 0;
            if (run > LongestRun || text[i] == Refused)
            {
                // Never between the halves of a code point.
                return char.IsLowSurrogate(text[i]) ? i + 1 : i;
            }
        }

        return text.Length;
    }

    /// <summary>The mark that ends at a unit: a high surrogate does not yet say.</summary>
    private static CombiningMark MarkAt(ReadOnlySpan<char> text, int i)
    {
        if (text[i] < '\u0300' || char.IsHighSurrogate(text[i]))
        {
            return CombiningMark.None;
        }

        return CombiningMarks.KindOf(char.IsLowSurrogate(text[i]) && i > 0 ? char.ConvertToUtf32(text[i - 1], text[i]) : text[i]);
    }
}
