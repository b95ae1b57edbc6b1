using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>Applies the normalisation table of a SentencePiece model as Hugging Face tokenizers does.</summary>
/// <param name="map">The table.</param>
internal sealed class CharsMapStep(PrecompiledCharsMap map) : NormalizerStep
{
    /// <inheritdoc />
    public override void Apply(ref TextWork work)
    {
        map.Apply(work.Text.Text, ref work.Spare);
        work.SwapText();
    }
}
