using FaqBot.Core.Matching;

namespace FaqBot.Core.Evaluation;

/// <summary>What is right for a labelled question.</summary>
public enum Expectation
{
    /// <summary>One entry answers it.</summary>
    Answer,

    /// <summary>Several entries fit equally, or two are asked for at once: they are to be offered.</summary>
    Offer,

    /// <summary>It looks like a stored question but asks something else: an answer is wrong, whichever.</summary>
    NearMiss,

    /// <summary>It is of another field: an answer is wrong, whichever.</summary>
    Foreign,

    /// <summary>No entry answers it, and the label does not say how near it comes to one.</summary>
    OutOfScope,
}

/// <summary>The label of a question.</summary>
/// <param name="Entry">Id of the entry that answers it, or null.</param>
/// <param name="Offered">Ids of the entries that are to be offered instead, two or more; or none.</param>
/// <param name="Kind">How it is worded or what it changes, a free word; or null.</param>
public sealed record QuestionLabel(string? Entry, IReadOnlyList<string> Offered, string? Kind)
{
    /// <summary>The kind of questions of another field.</summary>
    public const string ForeignKind = "foreign";

    /// <summary>The kind of questions that ask two things: one of the answers is half of what is right.</summary>
    public const string CompoundKind = "compound";

    // An answer to one of two questions.
    private const double HalfRight = 0.5;

    /// <summary>What is right.</summary>
    public Expectation Expectation =>
        Entry is not null ? Expectation.Answer
        : Offered.Count > 0 ? Expectation.Offer
        : Kind is null ? Expectation.OutOfScope
        : IsKind(ForeignKind) ? Expectation.Foreign
        : Expectation.NearMiss;

    /// <summary>How right it is to answer with the best entry.</summary>
    /// <param name="outcome">What was made of the question.</param>
    /// <returns>1: right. ½: one of two things that were asked. 0: wrong.</returns>
    public double RightOf(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.IsRight ? 1
            : IsKind(CompoundKind) && outcome.Found is { } found && Offered.Contains(found) ? HalfRight
            : 0;
    }

    /// <summary>How much of what is right the customer gets to see.</summary>
    /// <param name="outcome">What was made of the question.</param>
    /// <param name="policy">The thresholds.</param>
    /// <returns>
    /// 1: the entry that answers is the answer or among the suggestions, or at least two of those to be offered are among the suggestions.
    /// ½: one of two things that were asked is answered. 0: neither.
    /// </returns>
    public double OfferedBy(Outcome outcome, MatchPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.DecideBy(policy) switch
        {
            Decision.Answer => RightOf(outcome),
            Decision.Suggestions when Entry is not null => outcome.Suggestions.Contains(Entry) ? 1 : 0,
            Decision.Suggestions => outcome.Suggestions.Count(Offered.Contains) >= 2 ? 1 : 0,
            _ => 0,
        };
    }

    /// <summary>The question with its best entry's confidence; what is half right is half of it right and half of it wrong.</summary>
    /// <param name="outcome">What was made of the question.</param>
    /// <param name="weight">How often the question counts, above 0.</param>
    internal IEnumerable<JudgedQuestion> Judge(Outcome outcome, double weight = 1)
    {
        double right = RightOf(outcome);
        bool inScope = Expectation == Expectation.Answer;
        if (right > 0)
        {
            yield return new JudgedQuestion(outcome.Score, true, inScope, weight * right);
        }

        if (right < 1)
        {
            yield return new JudgedQuestion(outcome.Score, false, inScope, weight * (1 - right));
        }
    }

    private bool IsKind(string kind) => kind.Equals(Kind, StringComparison.OrdinalIgnoreCase);
}
