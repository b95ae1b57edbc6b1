using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Puts something before a text that is not empty.</summary>
/// <param name="content">What.</param>
internal sealed class Prepend(string content) : NormalizerStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        if (work.Text.Length > 0)
        {
            work.Spare.Append(content);
            work.Spare.Append(work.Text.Text);
            work.SwapText();
        }
    }
}
