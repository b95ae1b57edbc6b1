using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>What got better and worse between two evaluations, question by question.</summary>
/// <param name="Better">Questions that only the second has right.</param>
/// <param name="Worse">Questions that only the first has right.</param>
/// <param name="BothRight">Questions that both have right.</param>
/// <param name="NotShared">Questions of one report that the other lacks, or labels otherwise.</param>
/// <param name="Accuracy">Whether the accuracy on the shared questions that an entry answers differs: McNemar's exact test.</param>
/// <param name="Answers">The same of what the customer meets: a right answer, several where they are to be offered,
/// or none where no entry answers.</param>
public sealed record Comparison(
    IReadOnlyList<ChangedQuestion> Better,
    IReadOnlyList<ChangedQuestion> Worse,
    int BothRight,
    int NotShared,
    McNemarTest Accuracy,
    McNemarTest Answers)
{
    /// <summary>Compares the first way of matching of two reports.</summary>
    /// <param name="first">The earlier report.</param>
    /// <param name="second">The later one.</param>
    /// <returns>The comparison; equal questions with equal labels are paired in their order.</returns>
    public static Comparison Of(EvaluationReport first, EvaluationReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<(string, string, string), Queue<Outcome>> later = [];
        foreach ((AskedQuestion question, Outcome outcome) in second.Questions.Zip(second.Systems[0].Outcomes))
        {
            (later.TryGetValue(KeyOf(question), out Queue<Outcome>? same) ? same : later[KeyOf(question)] = []).Enqueue(outcome);
        }

        List<ChangedQuestion> shared = [];
        foreach ((AskedQuestion question, Outcome before) in first.Questions.Zip(first.Systems[0].Outcomes))
        {
            if (later.TryGetValue(KeyOf(question), out Queue<Outcome>? same) && same.TryDequeue(out Outcome? after))
            {
                shared.Add(new ChangedQuestion(question, before, after));
            }
        }

        ChangedQuestion[] inScope = [.. shared.Where(item => item.Question.Expected is not null)];
        return new Comparison(
            [.. inScope.Where(item => item.After.IsRight && !item.Before.IsRight)],
            [.. inScope.Where(item => item.Before.IsRight && !item.After.IsRight)],
            inScope.Count(item => item.Before.IsRight && item.After.IsRight),
            first.Questions.Count + second.Questions.Count - (2 * shared.Count),
            McNemarTest.Of([.. inScope.Select(item => item.Before.IsRight)], [.. inScope.Select(item => item.After.IsRight)]),
            McNemarTest.Of(
                [.. shared.Select(item => IsWell(item.Question.Label, item.Before, first.Policy))],
                [.. shared.Select(item => IsWell(item.Question.Label, item.After, second.Policy))]));
    }

    // Without the kind, which reports of an earlier FaqBot do not hold.
    private static (string Text, string Language, string Wanted) KeyOf(AskedQuestion question) =>
        (question.Text, question.Language, question.Wanted);

    private static bool IsWell(QuestionLabel label, Outcome outcome, MatchPolicy policy) => label.Expectation switch
    {
        Expectation.Answer => outcome.IsRight && outcome.DecideBy(policy) == Decision.Answer,
        Expectation.Offer => label.OfferedBy(outcome, policy) == 1,
        _ => outcome.DecideBy(policy) != Decision.Answer,
    };
}

/// <summary>A question in two evaluations.</summary>
/// <param name="Question">The question.</param>
/// <param name="Before">What the first made of it.</param>
/// <param name="After">What the second made of it.</param>
public sealed record ChangedQuestion(AskedQuestion Question, Outcome Before, Outcome After);
