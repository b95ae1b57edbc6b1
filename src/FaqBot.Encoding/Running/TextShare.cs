namespace FaqBot.Encoding.Running;

/// <summary>On whose behalf texts are encoded: their part of the encoder while others wait, and when they are refused instead.</summary>
/// <param name="Kind">The kind of work, as metrics name it: one of few.</param>
/// <param name="Owner">Who shares the encoder with others of the kind, such as a knowledge base.</param>
/// <param name="Weight">Its part beside others that wait, at least 1; twice the weight, twice the texts.</param>
/// <param name="Patience">
/// How long its own oldest text may have waited when another one comes; then that one is refused. Null: texts are refused by their number
/// alone.
/// </param>
/// <param name="CommonPatience">
/// The least wait of any text lately at which its texts are refused, too: the encoder as a whole has more to do than it can.
/// </param>
public readonly record struct TextShare(string Kind, string Owner, int Weight, TimeSpan? Patience, TimeSpan? CommonPatience)
{
    /// <summary>The share of those who name none.</summary>
    public static TextShare Usual { get; } = new("other", "", 16, null, null);
}
