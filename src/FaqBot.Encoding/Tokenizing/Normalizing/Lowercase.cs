using System.Text;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Lower-cases each code point on its own, by Unicode's full mapping without context.</summary>
internal sealed class Lowercase : NormalizerStep
{
    private const int CapitalIWithDot = 0x130;

    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        foreach (Rune rune in work.Text.Text.EnumerateRunes())
        {
            Append(rune, ref work.Spare);
        }

        work.SwapText();
    }

    /// <summary>Appends the lower-case form of a code point.</summary>
    /// <param name="rune">The code point.</param>
    /// <param name="destination">Where it goes.</param>
    public static void Append(Rune rune, ref TextBuffer destination)
    {
        // The only code point whose lower case is more than one.
        if (rune.Value == CapitalIWithDot)
        {
            destination.Append("i\u0307");
        }
        else
        {
            destination.Append(Rune.ToLowerInvariant(rune));
        }
    }
}
