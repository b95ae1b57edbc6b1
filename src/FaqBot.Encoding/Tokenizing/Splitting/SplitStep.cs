using FaqBot.Encoding.Tokenizing.Texts;

namespace FaqBot.Encoding.Tokenizing.Splitting;

/// <summary>A step that splits the words of a text further. Immutable and thread-safe.</summary>
internal abstract class SplitStep
{
    /// <summary>Splits each word; may rewrite the text.</summary>
    /// <param name="work">The text; its workspace holds its words, none of them empty.</param>
    public abstract void Apply(ref TextWork work);
}
