using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Makes runs of blanks one, as the pattern <c> {2,}</c> does.</summary>
internal sealed class CollapseBlanks : NormalizerStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        Span<char> text = work.Text.Text;
        int written = text.IndexOf("  ");
        if (written < 0)
        {
            return;
        }

        for (int i = written; i < text.Length; i++)
        {
            if (text[i] != ' ' || i == 0 || text[i - 1] != ' ')
            {
                text[written++] = text[i];
            }
        }

        work.Text.Length = written;
    }
}
