using System.Globalization;
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
            if (text[0] == Refused)
            {
                work.Spare.Append(Refused);
                text = text[1..];
                continue;
            }

            int length = EndOfPiece(text);
            Append(text[..length], ref work.Spare);
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

    /// <summary>The length up to which a text may be normalised at once: all of it, but for floods of marks.</summary>
    private static int EndOfPiece(ReadOnlySpan<char> text)
    {
        int run = 0;
        for (int i = 0; i < text.Length; i++)
        {
            run = IsMark(text, i) ? run + 1 : char.IsHighSurrogate(text[i]) ? run : 0;
            if (run > LongestRun || text[i] == Refused)
            {
                // Never between the halves of a code point.
                return char.IsLowSurrogate(text[i]) ? i + 1 : i;
            }
        }

        return text.Length;
    }

    /// <summary>Whether a mark ends at a unit: a high surrogate does not yet say so.</summary>
    private static bool IsMark(ReadOnlySpan<char> text, int i)
    {
        if (text[i] < '\u0300' || char.IsHighSurrogate(text[i]))
        {
            return false;
        }

        int value = char.IsLowSurrogate(text[i]) && i > 0 ? char.ConvertToUtf32(text[i - 1], text[i]) : text[i];
        return CharUnicodeInfo.GetUnicodeCategory(value) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
    }
}
