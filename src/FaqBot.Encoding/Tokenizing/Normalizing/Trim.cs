using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Drops white space at the ends.</summary>
/// <param name="left">Whether at the start.</param>
/// <param name="right">Whether at the end.</param>
internal sealed class Trim(bool left, bool right) : NormalizerStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        Span<char> text = work.Text.Text;
        if (right)
        {
            work.Text.Length = text.TrimEnd().Length;
            text = work.Text.Text;
        }

        if (left && text.TrimStart() is var rest && rest.Length < text.Length)
        {
            rest.CopyTo(text);
            work.Text.Length = rest.Length;
        }
    }
}
