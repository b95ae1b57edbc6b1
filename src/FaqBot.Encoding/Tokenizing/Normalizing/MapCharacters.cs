using System.Text;
using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Drops or replaces single code points.</summary>
/// <param name="map">Gives what stands in a code point's place; null drops it.</param>
internal sealed class MapCharacters(Func<Rune, Rune?> map) : NormalizerStep
{
    /// <summary>The cleaning of neural machine translation: some controls go, unusual blanks become blanks.</summary>
    /// <remarks>https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/normalizers/unicode.rs</remarks>
    public static MapCharacters Nmt { get; } = new(rune => rune.Value switch
    {
        (>= 0x0001 and <= 0x0008) or 0x000B or (>= 0x000E and <= 0x001F) or 0x007F or 0x008F or 0x009F => null,
        0x0009 or 0x000A or 0x000C or 0x000D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD
            => new Rune(' '),
        _ => rune,
    });

    /// <summary>Drops all combining marks.</summary>
    public static MapCharacters DropMarks { get; } = new(rune => CombiningMarks.KindOf(rune.Value) == CombiningMark.Known ? null : rune);

    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        foreach (Rune rune in work.Text.Text.EnumerateRunes())
        {
            if (map(rune) is { } mapped)
            {
                work.Spare.Append(mapped);
            }
        }

        work.SwapText();
    }
}
