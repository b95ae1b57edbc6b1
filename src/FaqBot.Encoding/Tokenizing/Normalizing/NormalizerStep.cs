using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Normalizing;

/// <summary>A step that rewrites a text before it is split into words. Immutable and thread-safe.</summary>
internal abstract class NormalizerStep
{
    /// <summary>Where the step stands in its file; null for one that does not decide how much a text grows.</summary>
    public string? Place { get; init; }

    /// <summary>Rewrites the text.</summary>
    /// <param name="work">The text, without half surrogates.</param>
    public abstract void Apply(ref TextWork work);
}
