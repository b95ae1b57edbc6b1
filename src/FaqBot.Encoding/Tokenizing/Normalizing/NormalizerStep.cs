using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>A step that rewrites a text before it is split into words. Immutable and thread-safe.</summary>
internal abstract class NormalizerStep
{
    /// <summary>Rewrites the text.</summary>
    /// <param name="work">The text, without half surrogates.</param>
    public abstract void Apply(ref TextWork work);
}
