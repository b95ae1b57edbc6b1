namespace FaqBot.Encoding.Tokenizing.Texts;

/// <summary>What a step looks for in a text. Immutable and thread-safe.</summary>
internal abstract class TextPattern
{
    /// <summary>Appends all matches that are not empty to <see cref="Workspace.Matches"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">What is added to their places.</param>
    /// <param name="workspace">Where they go.</param>
    public abstract void Find(ReadOnlySpan<char> text, int offset, Workspace workspace);
}
