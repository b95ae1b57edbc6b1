using FaqBot.Encoding.Running;

namespace FaqBot.Core.Answering;

/// <summary>A text that is searched for, encoded.</summary>
/// <param name="Text">The text.</param>
/// <param name="Vector">Its unit vector, [dimensions].</param>
public sealed record AskedText(string Text, ReadOnlyMemory<float> Vector)
{
    /// <summary>The text as a judge reads it; null where none is to read it, or its encoder gives no states.</summary>
    public JudgedText? Judged { get; init; }

    /// <summary>On whose behalf it was encoded: stored questions that are read beside it are not refused where it is not.</summary>
    public TextShare Share { get; init; } = TextShare.Usual;
}
