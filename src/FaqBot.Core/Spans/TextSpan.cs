namespace FaqBot.Core.Spans;

/// <summary>A part of a text.</summary>
/// <param name="Offset">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length, in UTF-16 units.</param>
public readonly record struct TextSpan(int Offset, int Length)
{
    /// <summary>The first unit after it.</summary>
    public int End => Offset + Length;

    /// <summary>Its words.</summary>
    /// <param name="text">The whole text.</param>
    /// <returns>The part.</returns>
    public string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Substring(Offset, Length);
    }
}

/// <summary>A sentence of a text, or a clause of a long one.</summary>
/// <param name="Span">Where it is.</param>
/// <param name="Paragraph">The paragraph that it is in.</param>
/// <param name="IsClause">Whether it is a part of a sentence.</param>
public readonly record struct SentenceUnit(TextSpan Span, TextSpan Paragraph, bool IsClause);

/// <summary>The part of a text that answers a question best.</summary>
/// <param name="Span">A sentence, or a clause of a long one.</param>
/// <param name="Passage">The paragraph around it, or the sentence where that is long.</param>
/// <param name="Confidence">0…1; orders spans, and is no calibrated probability.</param>
public readonly record struct AnswerSpan(TextSpan Span, TextSpan Passage, double Confidence);
