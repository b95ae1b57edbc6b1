using FaqBot.Core.Matching;
using FaqBot.Core.Text;

namespace FaqBot.Core.Evaluation;

/// <summary>A question with a label.</summary>
/// <param name="Question">The question.</param>
/// <param name="Entry">Id of the entry that answers it, or null: none does by itself.</param>
/// <param name="Language">Tag of its language.</param>
/// <param name="Filter">Which entries may answer.</param>
public sealed record EvaluationQuestion(Question Question, string? Entry, string Language, EntryFilter Filter)
{
    /// <summary>Ids of entries that are to be offered instead of one being chosen, two or more; or none.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>How it is worded or what it changes, a free word; or null.</summary>
    public string? Kind { get; init; }

    /// <summary>All of its label.</summary>
    public QuestionLabel Label => new(Entry, Offered, Kind);
}
