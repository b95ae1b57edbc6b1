using System.ComponentModel;
using FaqBot.Core.Authoring;
using FaqBot.Core.Evaluation;
using FaqBot.Core.Matching;

namespace FaqBot.Api.Authoring;

/// <summary>What got better and worse.</summary>
internal sealed record ComparisonView(
    IReadOnlyList<ComparedQuestion> Better,
    IReadOnlyList<ComparedQuestion> Worse,
    int BothRight,
    int NotShared,
    [property: Description("Whether the accuracy differs by more than chance, in words.")] string Accuracy,
    [property: Description("The same of what customers meet.")] string Answers)
{
    public static ComparisonView Of(Comparison comparison, string first, string second) => new(
        [.. comparison.Better.Select(ComparedQuestion.Of)], [.. comparison.Worse.Select(ComparedQuestion.Of)], comparison.BothRight,
        comparison.NotShared, EvaluationPage.Say(comparison.Accuracy, first, second), EvaluationPage.Say(comparison.Answers, first,
            second));
}

/// <summary>A question whose answer got better or worse.</summary>
internal sealed record ComparedQuestion(
    string Question, string? Expected, string? Before, double ConfidenceBefore, string? After, double ConfidenceAfter)
{
    public static ComparedQuestion Of(ChangedQuestion changed) => new(
        changed.Question.Text, changed.Question.Expected, changed.Before.Found, changed.Before.Score, changed.After.Found,
            changed.After.Score);
}

/// <summary>What a draft answers otherwise.</summary>
internal sealed record BehaviourView(
    int Revision,
    [property: Description("Of the labelled questions; null: there are none.")] ComparisonView? Labelled,
    [property: Description("How many questions were asked beside them.")] int Asked,
    [property: Description("Those of them that would be answered otherwise.")] IReadOnlyList<OtherwiseView> Otherwise);

/// <summary>What a draft answers otherwise to the last logged questions.</summary>
internal sealed record LoggedBehaviourView(
    int Revision,
    [property: Description("How many questions were looked at.")] long Questions,
    [property: Description("Different wordings among them, which were asked of both.")] int Wordings,
    [property: Description("Those of which users have said what they meant, or what did not help.")] int Judged,
    IReadOnlyList<LoggedChangeView> Better, IReadOnlyList<LoggedChangeView> Worse,
    [property: Description("Others that would be answered otherwise.")] IReadOnlyList<LoggedChangeView> Changed,
    [property: Description("Whether the judged ones differ by more than chance, in words.")] string Verdict)
{
    public static LoggedBehaviourView Of(int revision, LoggedComparison compared) => new(
        revision, compared.Questions, compared.Wordings, compared.Judged, [.. compared.Better.Select(LoggedChangeView.Of)],
        [.. compared.Worse.Select(LoggedChangeView.Of)], [.. compared.Changed.Select(LoggedChangeView.Of)],
        EvaluationPage.Say(compared.Test, "what is published", "the draft"));
}

/// <summary>A logged question that the draft answers otherwise.</summary>
internal sealed record LoggedChangeView(
    [property: Description("Redacted.")] string Question,
    [property: Description("How often it is among the questions that were looked at.")] long Times,
    [property: Description("The entry that users meant; null where they have not said so.")] string? Wanted,
    TrialView Before, TrialView After)
{
    public static LoggedChangeView Of(LoggedChange change) => new(
        change.Asked.Question, change.Times, change.Wanted, TrialView.Of(change.Asked.Before), TrialView.Of(change.Asked.After));
}

/// <summary>A question that the draft answers otherwise.</summary>
internal sealed record OtherwiseView(string Question, TrialView Before, TrialView After)
{
    public static OtherwiseView Of(AskedOfBoth asked) => new(asked.Question, TrialView.Of(asked.Before), TrialView.Of(asked.After));
}

/// <summary>What a version says to a question.</summary>
internal sealed record TrialView(
    [property: Description("answer, suggestions or noMatch.")] Decision Decision, string? EntryId, double Confidence, string? Answer,
    IReadOnlyList<string> Suggestions)
{
    public static TrialView Of(TrialReply reply) =>
        new(reply.Decision, reply.EntryId, reply.Confidence, reply.Answer, reply.Suggestions);
}
