namespace FaqBot.Core.Text;

/// <summary>The keys by which two questions are the same to a knowledge base.</summary>
internal static class QuestionKeys
{
    /// <summary>The keys of a question; two questions that share one are the same.</summary>
    /// <param name="question">The question.</param>
    /// <param name="vocabulary">The owner's words.</param>
    /// <returns>As it was typed, without polite words, and with the owner's words, each in simplified characters; none twice.</returns>
    public static IReadOnlyCollection<string> Of(Question question, Vocabulary vocabulary) => new HashSet<string>(StringComparer.Ordinal)
    {
        SimplifiedChinese.Of(question.MatchKey),
        SimplifiedChinese.Of(question.EssenceKey),
        SimplifiedChinese.Of(TextNormalizer.MatchKey(vocabulary.EssenceOf(question))),
    };
}
