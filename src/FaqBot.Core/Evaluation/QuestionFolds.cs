namespace FaqBot.Core.Evaluation;

/// <summary>Splits labelled questions for cross-validation.</summary>
public static class QuestionFolds
{
    /// <summary>How many parts there are.</summary>
    public const int Count = 5;

    /// <summary>Splits questions.</summary>
    /// <param name="questions">The questions.</param>
    /// <returns>
    /// The part of each question, 0…<see cref="Count"/> − 1. Questions of the same normalised text are in the same part, and every part
    /// has about as many of each expectation; the same questions in the same order are split alike each time.
    /// </returns>
    public static int[] Of(IReadOnlyList<EvaluationQuestion> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        Dictionary<string, int> parts = new(StringComparer.Ordinal);
        Dictionary<Expectation, int> counts = [];
        int[] folds = new int[questions.Count];
        foreach ((int i, EvaluationQuestion question) in questions.Index())
        {
            if (!parts.TryGetValue(question.Question.EssenceKey, out folds[i]))
            {
                int before = counts.GetValueOrDefault(question.Label.Expectation);
                counts[question.Label.Expectation] = before + 1;
                parts[question.Question.EssenceKey] = folds[i] = before % Count;
            }
        }

        return folds;
    }
}
